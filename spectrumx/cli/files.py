"""`ls` and `rm`: the files in SDS."""

# ruff: noqa: D301  \b is click's mark of lines to keep as they are

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

import click

from spectrumx import paths
from spectrumx.cli import failures, parameters, quantities
from spectrumx.cli.output import as_json, printable
from spectrumx.cli.shell import Shell, common_options
from spectrumx.client import Client
from spectrumx.errors import NotFoundError, SDSError
from spectrumx.models import File
from spectrumx.retry import concerns_everything

_EVERYTHING = (
    f"{paths.ROOT} is your root: that is everything you have, and --yes does not answer for it. "
    "Name the directories in it, or answer at a terminal."
)

_SHOWN_REASONS = 5


@dataclass(slots=True)
class Directory:
    """What lies below a directory, in all.

    Attributes:
        path: Its path, with a slash at its end.
        name: The last part of it, also with a slash.
        files: How many files.
        size: Bytes of all of them.
        created_at: When the newest of them came to be.
    """

    path: str
    name: str
    files: int = 0
    size: int = 0
    created_at: datetime | None = None

    def add(self, file: File) -> None:
        """Count one more file."""
        self.files += 1
        self.size += file.size
        known = [time for time in (self.created_at, file.created_at) if time]
        self.created_at = max(known, default=None)


@click.command()
@click.argument("path", default=paths.ROOT)
@click.option("-l", "is_long", is_flag=True, help="Print sizes and times too.")
@click.option("-R", "is_recursive", is_flag=True, help="Print every file below, by its path.")
@common_options
def ls(shell: Shell, *, path: str, is_long: bool, is_recursive: bool) -> None:
    """List a directory of SDS; your root by default.

    Directories come first, with a slash at the end. With -l each line has the size, the time
    this version came to be (UTC) and the name; of a directory, the size of all files below it
    and the time of the newest.

    \b
    sds ls /recordings
    sds ls -R -l /recordings/today
    """
    with shell.client() as sds:
        directory = normal_path(sds, path)
        files = sds.files.list(directory)
        below: Iterable[tuple[File | Directory, str]] = ((file, file.path) for file in files)
        entries = below if is_recursive else _directly_below(files, directory)
        is_empty = True
        for entry, name in entries:
            is_empty = False
            _print(shell, entry, name, is_long=is_long)
    if is_empty and directory != paths.ROOT:
        raise nothing_at(directory)


@click.command()
@click.argument("path_list", metavar="PATH...", nargs=-1, required=True)
@click.option("-r", "is_recursive", is_flag=True, help="Delete everything below directories.")
@parameters.yes
@common_options
def rm(shell: Shell, *, path_list: tuple[str, ...], is_recursive: bool, yes: bool) -> None:
    """Delete files in SDS.

    It says how many files there are and asks, unless there is --yes, which is refused for your
    root. Where a path has had several versions, the newest is deleted and the one before is there
    again. Where a file belongs to a capture or dataset, nothing is deleted at all; --dry-run --json
    says which files these are.

    \b
    sds rm /recordings/today/notes.txt
    sds rm -r --dry-run /recordings/today
    """
    with shell.client() as sds:
        places = [normal_path(sds, path) for path in path_list]
        is_everything = paths.ROOT in places
        if is_everything and not sds.dry_run and (yes or not sys.stdin.isatty()):
            raise click.UsageError(_EVERYTHING)
        found = {
            file.path: file for place in places for file in _chosen(sds, place, deep=is_recursive)
        }
        files = list(found.values())
        if held := [file for file in files if _reason_to_stay(file)]:
            _refuse(shell, files, held, is_plan=sds.dry_run)
        if sds.dry_run:
            for file in files:
                _tell_deletion(shell, file, is_deleted=False)
            shell.say(f"Would delete {_amount(files)}.")
        elif shell.confirm(_question(files, is_everything=is_everything), yes=yes):
            _delete(shell, sds, files)
        else:
            shell.say("Nothing was deleted.")
            raise click.exceptions.Exit(failures.FAILED)


def normal_path(sds: Client, path: str) -> str:
    """Bring an SDS path into its one form, asking whose it is only where that matters.

    Raises:
        InvalidRequestError: The path is blank or leaves the root.
    """
    email = sds.authenticate().email if paths.is_absolute_form(path) else ""
    return paths.normalise(path, owner_email=email)


def nothing_at(path: str) -> NotFoundError:
    """Make the error for a path where no file is, or below it."""
    return NotFoundError(f"there is nothing at {path}; sds ls lists what there is")


def _directly_below(
    files: Iterable[File], directory: str
) -> Iterator[tuple[File | Directory, str]]:
    directories: dict[str, Directory] = {}
    direct: dict[str, File] = {}
    for file in files:
        relative = paths.relative_to(file.path, directory)
        name, slash, _ = relative.partition("/")
        if slash:
            path = paths.join(directory, f"{name}/")
            directories.setdefault(name, Directory(path, f"{name}/")).add(file)
        else:
            direct[str(file.path) if file.path == directory else name] = file
    yield from ((each, each.name) for _, each in sorted(directories.items()))
    yield from ((file, name) for name, file in sorted(direct.items()))


