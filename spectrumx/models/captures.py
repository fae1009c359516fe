"""Captures: recordings in a known format, of one channel or several."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

import attrs
from spectrumx_api import models as generated

from spectrumx import cards, paths
from spectrumx.deprecation import former_place
from spectrumx.errors import InvalidRequestError
from spectrumx.models import display, former_names, wire
from spectrumx.models.files import File
from spectrumx.models.formats import CaptureType, Properties, properties_of
from spectrumx.models.users import User

if TYPE_CHECKING:  # transfers are loaded with the first client
    from concurrent.futures import Executor

    from spectrumx.models.reports import TransferReport
    from spectrumx.progress import Consumer
    from spectrumx.rf.recording import Recording

log = logging.getLogger(__name__)

_TO_THE_HERTZ = 12
"""Digits that tell frequencies apart."""


class CaptureSource(Protocol):
    """What a capture asks of the client it came from."""

    def files_of(self, capture: Capture) -> tuple[File, ...]:
        """Ask the gateway for a capture's files."""
        ...

    def download(
        self,
        capture: Capture,
        *,
        to: Path | str,
        overwrite: bool,
        verbose: bool | None,
        channel: str | Iterable[str] | None,
        start: datetime | str | None,
        end: datetime | str | None,
        raise_on_error: bool,
        on_event: Consumer | None,
        executor: Executor | None,
    ) -> TransferReport:
        """Fetch a capture's files."""
        ...

    def open(
        self,
        capture: Capture,
        *,
        channel: str | None,
        start: datetime | str | None,
        end: datetime | str | None,
        whole_files: bool,
    ) -> Recording:
        """Open a capture, fetching what is read of it."""
        ...

    def thumbnail(self, capture: Capture, *, channel: str | None) -> bytes:
        """Draw a small spectrogram, fetching what it takes."""
        ...

    def known_thumbnail(self, capture: Capture) -> bytes | None:
        """Give a thumbnail that was drawn before."""
        ...


@attrs.frozen(kw_only=True, repr=False)
class Channel(Properties):
    """One channel of a capture; a capture whose format has no channels has one without a name.

    Attributes:
        name: Name of the channel's directory; empty where the format has none.
        uuid: Identifier of the part of the capture that holds this channel.
        props: Raw properties as the gateway read them from the files (docs/gateway.md,
            "Captures: create").
    """

    name: str = ""
    uuid: UUID
    props: Mapping[str, object] = attrs.field(factory=dict, eq=False)

    @classmethod
    def read(
        cls, name: str, uuid: UUID, *, capture_type: str, props: Mapping[str, object]
    ) -> Channel:
        """Make a channel of its raw properties."""
        uniform = attrs.asdict(properties_of(capture_type, props))
        return cls(name=name, uuid=uuid, props=props, **uniform)

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        shown = filter(None, [display.quantity(self.center_freq, "Hz"), f"uuid={self.uuid}"])
        return f"<Channel {self.name!r}, {', '.join(shown)}>"


