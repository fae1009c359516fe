"""SDS paths in their one form, and the local places they become."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spectrumx import paths
from spectrumx.errors import InvalidRequestError, UnsafePathError

ME = "me@example.org"
PARTS = st.sampled_from(["a", "b c", ".", "..", "", "é", "files", ME, " "])
WRITTEN = st.lists(PARTS, min_size=1, max_size=8).map("/".join) | st.text()


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("a/b", "/a/b"),
        ("/a/b/", "/a/b"),
        ("//a/./b//", "/a/b"),
        ("a/../b", "/b"),
        ("/", "/"),
        (".", "/"),
        (PurePosixPath("a/b"), "/a/b"),
        (f"/files/{ME}/a/b", "/a/b"),
        (f"/files/{ME}", "/"),
        (f"/files/{ME}/files/{ME}/a", f"/files/{ME}/a"),
        (f"files/{ME}/a", "/a"),
        (f"files/{ME}", "/"),
        (f"//files/{ME}/a", "/a"),
        (f"files/{ME}/files/{ME}/a", f"/files/{ME}/a"),
        (f"./files/{ME}/a", f"/files/{ME}/a"),
        (f"a/files/{ME}/b", f"/a/files/{ME}/b"),
        (f"/files/{ME}x/a", f"/files/{ME}x/a"),
        (f"/files/{ME.upper()}/a", f"/files/{ME.upper()}/a"),
        ("/files/other@example.org/a", "/files/other@example.org/a"),
        (" a ", "/ a "),
    ],
)
def test_every_way_of_writing_has_one_form(written: str | PurePosixPath, normal: str) -> None:
    """A path has one form; the owner's own prefix comes off once, and only where it is whole."""
    assert paths.normalise(written, owner_email=ME) == normal


@given(WRITTEN)
def test_a_normal_path_stays_as_it_is(written: str) -> None:
    """Normalising twice is normalising once, and the result never leaves the root."""
    try:
        normal = paths.normalise(written)
    except InvalidRequestError:
        return

    assert paths.normalise(normal) == normal
    assert normal == "/" or set(normal[1:].split("/")).isdisjoint({"", ".", ".."})


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "blank"),
        ("  ", "blank"),
        ("..", "leaves your root"),
        ("/a/../../b", "leaves your root"),
        (f"/files/{ME}/../other", "leaves your root"),
        ("a\nb", "control character"),
        ("a\x00", "control character"),
        ("a/\ud800", "not valid Unicode"),
        ("a/" * 1500, "at most 2048"),
    ],
)
def test_what_is_no_path_is_refused(written: str, reason: str) -> None:
    """Blank, escaping, unprintable and endless paths are refused with the reason."""
    with pytest.raises(InvalidRequestError, match=reason):
        paths.normalise(written, owner_email=ME)


@pytest.mark.parametrize(
    ("answered", "email", "shown"),
    [
        (f"/files/{ME}/a/b", ME, "/a/b"),
        (f"/files/{ME}/a/b/", ME, "/a/b"),
        (f"/files/{ME}", ME, "/"),
        ("/a/b", ME, "/a/b"),
        ("", ME, "/"),
        ("/", "", "/"),
        (f"/files/{ME}/files/{ME}/a", ME, f"/files/{ME}/a"),
        (f"/files/{ME}/a", "other@example.org", f"/files/{ME}/a"),
        (f"/files/{ME}/a", "", f"/files/{ME}/a"),
        (f"files/{ME}/a", ME, f"/files/{ME}/a"),
    ],
)
def test_answered_directories_lose_their_owner(answered: str, email: str, shown: str) -> None:
    """Absolute and relative answers are shown alike, and only the owner's prefix comes off."""
    assert paths.from_owner(answered, email) == shown


def test_only_some_paths_are_worth_asking_for_the_owner() -> None:
    """A path may carry an owner's prefix only when it begins with files/, or /files/."""
    assert paths.is_absolute_form("/files/x")
    assert paths.is_absolute_form(PurePosixPath("files/x"))
    assert not paths.is_absolute_form("a/files/x")
    assert not paths.is_absolute_form(PurePosixPath("/filesystem"))


