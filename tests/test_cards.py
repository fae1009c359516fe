"""What notebooks show of values: cards that hold any text, and only their own tags."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from html.parser import HTMLParser
from itertools import count
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from spectrumx import Client, NetworkError, SDSError, TransferReport, cards
from spectrumx.config import load
from spectrumx.errors import LocalFileError
from spectrumx.listings import Listing
from spectrumx.models import Author, Capture, CaptureType, Channel, Dataset, File, User
from spectrumx.models.comparisons import Compared, Comparison, State
from spectrumx.models.ledger import Ledger
from spectrumx.models.transfers import Action, Reason, Step
from spectrumx.push.report import Item, Kind, Outcome, PushReport

TAGS = {"div", "p", "strong", "table", "thead", "tbody", "tr", "th", "td"}
UUID_1 = UUID(int=1)
MARCH = datetime(2024, 3, 1, 12, tzinfo=UTC)


MARKUP = st.sampled_from("<>&;#!/='\"-ab \n")
ANYTHING = st.characters(exclude_categories=["Cs"], exclude_characters="~\0")
"""Not what a folder can't be named; what is no Unicode has a test of its own."""


class Shown(Protocol):
    """A value that notebooks show as a card."""

    def _repr_html_(self) -> str: ...


class Reader(HTMLParser):
    """Reads a card as a browser does: its text, and the tags it is made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag opens."""
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.open.append(tag)
        self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        """A tag closes, which must be the last that opened."""
        assert self.open.pop() == tag
        self.texts.append("")

    def handle_data(self, data: str) -> None:
        """Text, in one piece or several."""
        self.texts[-1] += data


def read(value: Shown) -> list[str]:
    """The texts of a value's card, cell by cell; fails if it is more than tables of text."""
    reader = Reader(value._repr_html_())
    assert reader.tags <= TAGS
    assert reader.attributes <= {"scope", "style"}
    assert reader.open == []
    return [text for text in reader.texts if text]


def report_of(*steps: Step, dry_run: bool = False) -> TransferReport:
    """A report of files that stand as they were planned."""
    ledger = Ledger()
    for step in steps:
        ledger.plan(step)
    return TransferReport(ledger, elapsed=1.25, dry_run=dry_run)


def step(action: Action, reason: str, path: str = "/r/a", *, error: str = "") -> Step:
    """One file of a plan, of 2 kB."""
    problem = LocalFileError(error) if error else None
    return Step(action, reason, path, "local", 2000, error=problem)


def capture_of(*channels: Channel, text: str = "westford") -> Capture:
    """A Digital RF capture, whose every text is as given."""
    return Capture(
        channels=channels,
        name=text,
        capture_type=CaptureType.DigitalRF,
        top_level_dir=text,
        owner=User(email=text),
        files=[(file_of(text),)],
    )


def channel_of(name: str = "ch0", number: int = 1) -> Channel:
    """A channel at 2.412345678 GHz, of one minute."""
    return Channel(
        name=name,
        uuid=UUID(int=number),
        center_freq=2_412_345_678.0,
        sample_rate=1e6,
        start_time=MARCH,
        end_time=MARCH.replace(minute=1),
    )


def file_of(text: str) -> File:
    """A file whose every text is as given."""
    return File(
        uuid=UUID_1,
        name=text,
        directory="/r",
        size=2_000_000,
        sum_blake3=text,
        media_type=text,
        owner=User(email=text),
        local_path=Path("local") / "x",
    )


def dataset_of(text: str) -> Dataset:
    """A dataset whose every text is as given."""
    return Dataset(
        uuid=UUID_1,
        name=text,
        description=text,
        authors=(Author(name=text),),
        institutions=(text,),
        keywords=(text,),
        license=text,
        doi=text,
        status=text,
        version=2,
        owner=User(email=text),
    )


def comparison_of(*compared: Compared) -> Comparison:
    """A comparison of these."""
    comparison = Comparison()
    for each in compared:
        comparison.add(each)
    return comparison


def push_of(*items: Item, dry_run: bool = False) -> PushReport:
    """A push of these."""
    return PushReport(items=items, elapsed=2.0, dry_run=dry_run)


def item_of(text: str) -> Item:
    """A file that was refused."""
    error = SDSError(text)
    return Item(kind=Kind.FILE, name=text, outcome=Outcome.FAILED, note=text, error=error)