@former_names.CAPTURE
@attrs.frozen(kw_only=True, eq=False, repr=False)
class Capture:
    """A recording in SDS, as a value: equal and hashed by the set of its channels.

    A Digital RF recording of several channels is one capture, however it was come by. Its uniform
    attributes are those of its channels: times span all of them, everything else is the first
    channel's that says it.

    Attributes:
        channels: Its channels by name, at least one; of RadioHound and SigMF, one without a name.
        name: Name for people; of several channels the directory's, for the gateway tells none.
        capture_type: A `CaptureType`, or the gateway's word for one this SDK does not know.
        top_level_dir: Directory its files are in or below, relative to the owner's root.
        index_name: The gateway's search index that holds it.
        origin: Who made it, such as `user`.
        scan_group: RadioHound scan group; None when it has none.
        owner: Whose it is; None when not known.
        created_at: Aware, None when not known.
        updated_at: Aware, None when not known.
        is_public: Whether everybody may see it.
        is_shared: Whether it is shared with anybody.
        permission_level: What you may do with it, such as `owner` or `viewer`; may be empty.
        datasets: Identifiers of the datasets it is in, as far as the gateway says.
        extra: Fields of the answer that this version of the SDK does not know.
    """

    channels: tuple[Channel, ...]
    name: str = ""
    capture_type: CaptureType | str = ""
    top_level_dir: str = attrs.field(default="/", converter=former_names.path_text)
    index_name: str = ""
    origin: str = ""
    scan_group: UUID | None = None
    owner: User | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    is_public: bool = False
    is_shared: bool = False
    permission_level: str = ""
    datasets: tuple[UUID, ...] = ()
    extra: Mapping[str, object] = attrs.field(factory=dict)
    # At most one tuple: the files, once they are known.
    _files: list[tuple[File, ...]] = attrs.field(factory=list, alias="files")
    _source: CaptureSource | None = attrs.field(default=None, alias="source")

    @classmethod
    def from_wire(
        cls, answer: generated.CaptureAsset, *, zone: tzinfo, source: CaptureSource | None = None
    ) -> Capture | None:
        """Read a capture from any answer that describes one (docs/gateway.md, "Captures: list").

        Args:
            answer: A generated model, single or composite.
            zone: Time zone of times that name none.
            source: What it asks for its files.

        Returns:
            The capture; None when the answer identifies none.
        """
        channels = _channels(answer)
        if not channels:
            return None
        owner = User.from_wire(answer.owner)
        email = owner.email if owner else ""
        directory = paths.from_owner(wire.text(answer.top_level_dir), email)
        files = _files(answer, owner)
        return cls(
            channels=channels,
            name=wire.text(answer.name) or paths.name_of(directory),
            capture_type=_type_of(answer),
            top_level_dir=directory,
            index_name=wire.text(answer.index_name),
            origin=wire.text(answer.origin),
            scan_group=wire.identifier(answer.scan_group),
            owner=owner,
            created_at=wire.moment(answer.created_at, zone=zone),
            updated_at=wire.moment(answer.updated_at, zone=zone),
            is_public=answer.is_public is True,
            is_shared=answer.is_shared is True,
            permission_level=wire.text(answer.permission_level),
            datasets=wire.identifiers(answer.datasets),
            extra=answer.additional_properties,
            files=[] if files is None else [files],
            source=source,
        )

    @property
    def uuid(self) -> UUID:
        """Its identifier; of several channels, the first one's by name."""
        return self.channels[0].uuid

    @property
    def id(self) -> UUID:
        """The same as `uuid`."""
        return self.uuid

    @property
    def is_multi_channel(self) -> bool:
        """Whether it has more than one channel."""
        return len(self.channels) > 1

    @property
    def center_freq(self) -> float | None:
        """Centre frequency in Hz; None when the recording does not say."""
        return self._first(lambda channel: channel.center_freq)

    @property
    def sample_rate(self) -> float | None:
        """Samples per second, in Hz; None when the recording does not say."""
        return self._first(lambda channel: channel.sample_rate)

    @property
    def bandwidth(self) -> float | None:
        """Bandwidth in Hz as the recording's metadata state it; None when they do not."""
        return self._first(lambda channel: channel.bandwidth)

    @property
    def gain(self) -> float | None:
        """Receiver gain in dB; None when the recording does not say."""
        return self._first(lambda channel: channel.gain)

    @property
    def start_time(self) -> datetime | None:
        """Time of the first sample, aware; of Digital RF to the second. None when not known."""
        return min(filter(None, (each.start_time for each in self.channels)), default=None)

    @property
    def end_time(self) -> datetime | None:
        """Time after the last sample, aware; of Digital RF the next whole second.

        Of RadioHound scans, like `start_time`, that of the one scan that the gateway shows.
        """
        return max(filter(None, (each.end_time for each in self.channels)), default=None)

    @property
    def duration(self) -> timedelta | None:
        """From `start_time` to `end_time`; None when one of them is not known."""
        start, end = self.start_time, self.end_time
        return None if start is None or end is None else end - start

    @property
    def position(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees; None when the recording does not say."""
        places = ((each.latitude, each.longitude) for each in self.channels)
        return next(
            ((lat, lon) for lat, lon in places if lat is not None and lon is not None), None
        )

    @property
    def props(self) -> Mapping[str, object]:
        """Raw properties; of several channels, the first one's (`channels` has them all)."""
        return self.channels[0].props

    @property
    def known_files(self) -> tuple[File, ...] | None:
        """Its files where they are known already, None where `files` would ask for them."""
        return self._files[0] if self._files else None

    @property
    def files(self) -> tuple[File, ...]:
        """Its files, without checksums; asked of the gateway at the first use where need be.

        Raises:
            InvalidRequestError: They are not known, and no client is there to ask.
            SDSError: They can't be had.
        """
        if not self._files:
            log.info("asking the gateway for the files of %r", self)
            self._files.append(self._bound().files_of(self))
        return self._files[0]

    def download(
        self,
        to: Path | str,
        *,
        overwrite: bool = False,
        verbose: bool | None = None,
        channel: str | Iterable[str] | None = None,
        start: datetime | str | None = None,
        end: datetime | str | None = None,
        raise_on_error: bool = True,
        on_event: Consumer | None = None,
        executor: Executor | None = None,
    ) -> TransferReport:
        """Download its files into `to/<top_level_dir>/…`, somebody else's into `to/<e-mail>/…`.

        With `start` or `end`, of Digital RF only the data files that overlap that time by their
        names, and what is needed to read them.

        Args:
            to: Local folder, made when it is needed.
            overwrite: Replace local files whose contents differ.
            verbose: Show a bar; the client's own setting by default.
            channel: Only these channels, by name.
            start: A time, or text that names one; without an offset it is UTC.
            end: As `start`; the part ends before it.
            raise_on_error: Raise the first failure when all is done; else only report.
            on_event: Called with every event of `spectrumx.progress`.
            executor: Has workers that download, as in `Client.download`.

        Returns:
            A result for every file; in dry-run, the plan.

        Raises:
            InvalidRequestError: There is no such channel, a time is none, the range is reversed,
                or the capture is bound to no client.
            LocalFileError: `to` is a file, or lies inside one.
            SDSError: The first failure, with the whole report as its `report`.
        """
        return self._bound().download(
            self,
            to=to,
            overwrite=overwrite,
            verbose=verbose,
            channel=channel,
            start=start,
            end=end,
            raise_on_error=raise_on_error,
            on_event=on_event,
            executor=executor,
        )

    def open(
        self,
        *,
        channel: str | None = None,
        start: datetime | str | None = None,
        end: datetime | str | None = None,
        whole_files: bool = False,
    ) -> Recording:
        """Open it for reading; what is read is fetched, and kept in the cache for the next time.

        Of Digital RF, opening fetches what tells its bounds, and a read the data files it needs,
        each checked. Where less than half of a file is needed and the gateway serves parts of
        files, only that part is fetched; it is not kept, and a part can't be checked. RadioHound
        and SigMF are fetched whole.

        Args:
            channel: Name of one; needed where there are several.
            start: A time, or text that names one; without an offset it is UTC. The recording then
                begins with the first sample that is not before it. Of Digital RF only.
            end: As `start`; the recording ends before it.
            whole_files: Fetch and check whole files, whatever part of them is needed.

        Returns:
            The recording: read from it, and close it.

        Raises:
            InvalidRequestError: There is no such channel, or several; a time is none, the range is
                reversed, or the capture is bound to no client.
            DryRunError: Dry-run is on, and files would have to be fetched.
            MissingExtraError: The extra `rf` is not installed.
            SDSError: What is needed can't be had.
        """
        return self._bound().open(
            self, channel=channel, start=start, end=end, whole_files=whole_files
        )

    def thumbnail(self, *, channel: str | None = None) -> bytes:
        """Draw a small spectrogram of it, of few samples spread over its time.

        Of Digital RF with many files it is read at 16 places at most, at fewer where its files are
        long. It is kept in the cache, where the capture's card in a notebook finds it.

        Args:
            channel: Name of one; the first by default.

        Returns:
            A PNG.

        Raises:
            InvalidRequestError: There is no such channel, or the capture is bound to no client.
            DryRunError: Dry-run is on, and files would have to be fetched.
            MissingExtraError: The extras `rf` and `plot` are not both installed.
            SDSError: What is needed can't be had.
        """
        return self._bound().thumbnail(self, channel=channel)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Capture):
            return NotImplemented
        return self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())

    def __copy__(self) -> Capture:
        return self

    def __deepcopy__(self, memo: object) -> Capture:
        return self

    def __reduce__(self) -> tuple[Callable[..., Capture], tuple[dict[str, object]]]:
        return _unbound, (wire.state_without(self, "_source"),)

    def __repr__(self) -> str:
        facts = [
            display.quantity(self.center_freq, "Hz"),
            display.moment(self.start_time),
            f"uuid={self.uuid}",
        ]
        names = "+".join(each.name for each in self.channels if each.name)
        where = f"{self.top_level_dir!r}{f' {names}' if names else ''}"
        return f"<Capture {self.capture_type} {where}, {', '.join(filter(None, facts))}>"

    def _repr_html_(self) -> str:
        facts = [
            ("capture_type", self.capture_type),
            ("center_freq", display.quantity(self.center_freq, "Hz", digits=_TO_THE_HERTZ)),
            ("sample_rate", display.quantity(self.sample_rate, "Hz", digits=_TO_THE_HERTZ)),
            ("bandwidth", display.quantity(self.bandwidth, "Hz", digits=_TO_THE_HERTZ)),
            ("start_time", display.moment(self.start_time)),
            ("end_time", display.moment(self.end_time)),
            ("duration", self.duration),
            ("channels", ", ".join(each.name for each in self.channels[: cards.MOST_ROWS])),
            ("files", _summary(self.known_files)),
            ("top_level_dir", self.top_level_dir),
            ("owner", self.owner and self.owner.email),
            ("uuid", self.uuid),
        ]
        shown = self.channels[: cards.MOST_ROWS] if self.is_multi_channel else ()
        return cards.card(
            f"Capture {self.name}",
            cards.picture(None if self._source is None else self._source.known_thumbnail(self)),
            cards.facts(facts),
            cards.table(
                ["channel", "center_freq", "sample_rate", "start_time", "uuid"],
                [_cells(channel) for channel in shown],
                more=len(self.channels) - len(shown),
            ),
        )

    def _identity(self) -> frozenset[UUID]:
        return frozenset(channel.uuid for channel in self.channels)

    def _first(self, read: Callable[[Channel], float | None]) -> float | None:
        found = (read(channel) for channel in self.channels)
        return next((value for value in found if value is not None), None)

    def _bound(self) -> CaptureSource:
        if self._source is None:
            raise InvalidRequestError(
                f"{self!r} belongs to no client any more, as after unpickling; "
                "get it again by sds.captures.get(capture)"
            )
        return self._source


