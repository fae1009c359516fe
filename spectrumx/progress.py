"""What a transfer tells while it runs: typed events, and the bar as one consumer of them."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Never, Protocol, Self
from uuid import UUID

if TYPE_CHECKING:
    from tqdm import tqdm

log = logging.getLogger(__name__)

SECONDS_BETWEEN_LOG_LINES = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Planning:
    """So many files have been looked at so far; told ten times a second at most."""

    verb: str
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """One file is left as it is, for `reason`.

    Attributes:
        path: Its path in SDS.
        reason: Why.
        size: Bytes, where the plan had counted it among those to move: it then came earlier.
    """

    path: str
    reason: str
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """The plan stands: so many files will be moved.

    Attributes:
        verb: "upload" or "download".
        files: Files to move; those already in place are not counted.
        size: Bytes to move.
        skipped: Files that stay as they are or are left out.
    """

    verb: str
    files: int
    size: int
    skipped: int

    def without(self, skipped: Skipped) -> Planned:
        """What is left of it when a file that was to move is skipped after all."""
        return replace(
            self,
            files=self.files - 1,
            size=self.size - skipped.size,
            skipped=self.skipped + 1,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """The transfer of one file begins; not told of those that workers move.

    Attributes:
        path: Its path in SDS.
        size: Bytes.
    """

    path: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Advanced:
    """Bytes moved so far in the whole transfer; falls back when a file is sent again."""

    moved: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrying:
    """A file will be tried again in `delay` seconds because of `error`; not told of by workers."""

    path: str
    error: Exception
    delay: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One file arrived, and was checked.

    Attributes:
        path: Its path in SDS.
        size: Bytes.
        status: As its `FileResult` has it, and so are the others.
        action: What was decided.
        reason: Why.
        verified: Whether a checksum from the gateway confirmed the contents.
        uuid: Its identifier; None where the gateway told none.
    """

    path: str
    size: int
    status: str = ""
    action: str = ""
    reason: str = ""
    verified: bool = False
    uuid: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """One file could not be moved.

    Attributes:
        path: Its path in SDS.
        error: What was in the way.
        size: Bytes; 0 where the file could not be looked at.
        action: What was decided.
        reason: Why.
    """

    path: str
    error: Exception
    size: int = 0
    action: str = ""
    reason: str = ""


Event = Planning | Planned | Started | Advanced | Retrying | Done | Skipped | Failed
Consumer = Callable[[Event], None]


def fan_out(*consumers: Consumer | None) -> Consumer:
    """One consumer that hands every event to each of several."""
    present = [consumer for consumer in consumers if consumer is not None]

    def hand_on(event: Event) -> None:
        for consumer in present:
            consumer(event)

    return hand_on


class Display(Protocol):
    """A consumer of events that lives as long as the transfer."""

    def __call__(self, event: Event) -> None:
        """Take in one event."""

    def __enter__(self) -> Self:
        """Begin."""
        ...

    def __exit__(self, *_: object) -> None:
        """End, also after an error."""


class Quiet:
    """Shows nothing."""

    def __call__(self, event: Event) -> None:
        """Ignore the event."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to end."""


class Bar(Quiet):
    """A tqdm bar of bytes and files, on standard error or in the notebook."""

    def __init__(self) -> None:
        self._bar: tqdm[Never] | None = None
        self._plan: Planned | None = None
        self._done = self._failed = 0

    def __call__(self, event: Event) -> None:
        """Draw what the event changes."""
        match event:
            case Planning(verb=verb, files=files) if self._bar is None:
                self._bar = _new_bar(f"Planning {verb}", initial=files, unit=" files", leave=False)
            case Planned():
                self._close()
                self._plan = event
            case Planning(files=count) if self._bar is not None:
                self._bar.update(count - self._bar.n)
            case Started() if self._plan is not None:  # not in dry-run
                self._begin(self._plan)
            case Advanced(moved=moved) if self._plan is not None:
                bar = self._begin(self._plan)
                bar.update(moved - bar.n)
            case Skipped() if self._plan is not None:
                self._plan = self._plan.without(event)
                self._show_counts()
            case Done():
                self._done += 1
                self._show_counts()
            case Failed():
                self._failed += 1
                self._show_counts()
            case _:
                pass

    def __exit__(self, *_: object) -> None:
        self._close()

    def _begin(self, plan: Planned) -> tqdm[Never]:
        self._bar = self._bar or _new_bar(
            plan.verb.capitalize(), total=plan.size, unit="B", unit_scale=True, unit_divisor=1000
        )
        return self._bar

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None

    def _show_counts(self) -> None:
        if self._bar is not None and self._plan is not None:
            self._bar.total = self._plan.size
            failed = f", {self._failed} failed" if self._failed else ""
            counts = f"{self._done}/{self._plan.files} files{failed}"
            self._bar.set_postfix_str(counts, refresh=False)


def _new_bar(title: str, **options: str | int | bool) -> tqdm[Never]:
    # Imported when a bar is shown. A notebook without widgets gets the bar of a terminal at once:
    # `tqdm.auto` would warn first.
    has_widgets = _in_notebook() and find_spec("ipywidgets") is not None
    module = import_module("tqdm.auto" if has_widgets else "tqdm")
    bar: tqdm[Never] = module.tqdm(desc=title, **options)
    return bar


class LogLines(Quiet):
    """A log line now and then, where nobody watches a terminal."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last = clock()
        self._plan = Planned(verb="", files=0, size=0, skipped=0)
        self._done = 0

    def __call__(self, event: Event) -> None:
        """Count, and log when it is time."""
        match event:
            case Planned():
                self._plan = event
            case Skipped():
                self._plan = self._plan.without(event)
            case Done():
                self._done += 1
            case Advanced(moved=moved) if self._clock() - self._last > SECONDS_BETWEEN_LOG_LINES:
                self._last = self._clock()
                log.info(
                    "%s: %d of %d files, %d of %d bytes",
                    self._plan.verb,
                    self._done,
                    self._plan.files,
                    moved,
                    self._plan.size,
                )
            case _:
                pass


def display(*, verbose: bool) -> Display:
    """Choose how a transfer shows itself.

    Args:
        verbose: Whether anything is shown at all.

    Returns:
        A bar where there is a terminal or a notebook, log lines elsewhere, or nothing.
    """
    if not verbose:
        return Quiet()
    return Bar() if _somebody_watches() else LogLines()


def _somebody_watches() -> bool:
    return _in_notebook() or (sys.stderr is not None and sys.stderr.isatty())


def _in_notebook() -> bool:
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return hasattr(shell, "kernel")