EVERY_CARD: Mapping[str, Callable[[str], Shown]] = {
    "user": lambda text: User(email=text, name=text),
    "file": file_of,
    "capture": lambda text: capture_of(channel_of(text), channel_of(text, 2), text=text),
    "dataset": dataset_of,
    "report": lambda text: report_of(step(Action.FAIL, text, text, error=text)),
    "plan": lambda text: report_of(step(Action.UPLOAD, text, text), dry_run=True),
    "comparison": lambda text: comparison_of(
        Compared(State.UNKNOWN, text, error=SDSError(text)), Compared(State.ONLY_HERE, text)
    ),
    "push": lambda text: push_of(item_of(text)),
    "listing of files": lambda text: Listing(lambda: iter([file_of(text)]), of=text),
    "listing of captures": lambda text: Listing(
        lambda: iter([capture_of(channel_of(), text=text)]), of=text
    ),
    "listing of datasets": lambda text: Listing(lambda: iter([dataset_of(text)]), of=text),
    "listing of anything": lambda text: Listing(lambda: iter([text]), of="texts"),
    "listing that fails": lambda text: Listing(lambda: failing(text), of="files"),
    "configuration": lambda text: load(env_config={"SDS_CACHE_DIR": f"x{text}"}, env_file=None),
}


SHOWN_AS: Mapping[str, Callable[[str], str]] = {
    "listing of anything": repr,
    "configuration": lambda text: str(Path(f"x{text}")),
}
"""How a text is shown where it is not shown as it is."""


def failing(text: str) -> Iterator[File]:
    """A listing that can't be had."""
    yield from ()
    raise NetworkError(text)


@pytest.mark.parametrize("kind", EVERY_CARD)
@given(text=st.text(MARKUP | ANYTHING, min_size=1))
@example(text="<b onclick='x()'>&amp;</td>")
def test_any_text_stays_text(kind: str, text: str) -> None:
    """Whatever comes from a server or a path is read as text, whole, and adds no tag."""
    texts = read(EVERY_CARD[kind](text))

    shown = SHOWN_AS.get(kind, str)(text)
    assert any(shown in each for each in texts)


@pytest.mark.parametrize("kind", EVERY_CARD)
def test_nothing_is_active_or_coloured(kind: str) -> None:
    """A card has no colour of its own, so that it suits any theme, and loads nothing."""
    html = EVERY_CARD[kind]("plain")._repr_html_()

    assert not [
        word for word in ("color", "background", "url(", "src=", "href=", "<script") if word in html
    ]


def test_a_name_that_is_no_unicode_can_be_sent() -> None:
    """A file name with undecodable bytes shows them as escapes, and the card can be encoded."""
    card = file_of("caf\udce9")._repr_html_()

    assert r"caf\udce9" in card.encode().decode()


def test_a_report_tells_counts_and_what_went_wrong() -> None:
    """The card has the number of files by how they ended, and each failure with its error."""
    steps = [step(Action.SKIP, Reason.SAME)] * 2
    report = report_of(*steps, step(Action.FAIL, Reason.BLOCKED, "/r/b", error="no access"))

    texts = read(report)

    assert texts[:2] == ["Transfer, not complete", "3 files looked at, 0 B moved in 1.2 s."]
    assert texts[2:6] == ["skipped", "2", "failed", "1"]
    assert texts[-4:] == ["failed", "/r/b", "2 kB", "no access"]


def test_a_conflict_is_shown_with_its_reason() -> None:
    """A file left alone because it differs is in the table; one that is the same is not."""
    texts = read(
        report_of(step(Action.SKIP, Reason.SAME), step(Action.SKIP, Reason.DIFFERS, "/r/b"))
    )

    assert texts[0] == "Transfer, complete"
    assert texts[-4:] == ["skipped", "/r/b", "2 kB", Reason.DIFFERS]
    assert "/r/a" not in texts


def test_a_plan_says_that_nothing_was_changed() -> None:
    """In dry-run the card says so, and lists what would be moved."""
    texts = read(report_of(step(Action.UPLOAD, Reason.NEW), dry_run=True))

    assert texts[:2] == [
        "Plan of a transfer",
        "Dry run: nothing was changed. 2 kB would be moved.",
    ]
    assert texts[-4:] == ["planned", "/r/a", "2 kB", "new"]


def test_a_long_report_is_cut_and_says_so() -> None:
    """Twenty rows at most are shown, and how many more there are."""
    paths = [f"/r/{number}" for number in range(cards.MOST_ROWS + 3)]
    plan = report_of(*(step(Action.UPLOAD, Reason.NEW, path) for path in paths), dry_run=True)

    texts = read(plan)

    assert [text for text in texts if text.startswith("/r/")] == paths[: cards.MOST_ROWS]
    assert texts[-1] == "… and 3 more"