@cards.columns.register(Capture)
def _columns(capture: Capture) -> Mapping[str, object]:
    return {
        "name": capture.name,
        "capture_type": capture.capture_type,
        "center_freq": display.quantity(capture.center_freq, "Hz", digits=_TO_THE_HERTZ),
        "sample_rate": display.quantity(capture.sample_rate, "Hz", digits=_TO_THE_HERTZ),
        "start_time": display.moment(capture.start_time),
        "duration": capture.duration,
        "uuid": capture.uuid,
    }


def _cells(channel: Channel) -> list[object]:
    return [
        channel.name,
        display.quantity(channel.center_freq, "Hz", digits=_TO_THE_HERTZ),
        display.quantity(channel.sample_rate, "Hz", digits=_TO_THE_HERTZ),
        display.moment(channel.start_time),
        channel.uuid,
    ]


def _summary(files: tuple[File, ...] | None) -> str:
    if files is None:
        return ""
    return f"{len(files)}, {display.quantity(sum(file.size for file in files), 'B', digits=3)}"


def _unbound(state: dict[str, object]) -> Capture:
    return wire.restored(Capture, state)


def _type_of(answer: generated.CaptureAsset) -> CaptureType | str:
    text = wire.text(answer.capture_type)
    return CaptureType(text) if text in set(CaptureType) else text


