"""`info` and `plot`: of recordings on this machine, and of captures in SDS."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest
from matplotlib.image import imread

from spectrumx import Client
from spectrumx.models import Capture
from tests.cli.conftest import Run, values_of
from tests.conftest import tree
from tests.rf.signals import write_drf, write_sigmf
from tests.rf.tones import CENTER, RATE, counts, signal, write_scans, write_tones


@pytest.fixture
def tones(tmp_path: Path) -> Path:
    """A Digital RF recording of two seconds with a gap of half a second, in one channel."""
    samples = signal(2 * RATE)
    write_tones(
        tmp_path / "tones" / "ch0", {0: samples[:RATE], RATE * 3 // 2: samples[: RATE // 2]}
    )
    return tmp_path / "tones"


@pytest.fixture
def capture(sds: Client, tones: Path) -> Capture:
    """The same in SDS."""
    return sds.upload_capture(tones, sds_path="/tones")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory, for pictures go there."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def is_picture(file: Path) -> bool:
    """Whether it is a PNG with more than one colour."""
    return len(np.unique(imread(file)[..., :3].reshape(-1, 3), axis=0)) > 10


def test_info(run: Run, tones: Path) -> None:
    """A recording's facts are printed, with its gaps where they are asked for."""
    shown = run("info", str(tones), "--gaps")

    assert shown.exit_code == 0, shown.stderr
    assert [line.split("\t") for line in shown.stdout.splitlines()] == [
        ["type", "drf"],
        ["channel", "ch0"],
        ["centre frequency", "1 GHz"],
        ["sample rate", "128 kHz"],
        ["start", "2024-06-27T14:49:00Z"],
        ["end", "2024-06-27T14:49:02Z"],
        ["duration", "2s"],
        ["samples", "256,000"],
        ["dtype", "complex64"],
        ["gaps", "1, of 64,000 samples (25.000% of all)"],
    ]