@given(st.lists(st.sampled_from(["a", "files", ME]), max_size=5))
def test_a_path_in_full_means_the_same(parts: list[str]) -> None:
    """A path written in full comes back as it was, also where folders are named like a prefix."""
    path = "/" + "/".join(parts)
    full = paths.absolute(path, ME)

    assert full.startswith(f"/files/{ME}")
    assert not full.endswith("/")
    assert paths.normalise(full, owner_email=ME) == paths.from_owner(full, ME) == path


@given(st.lists(st.sampled_from(["a", "b", "ab", "é"]), min_size=1, max_size=5))
def test_paths_come_apart_as_they_were_put_together(parts: list[str]) -> None:
    """Parent and name give back what was joined, and what is joined lies within."""
    path = "/" + "/".join(parts)

    assert paths.join(paths.parent(path), paths.name_of(path)) == path
    assert paths.is_within(path, paths.parent(path))
    assert paths.join(paths.parent(path), paths.relative_to(path, paths.parent(path))) == path
    assert paths.relative_to(path, path) == parts[-1]


def test_only_whole_components_are_within() -> None:
    """A directory's longer namesake, and the directory itself, are not below it."""
    assert paths.is_within("/x/y", "/x")
    assert paths.is_within("/x", "/")
    assert not paths.is_within("/xy/z", "/x")
    assert not paths.is_within("/x", "/x")


@given(st.lists(PARTS | st.text(), min_size=1, max_size=5).map("/".join), st.booleans())
def test_no_name_leaves_the_folder(relative: str, windows: bool) -> None:  # noqa: FBT001  hypothesis gives it
    """Whatever the gateway names a file, its place is below the folder, or it has none."""
    folder = Path("/downloads")
    try:
        target = Path(paths.local_target(str(folder), relative, windows=windows))
    except UnsafePathError:
        return

    assert target.relative_to(folder).as_posix() == relative
    assert ".." not in target.parts


@pytest.mark.parametrize(
    "relative",
    [
        "../a",
        "a/../b",
        "/a",
        "a//b",
        "a/",
        "",
        ".",
        "a/./b",
        "a\x00b",
        "a\nb",
        "é" * 128,
        "a\ud800",
    ],
)
def test_names_that_no_file_has_are_refused(relative: str) -> None:
    """Empty, escaping, unprintable, unencodable and over-long names are refused everywhere."""
    with pytest.raises(UnsafePathError, match="can't be a local file") as raised:
        paths.local_target("x", relative, windows=False)
    assert str(raised.value).isprintable()


@pytest.mark.parametrize(
    "relative", ["CON", "a/nul.txt", "a:b", "a\\b", "C:", "a.", "a ", "what?", "a|b", "x<y"]
)
def test_names_that_windows_forbids_are_refused_there(relative: str) -> None:
    """Reserved names, separators and drives are refused on Windows and fine elsewhere."""
    with pytest.raises(UnsafePathError, match="Windows"):
        paths.local_target("x", relative, windows=True)

    assert paths.local_target("x", relative, windows=False) == str(Path("x", *relative.split("/")))


@pytest.mark.parametrize(
    "relative", [".a.sds-partial", "a/.0f.sds-partial", "a b/.é.sds-partial", ".A.SDS-Partial"]
)
def test_names_of_unfinished_downloads_are_refused(relative: str) -> None:
    """No file of a listing may have a name under which another file's download is continued."""
    with pytest.raises(UnsafePathError, match="unfinished download"):
        paths.local_target("x", relative, windows=False)


@pytest.mark.parametrize("relative", ["a.sds-partial", ".a.sds-partial/b", ".sds-partial.txt"])
def test_names_like_those_of_unfinished_downloads_are_fine(relative: str) -> None:
    """What only looks like an unfinished download is a file like any other."""
    assert paths.local_target("x", relative, windows=False) == str(Path("x", *relative.split("/")))