def _print(shell: Shell, entry: File | Directory, name: str, *, is_long: bool) -> None:
    if shell.is_json:
        kind = "directory" if isinstance(entry, Directory) else "file"
        shell.value({"type": kind} | dict(as_json(entry)))  # type: ignore[call-overload]  # a model's
        return
    text = printable(name).replace("\n", "\\n")
    if is_long:
        size, time = quantities.size(entry.size), quantities.time(entry.created_at)
        text = f"{size:>7}  {time:20}  {text}" if sys.stdout.isatty() else f"{size}\t{time}\t{text}"
    click.echo(text)


def _chosen(sds: Client, place: str, *, deep: bool) -> list[File]:
    """The files that a path stands for: the one at it, or all below."""
    found = list(sds.files.list(place))
    exact = [file for file in found if file.path == place]
    if exact:
        return exact
    if not found:
        raise nothing_at(place)
    if not deep:
        raise click.UsageError(f"{place} is a directory; give -r to delete everything below it.")
    return found


def _reason_to_stay(file: File) -> str:
    """Why a file can't be deleted, as the listing has it; empty where it can."""
    if file.captures:
        uuid = file.captures[0]
        return f"belongs to capture {uuid}; delete that first: sds captures delete {uuid}"
    if file.datasets:
        return f"belongs to dataset {file.datasets[0]}; take it out of that first"
    return ""


def _refuse(shell: Shell, files: Sequence[File], held: Sequence[File], *, is_plan: bool) -> None:
    """Refuse to delete files of which some have to stay, and say which these are.

    Raises:
        failures.Failure: Always, before anything is deleted.
    """
    for file in files if is_plan else ():
        if shell.is_json or not _reason_to_stay(file):
            _tell_deletion(shell, file, is_deleted=False)
    if not (is_plan and shell.is_json):
        for line in _reasons(held):
            click.echo(printable(line), err=not is_plan)
    amount = f"{len(held):,} of {quantities.count(len(files), 'file')}"
    raise failures.Failure(
        f"{amount} can't be deleted, so nothing {'would be' if is_plan else 'was'} deleted; delete "
        "first what they belong to, or name only the others",
        exit_code=failures.FAILED,
    )


def _reasons(held: Sequence[File]) -> Iterator[str]:
    """Write why files have to stay: a line for each of the first reasons, with a file it is of."""
    counts = Counter(map(_reason_to_stay, held))
    first = {_reason_to_stay(file): file for file in reversed(held)}
    for reason, count in islice(counts.items(), _SHOWN_REASONS):
        others = f" and {count - 1:,} more" if count > 1 else ""
        yield f"{first[reason].path}{others}: {reason}"
    if rest := sum(islice(counts.values(), _SHOWN_REASONS, None)):
        yield f"… and {rest:,} more"


def _delete(shell: Shell, sds: Client, files: Sequence[File]) -> None:
    """Delete one by one: an error about one file does not stop the others."""
    refused: list[SDSError] = []
    for file in files:
        try:
            sds.files.delete(file)
        except SDSError as error:
            if concerns_everything(error):
                raise
            refused.append(error)
            if len(refused) <= failures.SHOWN_FAILURES:
                click.echo(printable(f"{file.path}: {error}"), err=True)
        else:
            _tell_deletion(shell, file, is_deleted=True)
    shell.say(f"{quantities.count(len(files) - len(refused), 'file')} deleted.")
    if len(refused) > failures.SHOWN_FAILURES:
        click.echo(f"… and {len(refused) - failures.SHOWN_FAILURES} more", err=True)
    if refused:
        codes = {failures.exit_code(error) for error in refused}
        is_one_reason = len(codes) == 1 and len(refused) == len(files)
        raise click.exceptions.Exit(codes.pop() if is_one_reason else failures.FAILED)


def _tell_deletion(shell: Shell, file: File, *, is_deleted: bool) -> None:
    reason = _reason_to_stay(file)
    kept = {"reason": reason} if reason else {}
    about = {"path": file.path, "size": file.size, "uuid": file.uuid, "deleted": is_deleted}
    shell.value(about | kept)
    if not is_deleted and not shell.is_json:
        click.echo(printable(str(file.path)))


def _question(files: Sequence[File], *, is_everything: bool) -> str:
    amount = _amount(files)
    return f"Delete everything you have, {amount}?" if is_everything else f"Delete {amount}?"


def _amount(files: Sequence[File]) -> str:
    size = quantities.size(sum(file.size for file in files))
    return f"{files[0].path if len(files) == 1 else quantities.count(len(files), 'file')} ({size})"