def test_info_as_json(run: Run, tones: Path) -> None:
    """As JSON, numbers are plain, and gaps are there only where they were asked for."""
    (known,) = values_of(run("info", str(tones), "--json", "--gaps"))
    (plain,) = values_of(run("info", str(tones), "--json"))

    assert known.pop("gaps") == [[RATE, RATE * 3 // 2]]
    assert known == plain
    assert (known["sample_rate"], known["center_freqs"]) == (RATE, [CENTER])
    assert (known["length"], known["duration"], known["channels"]) == (256_000, 2.0, ["ch0"])


def test_info_of_several_channels(run: Run, tones: Path) -> None:
    """Of a folder with several channels each is told, or the one that was asked for."""
    write_tones(tones / "ch1", {0: signal(RATE)}, center_freq=2e9)

    both = values_of(run("info", str(tones), "--json"))
    (one,) = values_of(run("info", str(tones), "--channel", "ch1", "--json"))

    assert [each["center_freqs"] for each in both] == [[1e9], [2e9]]
    assert one == both[1]
    assert "\n\ntype\tdrf\nchannel\tch1\n" in run("info", str(tones)).stdout


def test_info_of_scans(run: Run, tmp_path: Path) -> None:
    """Of RadioHound it tells how many scans there are."""
    folder = write_scans(tmp_path / "scans", np.ones((3, 8)))

    assert "scans\t3\n" in run("info", str(folder)).stdout


def test_info_of_a_capture(run: Run, capture: Capture) -> None:
    """Of what is in SDS it says what the gateway knows, by uuid or by name."""
    shown = run("info", str(capture.uuid))

    assert f"uuid\t{capture.uuid}\n" in shown.stdout
    assert shown.stdout == run("captures", "show", str(capture.uuid)).stdout
    assert shown.stdout == run("info", "tones").stdout


@pytest.mark.parametrize(
    "option", [["--gaps"], ["--channel", "ch0"], ["--scan-group", str(UUID(int=1))]]
)
def test_info_of_a_capture_looks_into_no_files(
    run: Run, capture: Capture, option: list[str]
) -> None:
    """What only files on this machine can answer is refused for a capture, not left out."""
    shown = run("info", str(capture.uuid), *option)

    assert (shown.exit_code, shown.stdout) == (2, "")
    assert "of files on this machine" in shown.stderr


def test_a_time_needs_a_start(run: Run, tmp_path: Path) -> None:
    """Of a recording that does not say when it began, --start is told by its own name."""
    file = write_sigmf(tmp_path / "s", signal(4096), "cf32_le", rate=float(RATE))

    shown = run("plot", str(file), "--start", "2024-01-01")

    assert shown.exit_code == 2
    assert "--start is a time, but the recording does not say when it starts" in shown.stderr


def test_plot(run: Run, tones: Path, here: Path) -> None:
    """A picture is written under the recording's name, into the working directory."""
    shown = run("plot", str(tones))

    assert (shown.exit_code, shown.stderr) == (0, "")
    assert shown.stdout == "tones-spectrogram.png\n"
    assert is_picture(here / "tones-spectrogram.png")


@pytest.mark.parametrize(
    ("options", "name"),
    [
        (["--psd", "--nfft", "64"], "tones-psd.png"),
        (["--quick", "--rows", "8"], "tones-spectrogram.png"),
        (["--channel", "ch0", "--psd"], "tones-ch0-psd.png"),
        (["--start", "500ms", "--end", "2024-06-27T14:49:01Z", "--psd"], "tones-psd.png"),
    ],
)
def test_plot_as_asked(run: Run, tones: Path, here: Path, options: list[str], name: str) -> None:
    """Options choose what is drawn, and the name says it."""
    shown = run("plot", str(tones), *options, "--json")

    assert shown.exit_code == 0, shown.stderr
    assert values_of(shown) == [{"local_path": name}]
    assert [each.name for each in here.iterdir()] == [name]


@pytest.mark.parametrize("day", ["2024-06-27", "2024-06-28", "9999-12-31"])
def test_a_day_ends_a_picture(run: Run, tones: Path, here: Path, day: str) -> None:
    """A date alone as the end is that whole day, or what was recorded of it."""
    run("plot", str(tones), "--psd", "-o", "all.png")
    shown = run("plot", str(tones), "--psd", "-o", "day.png", "--end", day)

    assert shown.exit_code == 0, shown.stderr
    assert np.array_equal(imread(here / "day.png"), imread(here / "all.png"))


def test_a_day_ends_at_its_midnight(run: Run, tmp_path: Path, here: Path) -> None:
    """Of a recording that goes on the next day, only what was recorded before is drawn."""
    midnight = datetime(2024, 6, 28, tzinfo=UTC).timestamp()
    begin = round(midnight - 1) * RATE
    write_drf(tmp_path / "night" / "ch0", {0: counts(signal(2 * RATE))}, rate=RATE, first=begin)
    ends = {"day.png": "2024-06-27", "second.png": "1s"}

    for name, end in ends.items():
        shown = run("plot", str(tmp_path / "night"), "--psd", "-o", name, "--end", end)
        assert shown.exit_code == 0, shown.stderr

    assert np.array_equal(imread(here / "day.png"), imread(here / "second.png"))


@pytest.mark.parametrize(("name", "begins"), [("a.SVG", b"<?xml"), ("a.pdf", b"%PDF")])
def test_plot_in_other_formats(run: Run, tones: Path, here: Path, name: str, begins: bytes) -> None:
    """The end of the file's name chooses its format."""
    assert run("plot", str(tones), "--psd", "-o", name).exit_code == 0
    assert (here / name).read_bytes().startswith(begins)


def test_plot_of_a_subchannel(run: Run, tmp_path: Path, here: Path) -> None:
    """A subchannel is named with its channel; one that is not there is an error."""
    both = np.stack([signal(RATE), signal(RATE)], axis=1)
    write_drf(tmp_path / "pair" / "ch0", {0: counts(both)}, rate=RATE)

    shown = run("plot", str(tmp_path / "pair"), "--channel", "ch0:1", "--psd", "-o", "one.png")
    first = run("plot", str(tmp_path / "pair"), "--channel", "ch0", "--psd", "-o", "two.png")
    missing = run("plot", str(tmp_path / "pair"), "--channel", "ch0:2", "--psd", "-o", "no.png")

    assert (shown.exit_code, first.exit_code, missing.exit_code) == (0, 0, 2)
    assert "there are: ch0:0, ch0:1" in missing.stderr
    assert sorted(each.name for each in here.iterdir()) == ["one.png", "two.png"]


def test_plot_of_one_column_of_a_file(run: Run, tmp_path: Path, here: Path) -> None:
    """A column of SigMF is named like a subchannel."""
    file = write_sigmf(tmp_path / "s", signal(4096), "cf32_le", columns=2, rate=float(RATE))

    shown = run("plot", str(file), "--channel", "recording:1", "--psd")

    assert (shown.exit_code, shown.stdout) == (0, "recording-recording-1-psd.png\n")
    assert is_picture(here / "recording-recording-1-psd.png")


def test_plot_of_a_capture(run: Run, capture: Capture, tones: Path, here: Path) -> None:
    """What is in SDS is fetched and drawn as it is on this machine."""
    shown = run("plot", str(capture.uuid), "--psd", "-o", "there.png")
    run("plot", str(tones), "--psd", "-o", "here.png")

    assert (shown.exit_code, shown.stdout) == (0, "there.png\n"), shown.stderr
    assert np.array_equal(imread(here / "there.png"), imread(here / "here.png"))


def test_a_picture_that_is_there_is_kept(run: Run, tones: Path, here: Path) -> None:
    """A file is replaced only where that was asked for, and else nothing is read."""
    (here / "tones-psd.png").write_text("mine")

    refused = run("plot", str(tones), "--psd", "--nfft", "999999")
    kept = (here / "tones-psd.png").read_text()
    replaced = run("plot", str(tones), "--psd", "--overwrite")

    assert (refused.exit_code, kept, replaced.exit_code) == (1, "mine", 0)
    assert "tones-psd.png is there already; give --overwrite" in refused.stderr
    assert is_picture(here / "tones-psd.png")
    assert len(list(here.iterdir())) == 1


def test_dry_run_draws_nothing(run: Run, capture: Capture, tones: Path, here: Path) -> None:
    """In dry-run, it says what would be drawn, and neither fetches nor writes it."""
    for recording in (str(tones), str(capture.uuid)):
        shown = run("plot", recording, "--dry-run")
        assert (shown.exit_code, shown.stdout) == (0, "Would draw tones-spectrogram.png.\n")

    assert tree(here) == {}


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (["-o", "picture.bmp"], 2, "has to end in .png, .svg or .pdf"),
        (["-o", "nowhere/a.png"], 5, "no folder nowhere"),
        (["-o", "."], 2, "has to end in"),
        (["--psd", "--quick"], 2, "--quick is of spectrograms"),
        (["--start", "noon"], 2, "or as in 90s after the recording's start"),
        (["--start", "3s"], 2, "--start 3.0 is outside of the recording"),
        (["--start", "1s", "--end", "0.5s"], 2, "--start 1.0 is after --end 0.5"),
        (["--end", "2024-06-26"], 2, "is outside of the recording"),
        (["--end", "2024-06-31"], 2, "'2024-06-31' is no time"),
        (["--nfft", "0"], 2, "--nfft"),
        (["--nfft", "999999"], 2, "fewer than one frame"),
        (["--channel", "ch1"], 2, "no channel ch1"),
        (["--psd", "--start", "1.1s", "--end", "1.4s"], 1, "no 1024 in a row were recorded"),
    ],
)
def test_what_can_not_be_drawn(
    run: Run, tones: Path, here: Path, options: list[str], status: int, said: str
) -> None:
    """What is malformed ends with a sentence and status 2, and nothing is written."""
    shown = run("plot", str(tones), *options)

    assert (shown.exit_code, shown.stdout) == (status, "")
    assert said in shown.stderr
    assert tree(here) == {}


