"""Writing, copying, moving and deleting files of SDS through fsspec."""

from __future__ import annotations

import tempfile
from pathlib import Path

import fsspec
import pytest
from fsspec.callbacks import Callback

from spectrumx import (
    ConflictError,
    DryRunError,
    InvalidRequestError,
    LocalFileError,
    SDSError,
)
from spectrumx.filesystem import SDSFileSystem
from tests.conftest import tree
from tests.recordings import write_radiohound

TREE = {"a.txt": b"a", "deep/b.txt": b"bb", "deep/deeper/c.txt": b"ccc"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of three files."""
    for name, contents in TREE.items():
        path = tmp_path / "folder" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(contents)
    return tmp_path / "folder"


def test_a_folder_there_and_back(fs: SDSFileSystem, folder: Path, tmp_path: Path) -> None:
    """A folder that is put and got is the same, and both show each file as it is done."""
    there, back = Callback(), Callback()
    fs.put(str(folder), "/r", recursive=True, callback=there)
    fs.get("/r", str(tmp_path / "back"), recursive=True, callback=back)

    assert tree(tmp_path / "back") == TREE
    assert [(shown.size, shown.value) for shown in (there, back)] == [(3, 3), (3, 3)]


def test_single_files_show_their_bytes(fs: SDSFileSystem, folder: Path, tmp_path: Path) -> None:
    """Of a single file, progress counts bytes."""
    there, back = Callback(), Callback()
    fs.put_file(str(folder / "deep/b.txt"), "/r/b", callback=there)
    fs.get_file("/r/b", str(tmp_path / "b"), callback=back)

    assert (tmp_path / "b").read_bytes() == b"bb"
    assert [(shown.size, shown.value) for shown in (there, back)] == [(2, 2), (2, 2)]


def test_what_is_here_is_replaced(fs: SDSFileSystem, tmp_path: Path) -> None:
    """A local file that differs is replaced, as fsspec has it."""
    fs.pipe("/r/a", b"new")
    (tmp_path / "a").write_bytes(b"old")

    fs.get("/r/a", str(tmp_path / "a"))

    assert (tmp_path / "a").read_bytes() == b"new"


def test_two_files_for_one_place_are_refused(fs: SDSFileSystem, tmp_path: Path) -> None:
    """Where two files want one place, here or there, nothing is moved."""
    fs.pipe({"/r/x/a": b"1", "/r/y/a": b"2"})
    with pytest.raises(InvalidRequestError, match="nothing was downloaded"):
        fs.get(["/r/x/a", "/r/y/a"], str(tmp_path / "here"))
    (tmp_path / "a").write_bytes(b"3")

    with pytest.raises(InvalidRequestError, match="nothing was sent"):
        fs.put([str(tmp_path / "a"), str(tmp_path / "a")], ["/r/z", "/r/z"])

    assert not (tmp_path / "here").exists()
    assert not fs.exists("/r/z")


def test_one_place_by_two_names_is_one(
    fs: SDSFileSystem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two files whose places here are the same in other words are refused, too."""
    monkeypatch.chdir(tmp_path)
    fs.pipe({"/r/x/a": b"1", "/r/y/a": b"2"})

    with pytest.raises(InvalidRequestError, match="nothing was downloaded"):
        fs.get(["/r/x/a", "/r/y/a"], ["a", "./a"])

    assert not tree(tmp_path)


@pytest.mark.parametrize("name", ["empty.txt", ".env"])
def test_nothing_is_left_out_in_silence(fs: SDSFileSystem, folder: Path, name: str) -> None:
    """A file that is not sent is an error, when all others are there."""
    (folder / name).write_text("" if name == "empty.txt" else "SDS_SECRET_TOKEN=x")

    with pytest.raises((LocalFileError, InvalidRequestError), match=name):
        fs.put(str(folder), "/r", recursive=True)

    assert len(fs.find("/r")) == 3


def test_what_is_written_arrives_when_it_is_closed(fs: SDSFileSystem) -> None:
    """A file that is written has its contents when it is closed, and not before."""
    with fs.open("/r/a", "wb") as file:
        file.write(b"abc")
        file.write(b"def")
        assert not fs.exists("/r/a")

    assert fs.cat("/r/a") == b"abcdef"


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.mark.parametrize(("mode", "lines"), [("wb", [b"abc", None]), ("w", ["abc", None])])
def test_what_an_exception_leaves_is_thrown_away(
    fs: SDSFileSystem, temporary: Path, mode: str, lines: list[object]
) -> None:
    """A file of bytes or text whose writing breaks off is not sent."""
    with pytest.raises(TypeError), fs.open("/r/a", mode) as file:
        file.writelines(lines)

    assert not fs.exists("/r/a")
    assert not list(temporary.iterdir())


@pytest.mark.parametrize(("mode", "contents"), [("wb", b"abc"), ("w", "abc")])
def test_what_is_never_closed_is_thrown_away(
    fs: SDSFileSystem, temporary: Path, mode: str, contents: bytes | str
) -> None:
    """A file that is let go of without being closed is not sent."""
    file = fs.open("/r/a", mode)
    file.write(contents)
    del file

    assert not fs.exists("/r/a")
    assert not list(temporary.iterdir())


def test_what_is_never_committed_is_removed(fs: SDSFileSystem, temporary: Path) -> None:
    """A file that waits for a transaction which never ends leaves nothing here."""
    with fs.open("/r/a", "wb", autocommit=False) as file:
        file.write(b"abc")
    assert list(temporary.iterdir())
    fs.transaction.files.clear()
    del file

    assert not list(temporary.iterdir())


def test_text_is_written_as_it_is_told(fs: SDSFileSystem) -> None:
    """Text has the encoding and the line ends that are asked for, and may refuse to overwrite."""
    with fs.open("/r/a", "wt", encoding="latin-1", newline="\r\n") as file:
        file.write("ä\n")

    assert fs.cat("/r/a") == "ä\r\n".encode("latin-1")
    with pytest.raises(FileExistsError):
        fs.open("/r/a", "x")


def test_packing_is_left_to_fsspec(fs: SDSFileSystem, monkeypatch: pytest.MonkeyPatch) -> None:
    """What would be lost is refused, and the way that the error names keeps it."""
    with pytest.raises(NotImplementedError, match=r"fsspec\.open"):
        fs.open("/r/a.gz", "wb", compression="infer")
    monkeypatch.setenv("SDS_HOST", fs.client.base_url)
    monkeypatch.setenv("SDS_SECRET_TOKEN", fs.client.config.token.reveal())

    with fsspec.open("sds://r/a.gz", "wt", compression="infer") as file:
        file.write("abc")

    with fs.open("/r/a.gz", "rt", compression="infer") as file:
        assert file.read() == "abc"


def test_a_transaction_sends_all_or_nothing(fs: SDSFileSystem) -> None:
    """In a transaction files are sent at its end, and thrown away where it fails."""
    with fs.transaction:
        fs.pipe("/r/a", b"a")
        assert not fs.exists("/r/a")
    with pytest.raises(TypeError), fs.transaction:
        fs.pipe({"/r/b": b"b", "/r/c": None})

    assert fs.find("/") == ["/r/a"]


def test_overwriting_makes_a_version(fs: SDSFileSystem) -> None:
    """What is overwritten is there again when the newer version is deleted."""
    fs.pipe("/r/a", b"old")
    fs.pipe("/r/a", b"new")
    assert fs.cat("/r/a") == b"new"

    fs.rm("/r/a")

    assert fs.cat("/r/a") == b"old"


def test_copies_do_not_travel(fs: SDSFileSystem) -> None:
    """A copy has the same contents, and a copy of what is there already makes no version."""
    fs.pipe("/r/a", b"abc")
    for _ in range(2):
        fs.cp("/r/a", "/copy/b")

    assert fs.cat("/copy/b") == b"abc"
    fs.rm("/copy", recursive=True)
    assert not fs.exists("/copy")


def test_directories_are_deleted_where_that_is_asked_for(fs: SDSFileSystem) -> None:
    """Everything below a directory is deleted with `recursive`, and nothing without."""
    fs.pipe({"/r/a": b"1", "/r/x/b": b"2", "/kept": b"3"})
    with pytest.raises(IsADirectoryError, match="recursive=True"):
        fs.rm("/r")
    assert len(fs.find("/r")) == 2

    fs.rm("/r", recursive=True)

    assert fs.find("/") == ["/kept"]


def test_everything_is_not_deleted_at_once(fs: SDSFileSystem) -> None:
    """The root is not deleted."""
    fs.pipe("/a", b"1")
    with pytest.raises(InvalidRequestError, match="everything you have"):
        fs.rm("sds://", recursive=True)

    assert fs.exists("/a")


def test_what_a_capture_holds_stays(fs: SDSFileSystem, tmp_path: Path) -> None:
    """A file that something holds is not deleted, and the error says by what."""
    write_radiohound(tmp_path, name="scan")
    fs.client.upload_capture(tmp_path, sds_path="/r")

    with pytest.raises(ConflictError, match="apture"):
        fs.rm("/r/scan.rh.json")

    assert fs.exists("/r/scan.rh.json")


@pytest.mark.parametrize(
    ("verb", "arguments"),
    [
        ("put", ["{here}", "/r", True]),
        ("put_file", ["{here}/a.txt", "/new"]),
        ("pipe", ["/new", b"1"]),
        ("open", ["/new", "wb"]),
        ("get", ["/there", "{here}/new"]),
        ("rm", ["/there"]),
        ("rm_file", ["/there"]),
        ("cp", ["/there", "/new"]),
    ],
)
def test_dry_run_changes_nothing(
    fs: SDSFileSystem, folder: Path, verb: str, arguments: list[object]
) -> None:
    """In dry-run every change is refused, here and there."""
    fs.pipe("/there", b"1")
    fs.client.dry_run = True
    placed = [
        str(each).format(here=folder) if isinstance(each, str) else each for each in arguments
    ]

    with pytest.raises(DryRunError, match="dry-run"):
        getattr(fs, verb)(*placed)

    assert fs.find("/") == ["/there"]
    assert tree(folder) == TREE


@pytest.mark.parametrize(
    ("verb", "arguments"),
    [
        ("mv", ["/r/a", "/r/b"]),
        ("touch", ["/r/a"]),
        ("touch", ["/r/a", False]),
        ("open", ["/r/a", "ab"]),
        ("open", ["/r/a", "r+b"]),
        ("sign", ["/r/a"]),
    ],
)
def test_what_sds_has_not_is_refused(fs: SDSFileSystem, verb: str, arguments: list[object]) -> None:
    """What can't be done is refused with a sentence, and leaves everything as it is."""
    fs.pipe("/r/a", b"1")

    with pytest.raises(NotImplementedError, match=r"\w+ \w+"):
        getattr(fs, verb)(*arguments)

    assert fs.find("/") == ["/r/a"]


def test_empty_files_are_refused(fs: SDSFileSystem) -> None:
    """A file that nothing was written to is an error that says why."""
    with pytest.raises(InvalidRequestError, match="no empty files"):
        fs.pipe("/r/a", b"")


def test_directories_come_with_their_files(fs: SDSFileSystem) -> None:
    """Making a directory only makes sure that nothing is in its place."""
    fs.pipe("/r/a", b"1")
    fs.mkdir("/new")
    fs.makedirs("/r", exist_ok=True)
    for taken in ("/r", "/r/a"):
        with pytest.raises(FileExistsError):
            fs.makedirs(taken)
    with pytest.raises(OSError, match="files are in it"):
        fs.rmdir("/r")

    assert fs.ls("/", detail=False) == ["/r"]


def test_names_that_sds_does_not_keep(fs: SDSFileSystem) -> None:
    """A name that the gateway would change is refused before anything is sent."""
    with pytest.raises(SDSError, match="backslash"):
        fs.pipe(r"/r/a\b", b"1")

    assert not fs.exists("/r")