def test_a_comparison_lists_what_is_not_the_same() -> None:
    """The card counts all paths, and names those whose sides differ."""
    texts = read(
        comparison_of(Compared(State.SAME, "a"), Compared(State.DIFFERS, "b"), *_lacking(25))
    )

    assert texts[:5] == ["Comparison: not all the same", "same", "1", "differs", "1"]
    assert "b" in texts
    assert "a" not in texts
    assert texts[-1] == "… and 6 more"


def _lacking(number: int) -> list[Compared]:
    return [Compared(State.ONLY_HERE, f"c{each}") for each in range(number)]


def test_a_comparison_of_equals_has_no_list() -> None:
    """Where all is the same, the card says just that."""
    texts = read(comparison_of(Compared(State.SAME, "a")))

    assert texts == ["Comparison: all the same", "same", "1"]


def test_a_capture_tells_what_was_recorded() -> None:
    """The card has frequency to the hertz, rate, span of time and files, by attribute."""
    texts = read(capture_of(channel_of()))
    known = dict(zip(texts[1::2], texts[2::2], strict=True))

    assert texts[0] == "Capture westford"
    assert known["center_freq"] == "2.412345678 GHz"
    assert known["sample_rate"] == "1 MHz"
    assert (known["start_time"], known["duration"]) == ("2024-03-01T12:00:00Z", "0:01:00")
    assert known["files"] == "1, 2 MB"
    assert "bandwidth" not in known


def test_a_capture_of_many_channels_lists_them() -> None:
    """Several channels are a table of their own, cut when it is long."""
    channels = [channel_of(f"ch{number:02}", number) for number in range(23)]

    texts = read(capture_of(*channels))

    assert texts[-1] == "… and 3 more"
    assert str(UUID(int=19)) in texts
    assert str(UUID(int=20)) not in texts


def test_a_listing_fetches_no_more_than_it_shows() -> None:
    """Of an endless listing the first ten items are shown, and that there are more."""
    given_out = count()
    endless = Listing(lambda: (file_of(f"f{next(given_out)}") for _ in iter(int, 1)), of="files")

    texts = read(endless)

    assert "/r/f9" in texts
    assert "/r/f10" not in texts
    assert texts[-1] == "… and more"
    assert next(given_out) == 11


def test_an_empty_listing_says_so() -> None:
    """A listing of nothing is no empty table."""
    assert read(Listing(lambda: iter(()), of="files")) == ["Listing of files", "nothing"]


def test_a_listing_of_the_gateway_is_a_table(sds: Client, recording: Path) -> None:
    """What is there comes with path and size, and looking leaves the listing's place alone."""
    sds.upload(recording, sds_path="r")
    listing = sds.files.list("r")
    first = next(listing)

    texts = read(listing)

    assert texts[1:5] == ["path", "size", "created_at", "uuid"]
    assert {"/r/notes.txt", "12 B", first.path} <= set(texts)
    assert len([first, *listing]) == 4


def test_the_token_is_hidden() -> None:
    """A configuration's card shows every setting and its origin, but no token."""
    config = load(env_config={"SDS_SECRET_TOKEN": "top.secret"}, env_file=None)

    texts = read(config)

    assert "secret" not in "".join(texts).replace("SDS_SECRET_TOKEN", "")
    place = texts.index("SDS_SECRET_TOKEN")
    assert texts[place : place + 3] == ["SDS_SECRET_TOKEN", "<hidden>", "env_config"]


def test_a_push_tells_what_was_left() -> None:
    """The card counts by kind, and lists what did not arrive with the reason."""
    arrived: dict[str, Any] = {"kind": Kind.FILE, "outcome": Outcome.DONE, "size": 3000}
    texts = read(push_of(Item(name="/a", **arrived), item_of("refused")))

    assert texts[:2] == ["Push, not complete", "3 kB sent, 2.0 s"]
    assert texts[2:4] == ["files", "1 carried over, 1 failed"]
    assert texts[-4:] == ["failed", "file", "refused", "refused; refused"]
    assert "/a" not in texts


def test_a_push_in_dry_run_says_that_nothing_was_changed() -> None:
    """The card of what would be pushed can't be taken for a push."""
    assert "Dry run: nothing was changed. 0 B would be sent, 2.0 s" in read(push_of(dry_run=True))
