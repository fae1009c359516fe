"""What a transfer tells while it runs, and how it is shown."""

from __future__ import annotations

import contextlib
import io
import logging
import re
from collections.abc import Iterable
from dataclasses import fields

import pytest

from spectrumx.progress import (
    SECONDS_BETWEEN_LOG_LINES,
    Advanced,
    Bar,
    Display,
    Done,
    Event,
    Failed,
    LogLines,
    Planned,
    Planning,
    Retrying,
    Skipped,
    Started,
    display,
)

MIB = 1 << 20
TRANSFER: list[Event] = [
    Skipped(path="/s", reason="same"),
    Planned(verb="upload", files=3, size=2 * MIB, skipped=1),
    Started(path="/a", size=MIB),
    Advanced(moved=MIB),
    Done(path="/a", size=MIB),
    Started(path="/b", size=MIB),
    Advanced(moved=2 * MIB),
    Retrying(path="/b", error=OSError(), delay=0.5),
    Advanced(moved=MIB),
    Failed(path="/b", error=OSError()),
]


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        """The time."""
        return self.now


def show(shown: Display, events: Iterable[Event]) -> None:
    """Let a display live through a transfer."""
    with shown:
        for event in events:
            shown(event)


def test_a_bar_counts_bytes_and_files(capsys: pytest.CaptureFixture[str]) -> None:
    """The bar ends with the bytes that count, those of a failed attempt taken back."""
    show(Bar(), TRANSFER)

    captured = capsys.readouterr()
    last = captured.err.rsplit("\r", 1)[-1]
    assert captured.out == ""
    assert last.startswith("Upload:  50%")
    assert re.search(r"1\.05M/2\.10M.*1/3 files, 1 failed", last)


def test_what_is_skipped_after_all_counts_no_more(capsys: pytest.CaptureFixture[str]) -> None:
    """What the plan counted and was there already is taken out of the bar's total."""
    skipped = Skipped(path="/b", reason="same", size=MIB)

    show(Bar(), [*TRANSFER[:5], skipped])

    last = capsys.readouterr().err.rsplit("\r", 1)[-1]
    assert last.startswith("Upload: 100%")
    assert re.search(r"1\.05M/1\.05M.*1/2 files", last)


def test_a_bar_that_never_began_shows_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """A transfer that fails while it is planned leaves no bar behind."""
    show(Bar(), [Failed(path="/a", error=OSError()), Advanced(moved=1)])

    assert capsys.readouterr().err == ""


def test_a_plan_alone_shows_no_bar(capsys: pytest.CaptureFixture[str]) -> None:
    """In dry-run, where no file begins, no bar stands still at nothing."""
    show(Bar(), TRANSFER[:2])

    assert capsys.readouterr().err == ""


def test_a_long_plan_is_shown_while_it_is_made(capsys: pytest.CaptureFixture[str]) -> None:
    """The files looked at are counted, and the count gives way to the transfer's bar."""
    looking: list[Event] = [Planning(verb="upload", files=count) for count in (1200, 2400)]

    show(Bar(), [*looking, *TRANSFER])

    planning, _, moving = capsys.readouterr().err.partition("Upload:")
    assert "Planning upload: 1200 files" in planning
    assert "1/3 files" in moving


def test_log_lines_come_now_and_then(caplog: pytest.LogCaptureFixture) -> None:
    """Where nobody watches, one line tells of the progress once the interval is over."""
    caplog.set_level(logging.INFO, logger="spectrumx")
    clock = Clock()
    lines = LogLines(clock=clock)

    show(lines, TRANSFER[:5])
    assert caplog.messages == []
    clock.now += SECONDS_BETWEEN_LOG_LINES + 1
    show(lines, TRANSFER[5:9])

    assert caplog.messages == [f"upload: 1 of 3 files, {2 * MIB} of {2 * MIB} bytes"]


def test_quiet_is_quiet(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """What is not verbose shows nothing and logs nothing."""
    caplog.set_level(logging.DEBUG)

    show(display(verbose=False), TRANSFER)

    assert capsys.readouterr() == ("", "")
    assert caplog.messages == []


class Terminal(io.StringIO):
    """A stream that somebody watches."""

    def isatty(self) -> bool:
        """It is a terminal."""
        return True


@pytest.mark.parametrize(("stream", "kind"), [(io.StringIO, LogLines), (Terminal, Bar)])
def test_a_bar_needs_somebody_who_watches(stream: type[io.StringIO], kind: type[Display]) -> None:
    """Verbose means a bar on a terminal, and log lines elsewhere."""
    with contextlib.redirect_stderr(stream()):
        assert type(display(verbose=True)) is kind


@pytest.mark.parametrize("event", TRANSFER, ids=lambda event: type(event).__name__)
def test_events_are_values(event: Event) -> None:
    """An event can't be changed and shows what it says."""
    first = fields(event)[0].name
    with pytest.raises(AttributeError):
        setattr(event, first, None)

    assert type(event).__name__ in repr(event)
