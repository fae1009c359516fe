"""Where a user's files are: directories inside the user's own tree, and safe file names."""

import posixpath


class OutsideTreeError(ValueError):
    """A directory that leaves its user's tree."""


def root(email: str) -> str:
    """Return the absolute directory of a user's tree."""
    return f"/files/{email}"


def relative(directory: str, *, email: str) -> str:
    """Normalise a directory as a client wrote it to the form that is stored.

    Args:
        directory: Relative, absolute inside the tree, or with the tree's own prefix.
        email: The user whose tree it is.

    Returns:
        The directory inside the tree, with a leading slash; "/" is the tree itself.

    Raises:
        OutsideTreeError: If it leaves the tree.
    """
    tree = root(email)
    given = directory if f"{directory}/".startswith(f"{tree}/") else f"{tree}/{directory}"
    normal = posixpath.normpath(given)
    if normal == tree:
        return "/"
    if not normal.startswith(f"{tree}/"):
        raise OutsideTreeError(directory)
    return normal.removeprefix(tree)


def absolute(directory: str, *, email: str) -> str:
    """Return a stored directory with its user's prefix."""
    return root(email) if directory == "/" else root(email) + directory


def base_name(name: str) -> str:
    """Return the last component of a file name, or "" where nothing usable is left."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "" if last in {".", ".."} else last
