"""The demonstration: a recording goes to an embedded gateway and back, and matches."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from spectrumx.client import Client
from spectrumx.localgateway import LocalGateway
from spectrumx.models.reports import TransferReport
from spectrumx.transfer.checksums import checksum_of

SDS_PATH = "/demo"
_SAMPLE_RATE = 1_000_000
_CHANNEL = "antenna-1"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the closing table."""

    step: str
    files: int
    size: int
    seconds: float
    result: str


def run(recording: Path | None, *, echo: Callable[[str], None]) -> bool:
    """Show a plan, an upload, the same upload again, and a download, and compare.

    Args:
        recording: Folder with a recording; None to write a short Digital RF one.
        echo: Prints one line.

    Returns:
        Whether every file came back equal.
    """
    with tempfile.TemporaryDirectory(prefix="spectrumx-demo-") as folder:
        work = Path(folder)
        source = recording or write_recording(work / "recording")
        with LocalGateway(work / "gateway") as local:
            echo(f"Started an SDS gateway on this machine: {local.url}")
            echo(f"Recording to send: {recording or 'a Digital RF one, written just now'}\n")
            settings = {"SDS_SECRET_TOKEN": local.token}
            with Client(local.url, env_file=None, env_config=settings) as sds:
                rows, matches = _show(sds, source, work / "downloads", echo)
    echo("")
    for line in _table(rows):
        echo(line)
    echo("\nEvery byte came back." if matches else "\nThe download differs from the recording!")
    return matches


def write_recording(folder: Path) -> Path:
    """Write one second of noise with a carrier as a Digital RF recording (extra `rf`).

    Args:
        folder: Where the recording's channel folder goes.

    Returns:
        The folder.

    Raises:
        ModuleNotFoundError: The extra is not installed.
    """
    try:
        import digital_rf  # noqa: PLC0415  the extra `rf`, needed here only
        import numpy as np  # noqa: PLC0415  as above
    except ModuleNotFoundError as missing:
        raise ModuleNotFoundError(
            "writing a recording needs digital_rf: pip install 'spectrumx[gateway,rf]', "
            "or give a recording of your own with --recording FOLDER"
        ) from missing

    channel = folder / _CHANNEL
    channel.mkdir(parents=True)
    writer = digital_rf.DigitalRFWriter(
        str(channel),
        np.int16,
        3600,
        125,
        int(time.time()) * _SAMPLE_RATE,
        _SAMPLE_RATE,
        1,
        "demo",
        is_complex=True,
        marching_periods=False,
    )
    turns = np.arange(_SAMPLE_RATE) * 0.1
    noise = np.random.default_rng(1).normal(0, 100, (2, _SAMPLE_RATE))
    samples = np.empty((_SAMPLE_RATE, 2), np.int16)
    samples[:, 0] = 1000 * np.cos(2 * np.pi * turns) + noise[0]
    samples[:, 1] = 1000 * np.sin(2 * np.pi * turns) + noise[1]
    writer.rf_write(samples)
    writer.close()
    return folder


def _show(
    sds: Client, source: Path, downloads: Path, echo: Callable[[str], None]
) -> tuple[list[Row], bool]:
    sds.dry_run = True
    plan = sds.upload(source, sds_path=SDS_PATH, verbose=False)
    echo("Plan, made in dry-run:")
    for result in plan.planned[:3]:
        echo(f"  {result.action} {result.sds_path} ({result.size:,} bytes): {result.reason}")
    if len(plan.planned) > 3:  # noqa: PLR2004  as many as were shown
        echo(f"  … and {len(plan.planned) - 3} more")
    sds.dry_run = False
    first = sds.upload(source, sds_path=SDS_PATH)
    again = sds.upload(source, sds_path=SDS_PATH)
    fetched = sds.download(SDS_PATH, to=downloads)
    began = time.monotonic()
    sent = {result.local_path.relative_to(source) for result in first.transferred}
    matches = all(checksum_of(source / name) == checksum_of(downloads / name) for name in sent)
    compared = time.monotonic() - began
    rows = [
        _row("plan (dry-run)", plan, plan.planned, "nothing was sent"),
        _row("upload", first, first.transferred, "stored and verified"),
        _row("upload again", again, again.transferred, f"{len(again.skipped)} already there"),
        _row("download", fetched, fetched.transferred, "received and verified"),
        Row("compare", len(sent), fetched.bytes, compared, "all equal" if matches else "DIFFERENT"),
    ]
    return rows, matches and bool(sent)


def _row(step: str, report: TransferReport, moved: Sequence[object], result: str) -> Row:
    return Row(step, len(moved), report.bytes, report.elapsed, result)


def _table(rows: list[Row]) -> list[str]:
    lines = [f"{'step':<16}{'files':>6}{'megabytes':>11}{'seconds':>9}   result"]
    for row in rows:
        size = row.size / 1e6
        lines.append(f"{row.step:<16}{row.files:>6}{size:>11.1f}{row.seconds:>9.2f}   {row.result}")
    return lines
