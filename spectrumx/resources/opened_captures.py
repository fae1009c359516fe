"""Recordings of captures: they keep what they need here, and pickle to what opens them again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from spectrumx.errors import CaptureError, ConflictError, InvalidRequestError, about
from spectrumx.models import Capture, CaptureType
from spectrumx.recordings import radiohound as local_radiohound
from spectrumx.recordings import sigmf as local_sigmf
from spectrumx.recordings.radiohound import SUFFIX as SCAN
from spectrumx.recordings.sigmf import ARCHIVE, DATA, META
from spectrumx.resources.capture_address import Address, Connected
from spectrumx.resources.capture_files import CaptureFiles
from spectrumx.rf import fetched_digital_rf, radiohound, sigmf
from spectrumx.rf.recording import Recording
from spectrumx.rf.samples import SampleRecording
from spectrumx.rf.scans import Scan, ScanRecording, ScanSource
from spectrumx.rf.source import Numbers, Source, Span, seconds_of


class _Opened:
    """What a recording of a capture holds besides its samples.

    Attributes:
        client: That was made for it alone, and whose connections close with it.
    """

    client: Connected | None = None

    def __init__(self, files: CaptureFiles, address: Address) -> None:
        self._files = files
        self._address = address

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return _source_again, (self._address, self._length())

    def close(self) -> None:
        """Let the cache remove the files when it needs room; nothing can be read afterwards."""
        self._files.close()

    def _length(self) -> int:
        raise NotImplementedError


class CaptureSamples(_Opened):
    """The samples of a capture; a `Source`.

    Args:
        source: Of the samples.
        files: That the source reads.
        address: What opens it again.
        needed: Files that have to be here at each read, where the source does not see to it.
    """

    def __init__(
        self, source: Source, files: CaptureFiles, address: Address, *, needed: Sequence[str] = ()
    ) -> None:
        super().__init__(files, address)
        self.facts = source.facts
        self._source = source
        self._needed = needed

    def pieces(self, start: int, stop: int) -> Iterator[tuple[int, Numbers]]:
        """Read what is recorded of a span; as `Source.pieces`."""
        self._files.bring(self._needed)
        return self._source.pieces(start, stop)

    def gaps(self) -> Sequence[Span]:
        """Find what was not recorded; as `Source.gaps`."""
        self._files.bring(self._needed)
        return self._source.gaps()

    def close(self) -> None:
        """Let go of open files too."""
        self._source.close()
        super().close()

    def _length(self) -> int:
        return self.facts.length


class CaptureScans(_Opened):
    """The scans of a capture; a `ScanSource`.

    Args:
        source: Of the scans.
        files: That the source reads.
        address: What opens it again.
    """

    def __init__(self, source: ScanSource, files: CaptureFiles, address: Address) -> None:
        super().__init__(files, address)
        self.scans = source.scans
        self._source = source

    def power_of(self, scan: Scan) -> Numbers:
        """Read the power in the bins of a scan; as `ScanSource.power_of`."""
        self._files.bring([scan.file.relative_to(self._files.folder).as_posix()])
        return self._source.power_of(scan)

    def _length(self) -> int:
        return len(self.scans)


def open_files(files: CaptureFiles, capture: Capture, address: Address) -> Recording:
    """Open a recording by its files, which are brought as far as that takes.

    Args:
        files: Of the capture, of Digital RF below its channel's folder.
        capture: Which one.
        address: What opens it again.

    Raises:
        InvalidRequestError: Its format is not known, or it holds more than one recording.
        LocalFileError: A file is broken.
        SDSError: What is needed can't be had.
    """
    match capture.capture_type:
        case CaptureType.DigitalRF:
            start, end = address.start, address.end
            source = fetched_digital_rf.open_fetched(
                files,
                start=None if start is None else seconds_of(start),
                end=None if end is None else seconds_of(end),
            )
            return SampleRecording(CaptureSamples(source, files, address))
        case CaptureType.SigMF:
            files.bring(files.names)
            found = _ending(files, META, ARCHIVE, DATA)
            local_sigmf.find(files.folder, found)
            whole = sigmf.open_file(next(each for each in found if each.suffix != DATA))
            return SampleRecording(CaptureSamples(whole, files, address, needed=files.names))
        case CaptureType.RadioHound:
            files.bring(files.names)
            found = _ending(files, SCAN)
            group = local_radiohound.find(files.folder, found, wanted=capture.scan_group).scan_group
            scans = radiohound.open_scans(found, scan_group=group)
            return ScanRecording(CaptureScans(scans, files, address))
    raise InvalidRequestError(f"{capture!r} is of a format that is not known here; download it")


def _ending(files: CaptureFiles, *endings: str) -> list[Path]:
    """Those of some files whose names end as given, here."""
    return sorted(files.folder / name for name in files.names if name.endswith(endings))


def _source_again(address: Address, length: int) -> Source | ScanSource:
    """Open a capture whose recording was pickled, with this process's own token.

    Args:
        address: What to open.
        length: How long it was.

    Raises:
        ConflictError: The capture was changed since.
        AuthError: This process has no token for that gateway.
        SDSError: It can't be opened.
    """
    client = address.connect(address.base_url)
    capture = client.captures.get(address.uuid)
    recording = capture.open(
        channel=address.channel,
        start=address.start,
        end=address.end,
        whole_files=address.whole_files,
    )
    if len(recording) != length:
        recording.close()
        raise about(ConflictError, CaptureError)(
            f"{capture!r} was changed: it had {length} samples and has {len(recording)} now; open "
            "it anew"
        )
    assert isinstance(recording, SampleRecording | ScanRecording), "open() gives no other"
    assert isinstance(recording.source, CaptureSamples | CaptureScans), "as of any capture"
    recording.source.client = client
    return recording.source
