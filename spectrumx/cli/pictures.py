"""Files with pictures: what they are called, and written so that none is lost or half there."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

import click

from spectrumx.disk import local_file_error
from spectrumx.errors import LocalFileError, LocalFileMissingError

FORMATS = (".png", ".svg", ".pdf")
"""The ends of the names that a picture may have."""

_UNSUITABLE = re.compile(r"[^\w.@+-]+")


def default_file(*parts: str | None) -> Path:
    """Make up a name of parts, in the working directory; those that are None are left out."""
    stem = "-".join(part for part in parts if part)
    return Path(_UNSUITABLE.sub("-", stem).lstrip(".-") + FORMATS[0])


def check(file: Path, *, overwrite: bool) -> None:
    """Refuse what can't be written, before anything is read.

    Args:
        file: Where the picture is to go.
        overwrite: Whether a file that is there may be replaced.

    Raises:
        click.UsageError: Its name says no format that is known.
        LocalFileError: It is there already.
        LocalFileMissingError: Its folder is not there.
    """
    if f".{kind_of(file)}" not in FORMATS:
        raise click.UsageError(f"{file} has to end in {', '.join(FORMATS[:-1])} or {FORMATS[-1]}.")
    if not file.parent.is_dir():
        message = f"there is no folder {file.parent}; make it first"
        raise LocalFileMissingError(message, path=str(file))
    if file.is_dir() or (file.exists() and not overwrite):
        raise _taken(file)


def kind_of(file: Path) -> str:
    """The format that a file's name says, as `png`."""
    return file.suffix[1:].lower()


def write(contents: bytes, file: Path, *, overwrite: bool) -> None:
    """Write a picture.

    Args:
        contents: Of the file.
        file: As for `check`.
        overwrite: As for `check`.

    Raises:
        LocalFileError: It can't be written, or is there by now.
    """
    try:
        _write(contents, file, overwrite=overwrite)
    except FileExistsError:
        raise _taken(file) from None
    except OSError as problem:
        raise local_file_error(problem, file, doing="write") from problem


def _write(contents: bytes, file: Path, *, overwrite: bool) -> None:
    from spectrumx.bulk.own_files import rename_to_free_name  # noqa: PLC0415  brings libcurl

    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with beside.open("xb") as opened:
            opened.write(contents)
        if overwrite:
            beside.replace(file)
        else:
            rename_to_free_name(str(beside), str(file))
    finally:
        with suppress(FileNotFoundError):
            beside.unlink()


def _taken(file: Path) -> LocalFileError:
    return LocalFileError(
        f"{file} is there already; give --overwrite to replace it, or another name with -o",
        path=str(file),
    )
