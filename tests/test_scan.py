"""What an upload finds in a folder, and what each `.sdsignore` keeps to itself."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from spectrumx.errors import InvalidRequestError, LocalFileError, SDSError
from spectrumx.transfer.filter import LeftOutReason, filter_for
from spectrumx.transfer.scan import Found, LeftOut, LocalFile, scan_file, scan_folder


def filled(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """A folder with these files."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def scanned(folder: Path) -> list[Found]:
    """All that is found in a folder."""
    return list(scan_folder(folder, filter_for(folder, include=(), exclude=())))


def sent(folder: Path) -> list[str]:
    """What is sent of a folder."""
    return [found.relative for found in scanned(folder) if isinstance(found, LocalFile)]


@pytest.fixture
def deep(tmp_path: Path) -> Iterator[Path]:
    """Folders in folders, more than Python's calls may be nested, with a file in each."""
    folders = [tmp_path / "deep"]
    folders[0].mkdir()
    for _ in range(sys.getrecursionlimit() + 50):
        folders.append(folders[-1] / "d")
        folders[-1].mkdir()
        (folders[-1] / "e").write_text("x")
    yield folders[0]
    for folder in reversed(folders):
        (folder / "e").unlink(missing_ok=True)
        folder.rmdir()


def test_folders_may_be_nested_deeply(deep: Path) -> None:
    """Every file is found however deep it lies, the deepest first as names go."""
    found = sent(deep)

    assert len(found) == sys.getrecursionlimit() + 50
    assert found == sorted(found)
    assert found[-1] == "d/e"


def test_what_is_found_is_in_the_order_of_names(tmp_path: Path) -> None:
    """Files and folders are taken by name, a folder's contents in its place."""
    folder = filled(tmp_path, dict.fromkeys(["b/y", "a", "c", "b/x/1", "b/z", "b.txt"], "x"))

    assert sent(folder) == ["a", "b/x/1", "b/y", "b/z", "b.txt", "c"]


def test_a_nested_sdsignore_holds_for_its_folder(tmp_path: Path) -> None:
    """The patterns of a `.sdsignore` in a folder count there and below, relative to it."""
    files = dict.fromkeys(["a.h5", "in/a.h5", "in/x/a.h5", "in/b", "in/x/b", "inner/b"], "x")
    folder = filled(tmp_path, {**files, "in/.sdsignore": "*.h5\n/b\n"})

    assert sent(folder) == ["a.h5", "in/x/b", "inner/b"]


def test_stored_tokens_are_not_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder of profiles is left out of what is above it, whatever .sdsignore says."""
    files = ("a", "in/con [f]/profiles.ini", "in/con [f]/profiles.ini~", "in/profiles.ini")
    home = filled(tmp_path, {**dict.fromkeys(files, "x"), ".sdsignore": "!*"})
    monkeypatch.setenv("SDS_CONFIG_DIR", str(home / "in" / "con [f]"))

    assert sent(home) == ["a", "in/profiles.ini"]
    left = {each.relative: each.reason for each in scanned(home) if isinstance(each, LeftOut)}
    assert left["in/con [f]/"] == LeftOutReason.SECRETS
    assert sent(home / "in" / "con [f]") == []


def test_what_lies_beside_stored_tokens_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where recordings lie in the folder of profiles itself, only our own files are left out."""
    files = dict.fromkeys(["a", "b/profiles.ini", "profiles.ini", ".profiles-1"], "x")
    monkeypatch.setenv("SDS_CONFIG_DIR", str(filled(tmp_path, files)))

    assert sent(tmp_path) == ["a", "b/profiles.ini"]


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_links_do_not_send_stored_tokens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a link to the file of profiles is sent, nor what that file is a link to."""
    folder = filled(tmp_path / "up", {"a": "x", "kept": "x"})
    (tmp_path / "config").mkdir()
    stored = tmp_path / "config" / "profiles.ini"
    stored.symlink_to(folder / "kept")
    (folder / "link").symlink_to(stored)
    monkeypatch.setenv("SDS_CONFIG_DIR", str(stored.parent))

    assert sent(folder) == ["a"]
    with pytest.raises(InvalidRequestError, match="may hold secrets"):
        scan_file(stored)


def test_a_deeper_sdsignore_overrides(tmp_path: Path) -> None:
    """A deeper `!` brings back what a shallower file leaves out, and the deepest word counts."""
    files = dict.fromkeys(["a.h5", "in/a.h5", "in/b.h5", "in/x/a.h5", "in/x/c", "d"], "x")
    ignores = {
        ".sdsignore": "*.h5\nd\n",
        "in/.sdsignore": "!*.h5\nb.h5\n",
        "in/x/.sdsignore": "*.h5\n",
    }

    assert sent(filled(tmp_path, {**files, **ignores})) == ["in/a.h5", "in/x/c"]


def test_what_is_never_sent_can_not_be_brought_back(tmp_path: Path) -> None:
    """No `!` sends secrets, or the `.sdsignore` itself."""
    folder = filled(tmp_path, {"in/.sdsignore": "!*\n!.env\n", "in/.env": "x", "in/a": "x"})

    assert sent(folder) == ["in/a"]


def test_a_left_out_folder_stays_left_out(tmp_path: Path) -> None:
    """What a left-out folder's own `.sdsignore` says is not asked."""
    folder = filled(tmp_path, {".sdsignore": "in/", "in/.sdsignore": "!*", "in/a": "x", "b": "x"})

    assert sent(folder) == ["b"]


def test_a_sdsignore_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    """The invisible mark that some editors put first is no part of the first pattern."""
    assert sent(filled(tmp_path, {".sdsignore": b"\xef\xbb\xbfa\n", "a": "x", "b": "x"})) == ["b"]


@pytest.mark.parametrize(
    ("content", "kind", "problem"),
    [
        (b"\xff\xfe", LocalFileError, "is not UTF-8"),
        (b"a\n!\n", InvalidRequestError, "gitignore-style"),
        ("folder", LocalFileError, "is no file"),
        ("link", LocalFileError, "is no file"),
        ("pipe", LocalFileError, "is no file"),
    ],
)
def test_a_folder_whose_sdsignore_is_unreadable_is_not_sent(
    tmp_path: Path, content: bytes | str, kind: type[SDSError], problem: str
) -> None:
    """Nothing of it is sent, with a typed error for it; the rest is; at the top all is refused."""
    folder = filled(tmp_path, {"in/a": "x", "in/x/a": "x", "b": "x"})
    ignore = folder / "in" / ".sdsignore"
    if isinstance(content, bytes):
        ignore.write_bytes(content)
    else:
        make = {
            "folder": Path.mkdir,
            "pipe": os.mkfifo,
            "link": lambda to: to.symlink_to("nowhere"),
        }
        make[content](ignore)

    file, left_out = scanned(folder)
    assert (left_out.relative, file.relative) == ("in/", "b")
    assert isinstance(getattr(left_out, "error", None), kind)
    with pytest.raises(kind, match=problem):
        scanned(folder / "in")
