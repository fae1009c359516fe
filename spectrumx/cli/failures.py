"""Errors as people and scripts see them: one sentence on standard error, and an exit status."""

from __future__ import annotations

import os
import sys
import traceback
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TextIO

import click

from spectrumx.cli import wording
from spectrumx.cli.output import printable
from spectrumx.errors import (
    AuthError,
    ConfigError,
    InvalidRequestError,
    LocalFileMissingError,
    NetworkError,
    NotFoundError,
    RateLimitError,
    SDSError,
    SDSWarning,
    ServiceError,
)
from spectrumx.models.reports import TransferReport
from spectrumx.models.transfers import Action, Status

FAILED, USAGE, REFUSED, UNAVAILABLE, MISSING, INTERRUPTED, PIPE_CLOSED = 1, 2, 3, 4, 5, 130, 141
"""Exit statuses besides 0; `sds --help` explains them. 141 is what SIGPIPE would give."""

SHOWN_FAILURES = 20

_STATUSES: tuple[tuple[tuple[type[Exception], ...], int], ...] = (
    ((AuthError,), REFUSED),
    ((NotFoundError,), MISSING),
    ((NetworkError, ServiceError, RateLimitError), UNAVAILABLE),
    ((ConfigError, InvalidRequestError), USAGE),
)
_HINTS = {
    REFUSED: "sds config says which token is used, for which gateway, and where it is from",
    UNAVAILABLE: "sds config shows the gateway's address, and the proxy where there is one",
}
_GOES_ON = {
    Action.UPLOAD: (
        "the same command goes on; files that arrived whole stay, one that was cut is sent again"
    ),
    Action.DOWNLOAD: (
        "the same command goes on; files that arrived stay, a large one that was cut is continued"
    ),
}
"""What to do after an interrupt, by what was being done."""

_DEBUG = "spectrumx.debug"


class Failure(click.ClickException):
    """An error that has been understood: its sentence, hint and exit status."""

    def __init__(self, message: str, *, exit_code: int, hint: str = "") -> None:
        super().__init__(message)
        self.exit_code = exit_code  # type: ignore[misc]  # click reads it off the error
        self.hint = hint

    def show(self, file: TextIO | None = None) -> None:  # type: ignore[override]  # as click calls it
        """Write it to standard error."""
        click.echo(f"{wording.PROGRAM}: {printable(self.message)}", file=file, err=True)
        if self.hint:
            click.echo(f"hint: {self.hint}", file=file, err=True)


def exit_code(error: BaseException) -> int:
    """Choose the exit status for an error.

    Args:
        error: With a transfer's report on it, the report decides.
    """
    report = getattr(error, "report", None)
    if isinstance(report, TransferReport) and not report.ok:
        return exit_code_of(report)
    # What was named is not there; of the many files of a transfer, one merely failed.
    return MISSING if isinstance(error, LocalFileMissingError) else _status_of(error)


def exit_code_of(report: TransferReport) -> int:
    """Choose the exit status for a transfer; 0 when nothing failed."""
    unwanted = (*report.failed, *report.not_attempted)
    got_through = bool(report.transferred or report.linked) and not report.not_attempted
    return shared_exit_code([result.error for result in unwanted], got_through=got_through)


def shared_exit_code(errors: Iterable[Exception | None], *, got_through: bool) -> int:
    """Choose the exit status for several errors.

    Args:
        errors: Of everything that failed or was not attempted.
        got_through: Whether nothing stood in the way of the others.

    Returns:
        0 for no errors; the reason's own status when one reason kept everything, or all the rest,
        from being done; else 1.
    """
    codes = {_status_of(error) for error in errors}
    if not codes:
        return 0
    return codes.pop() if len(codes) == 1 and not got_through else FAILED


def failure_lines(report: TransferReport, *, most: int = SHOWN_FAILURES) -> Iterator[str]:
    """Write the first of a transfer's failures for people, and how many more there are.

    Args:
        report: The transfer's.
        most: Lines, besides those that count the rest.
    """
    failed = report.failed
    for result in islice(failed, most):
        yield f"{result.sds_path}: {wording.in_shell(str(result.error))}"
    if len(failed) > most:
        yield f"… and {len(failed) - most} more"
    if report.not_attempted:
        yield f"{len(report.not_attempted)} more were not attempted"


def show_tracebacks() -> None:
    """Show the traceback of an error of the present command, besides its sentence."""
    click.get_current_context().meta[_DEBUG] = True


@contextmanager
def told(ctx: click.Context) -> Iterator[None]:
    """Turn what goes wrong inside into a `Failure`, and warnings into lines.

    Args:
        ctx: Of the command, or of any above it.

    Raises:
        Failure: In place of every error but click's own.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("default", category=SDSWarning)
        warnings.showwarning = _show_warning
        try:
            yield
            # What is still in the buffer may meet a closed pipe too.
            sys.stdout.flush()
        except (click.ClickException, click.exceptions.Exit):
            raise
        except BrokenPipeError:
            _leave_quietly()
        except (KeyboardInterrupt, click.Abort) as interrupt:
            _trace(ctx, interrupt)
            raise _interrupted(interrupt) from None
        except Exception as error:  # noqa: BLE001  whatever it is, it ends in a sentence
            _trace(ctx, error)
            raise _failure(error) from None


def _status_of(error: BaseException | None) -> int:
    return next((code for kinds, code in _STATUSES if isinstance(error, kinds)), FAILED)


def _failure(error: Exception) -> Failure:
    code = exit_code(error)
    report = getattr(error, "report", None)
    if isinstance(report, TransferReport):
        for line in failure_lines(report):
            click.echo(printable(line), err=True)
    return Failure(_sentence(error), exit_code=code, hint=_HINTS.get(code, ""))


def _sentence(error: Exception) -> str:
    if isinstance(error, SDSError | ImportError | OSError | RuntimeError) and str(error):
        return wording.in_shell(str(error))
    kind = type(error).__name__
    return f"unexpected {kind}: {error}; the same with --debug shows where, please report it"


def _interrupted(interrupt: BaseException) -> Failure:
    report = getattr(interrupt, "report", None)
    said = f"interrupted: {_summary(report)}" if report is not None else "interrupted"
    hint = ""
    if isinstance(report, TransferReport) and report.not_attempted:
        # A report does not tell files that were on their way from those not begun.
        said = said.replace(Status.NOT_ATTEMPTED, "not finished")
        hint = _GOES_ON.get(report.not_attempted[0].action, "")
    return Failure(said, exit_code=INTERRUPTED, hint=hint)


def _summary(report: object) -> str:
    return repr(report).strip("<>").partition(": ")[2]


def _trace(ctx: click.Context, error: BaseException) -> None:
    if ctx.meta.get(_DEBUG) or os.environ.get("SPECTRUMX_DEBUG", "") not in {"", "0"}:
        traceback.print_exception(error)


def _leave_quietly() -> None:
    # Python flushes standard output once more as it ends; that must not meet the closed pipe.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise click.exceptions.Exit(PIPE_CLOSED)


def _show_warning(  # noqa: PLR0917  as Python calls it
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    del category, filename, lineno, line
    click.echo(f"warning: {printable(wording.in_shell(str(message)))}", file=file, err=True)