@pytest.mark.parametrize("command", ["info", "plot"])
def test_without_a_token(run: Run, command: str) -> None:
    """What is not here, and can't be asked for, is first said not to be here."""
    shown = run(command, "nothing", SDS_SECRET_TOKEN=None)

    assert (shown.exit_code, shown.stdout) == (3, "")
    assert shown.stderr.startswith("sds: no such file or folder is on this machine: nothing; ")
    assert "there is no token: run sds login" in shown.stderr


def test_plot_of_several_channels(run: Run, sds: Client, tones: Path) -> None:
    """Of a capture with several channels the refusal says its name, and what to choose from."""
    write_tones(tones / "ch1", {0: signal(RATE)}, center_freq=2e9)
    sds.upload_capture(tones, sds_path="/tones")

    shown = run("plot", "tones")

    assert shown.exit_code == 2
    assert "'tones' has several channels; give --channel, one of ch0, ch1" in shown.stderr
    assert "<" not in shown.stderr


@pytest.mark.parametrize("command", ["info", "plot"])
@pytest.mark.parametrize(
    ("recording", "said"),
    [
        ("no/such/folder", "on this machine: no/such/folder; a capture is given by its uuid or"),
        ("gone.sigmf-meta", "no such file or folder is on this machine: gone.sigmf-meta"),
        ("1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b", "not"),
        ("nobody-named-it-so", "no capture named"),
    ],
)
def test_what_is_not_there(run: Run, command: str, recording: str, said: str) -> None:
    """What is neither here nor in SDS ends with status 5."""
    shown = run(command, recording)

    assert (shown.exit_code, shown.stdout) == (5, "")
    assert said in shown.stderr
