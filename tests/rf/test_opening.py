"""`rf.open`: what a path holds, and what is refused."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest

from spectrumx import InvalidRequestError, LocalFileError, LocalFileMissingError, rf
from spectrumx.models import CaptureType
from tests.recordings import write_radiohound, write_sigmf
from tests.rf.signals import numbers, write_drf


def test_one_of_several_channels_has_to_be_named(tmp_path: Path) -> None:
    """A folder with several channels says which there are; one is taken by its name or folder."""
    for seed, name in enumerate(("left", "right")):
        write_drf(tmp_path / name, {0: numbers(50, 2, seed=seed)})

    with pytest.raises(InvalidRequestError, match=r"channel=.*left, right"):
        rf.open(tmp_path)
    with pytest.raises(InvalidRequestError, match="middle"):
        rf.open(tmp_path, channel="middle")
    by_name = rf.open(tmp_path, channel="right")
    assert by_name.channels == ("right",)
    assert np.array_equal(by_name.read(), rf.open(tmp_path / "right").read())


def test_a_recording_is_found_below_the_folder(tmp_path: Path) -> None:
    """A recording that lies deeper in the folder opens too, by text as by path."""
    write_drf(tmp_path / "some" / "where" / "ch", {0: numbers(50, 2)})

    assert rf.open(str(tmp_path)).channels == ("ch",)


def test_a_relative_path_holds_after_moving_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A recording opened by a relative path still reads when the script has changed folders."""
    write_drf(tmp_path / "drf" / "ch", {0: numbers(50, 2)})
    write_sigmf(tmp_path / "sigmf")
    write_radiohound(tmp_path / "rh")
    monkeypatch.chdir(tmp_path)
    recordings = [rf.open(name) for name in ("drf", "sigmf", "rh")]

    monkeypatch.chdir("/")

    assert [len(each.read()) for each in recordings] == [50, 500, 1]


def test_of_several_formats_one_has_to_be_named(tmp_path: Path) -> None:
    """A folder with recordings of two formats opens by capture_type."""
    write_sigmf(tmp_path)
    write_radiohound(tmp_path)

    with pytest.raises(InvalidRequestError, match="capture_type"):
        rf.open(tmp_path)
    recording = rf.open(tmp_path, capture_type="sigmf")
    assert recording.capture_type is CaptureType.SigMF


def test_what_is_no_recording_is_refused(tmp_path: Path) -> None:
    """A missing path, an empty folder and any other file are errors that say what to give."""
    (tmp_path / "notes.txt").write_text("notes")

    with pytest.raises(LocalFileMissingError, match="nowhere"):
        rf.open(tmp_path / "nowhere")
    with pytest.raises(LocalFileError, match="no recording of a known format"):
        rf.open(tmp_path)
    with pytest.raises(LocalFileError, match=r"notes\.txt is no recording"):
        rf.open(tmp_path / "notes.txt")


@pytest.mark.parametrize(
    "arguments",
    [{"scan_group": "no uuid"}, {"capture_type": "wav"}, {"channel": ""}, {"channel": "ch0"}],
)
def test_arguments_that_do_not_fit_are_refused(tmp_path: Path, arguments: dict[str, str]) -> None:
    """What is no format or uuid, and a channel of a format without channels, is refused."""
    write_sigmf(tmp_path)

    with pytest.raises((InvalidRequestError, LocalFileError)):
        rf.open(tmp_path, **arguments)


def test_a_folder_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    """Samples without permission to read them are an error with their name."""
    write_sigmf(tmp_path)
    data = tmp_path / "recording.sigmf-data"
    data.chmod(0)
    if os.access(data, os.R_OK):
        pytest.skip("this user may read everything")

    with pytest.raises(LocalFileError, match="recording"):
        rf.open(tmp_path).read()


def test_importing_loads_no_numpy() -> None:
    """`spectrumx.rf` is imported without numpy, which comes with its first use."""
    script = "import sys, spectrumx.rf; assert not {'numpy', 'h5py'} & set(sys.modules)"

    subprocess.run([sys.executable, "-c", script], check=True)


@pytest.mark.parametrize(
    "choice", [{"channel": "ch0"}, {"scan_group": str(UUID(int=1))}, {"capture_type": "drf"}]
)
def test_of_a_file_there_is_nothing_to_choose(tmp_path: Path, choice: dict[str, str]) -> None:
    """What chooses from a folder is refused for a file, not passed over."""
    files = (write_radiohound(tmp_path / "rh"), write_sigmf(tmp_path / "sigmf"))

    for file in (each for folder in files for each in folder.glob("*.*")):
        with pytest.raises(InvalidRequestError, match="leave"):
            rf.open(file, **choice)


@pytest.mark.parametrize("missing", ["numpy", "digital_rf", "h5py"])
def test_a_missing_extra_is_said_in_one_sentence(tmp_path: Path, missing: str) -> None:
    """Without the extra, opening a recording says what to install."""
    write_drf(tmp_path / "ch", {0: numbers(50, 2)})
    script = (
        f"import sys; sys.modules[{missing!r}] = None\n"
        "import spectrumx\nfrom spectrumx import rf\n"
        "try:\n    rf.open(sys.argv[1])\n"
        "except spectrumx.MissingExtraError as error:\n    print(error.extra, error)"
    )

    done = subprocess.run(
        [sys.executable, "-c", script, tmp_path], capture_output=True, text=True, check=True
    )

    needed = "reading recordings needs"
    assert done.stdout.startswith(f"rf {needed} {missing}")
    assert done.stdout.endswith("pip install 'spectrumx[rf]'\n")
