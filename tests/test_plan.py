"""Plans that can't be carried out whole are refused before anything is written."""

from __future__ import annotations

import pytest

from spectrumx.errors import InvalidRequestError
from spectrumx.transfer.plan import Places


def place(*relative: str, folding: bool) -> None:
    """Give files their places below one folder."""
    places = Places(folding=folding)
    for name in relative:
        places.take(name, f"/{name}")
    places.refuse_clashes()


ALIKE = pytest.mark.parametrize(
    ("one", "other", "problem"),
    [
        ("a.bin", "A.bin", "would both become"),
        ("é.bin", "e\u0301.bin", "would both become"),
        ("É/b", "e\u0301/B", "would both become"),
        ("A", "a/b", "would be a file where"),
    ],
)


@ALIKE
def test_names_alike_clash_where_the_file_system_folds_them(
    one: str, other: str, problem: str
) -> None:
    """Two files that macOS or Windows would keep in one place are refused there, in any order."""
    for order in ((one, other), (other, one)):
        with pytest.raises(InvalidRequestError, match=problem):
            place(*order, folding=True)


@ALIKE
def test_names_alike_are_two_files_elsewhere(one: str, other: str, problem: str) -> None:
    """Where the file system tells them apart, names that are merely alike do not clash."""
    place(one, other, folding=False)

    with pytest.raises(InvalidRequestError, match=problem):
        place(one, other, folding=True)


@pytest.mark.parametrize("folding", [True, False])
def test_files_of_one_folder_do_not_clash(folding: bool) -> None:  # noqa: FBT001  pytest gives it
    """Folders may be shared, also by names that the file system takes for one."""
    place("a/b", "a/c", "A/d", "ab", folding=folding)
