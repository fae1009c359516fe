"""Sends files while a recorder writes them, and shows the progress of a transfer by its events."""

from collections.abc import Callable
from pathlib import Path

from spectrumx import Client
from spectrumx.progress import Advanced, Event, Failed, Planned


class Meter:
    """Counts what a transfer tells."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self.total = self.moved = 0
        self.failures: list[str] = []

    def __call__(self, event: Event) -> None:
        """Take in one event."""
        match event:
            case Planned(size=size):
                self.total = size
            case Advanced(moved=moved):
                self.moved = moved
            case Failed(path=path, error=error):
                self.failures.append(f"{path}: {error}")
            case _:
                pass


def record(sds: Client, folder: Path, recorder: Callable[[Path], None]) -> int:
    """Watch a folder while it is recorded into; gives how many files were sent."""
    with sds.watch(folder, sds_path="live", settle=2) as watch:
        recorder(folder)
    return watch.counts.sent


def fetch(sds: Client, meter: Meter) -> float:
    """Download in the background; gives the part that arrived."""
    transfer = sds.start_download("live", to=Path("copy"), on_event=meter, raise_on_error=False)
    try:
        report = transfer.wait(timeout=3600)
    except KeyboardInterrupt:
        transfer.cancel()
        raise
    return len(report.transferred) / len(report) if len(report) else 1.0