def _channels(answer: generated.CaptureAsset) -> tuple[Channel, ...]:
    """The channels of an answer by name; of a single capture, the one it is."""
    kind = wire.text(answer.capture_type)
    rows = wire.of_type(list, answer.channels) or ()
    parts = [
        (wire.text(row.channel), wire.identifier(row.uuid), row.channel_metadata)
        for row in rows
        if isinstance(row, generated.CaptureChannel)
    ] or [(wire.text(answer.channel), wire.identifier(answer.uuid), answer.capture_props)]
    found = [
        Channel.read(name, uuid, capture_type=kind, props=_plain(props))
        for name, uuid, props in parts
        if uuid is not None
    ]
    return tuple(sorted(found, key=lambda channel: (channel.name, channel.uuid)))


def _plain(props: object) -> Mapping[str, object]:
    return props.additional_properties if isinstance(props, generated.JsonObject) else {}


def _files(answer: generated.CaptureAsset, owner: User | None) -> tuple[File, ...] | None:
    """The files an answer names, None when it says nothing of them."""
    rows = wire.of_type(list, answer.files)
    if rows is None:
        return None
    return tuple(
        File.from_summary(row, owner=owner)
        for row in rows
        if isinstance(row, generated.FileSummary)
    )


if not TYPE_CHECKING:
    __getattr__ = former_place(
        __name__, {"CaptureOrigin": (former_names.CaptureOrigin, "text, as Capture.origin")}
    )
