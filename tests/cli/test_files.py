"""`ls` and `rm`: what is in SDS, as a user sees it and takes it away."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC
from pathlib import Path

import pytest

from spectrumx import Client
from tests.cli.conftest import PROGRAM, Program, Run, values_of
from tests.cli.terminal import lines_on_terminal, open_terminal
from tests.recordings import write_digital_rf, write_radiohound


@pytest.fixture
def there(sds: Client, recording: Path) -> Path:
    """A recording of three files, uploaded to `/rec`."""
    sds.upload(recording, sds_path="/rec")
    return recording


@pytest.mark.parametrize("command", ["ls", "rm"])
def test_help(run: Run, command: str) -> None:
    """Each command explains itself with an example."""
    shown = run(command, "--help")

    assert shown.exit_code == 0
    assert f"  sds {command} " in shown.stdout


@pytest.mark.usefixtures("there")
def test_what_lies_directly_below(run: Run) -> None:
    """Directories come first, with a slash; then files, by name."""
    assert run("ls").stdout.splitlines() == ["rec/"]
    assert run("ls", "/rec").stdout.splitlines() == ["channel/", "notes.txt"]
    assert run("ls", "rec/channel/").stdout.splitlines() == ["rf@1.000.h5", "rf@1.125.h5"]


@pytest.mark.usefixtures("there")
def test_everything_below(run: Run) -> None:
    """Recursively, every file is printed by its path."""
    assert sorted(run("ls", "-R", "/rec").stdout.splitlines()) == [
        "/rec/channel/rf@1.000.h5",
        "/rec/channel/rf@1.125.h5",
        "/rec/notes.txt",
    ]


@pytest.mark.usefixtures("there")
def test_sizes_and_times(run: Run, sds: Client) -> None:
    """With -l, a line has size, time in UTC and name; of a directory, the sum of its files."""
    directory, file = (line.split("\t") for line in run("ls", "-l", "/rec").stdout.splitlines())
    created = sds.files.list("/rec/notes.txt")[0].created_at

    assert created is not None
    assert directory[::2] == ["733 kB", "channel/"]
    assert file == ["12 B", f"{created.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", "notes.txt"]


@pytest.mark.usefixtures("there")
def test_one_file(run: Run) -> None:
    """The path of a file lists that file."""
    assert run("ls", "/rec/notes.txt").stdout.splitlines() == ["/rec/notes.txt"]


@pytest.mark.usefixtures("there")
def test_a_listing_as_json(run: Run) -> None:
    """As JSON, each line is a file with its attributes, or a directory with its sums."""
    directory, file = values_of(run("ls", "/rec", "--json"))

    assert directory["type"] == "directory"
    assert (directory["path"], directory["files"]) == ("/rec/channel/", 2)
    assert (file["type"], file["path"], file["size"]) == ("file", "/rec/notes.txt", 12)
    assert len(file["sum_blake3"]) == 64


def test_nothing_there(run: Run) -> None:
    """A path where nothing is ends with exit status 5; the root is there even when it is empty."""
    shown = run("ls", "/nowhere")

    assert (shown.exit_code, shown.stdout) == (5, "")
    assert shown.stderr.startswith("sds: there is nothing at /nowhere")
    assert run("ls").exit_code == 0


@pytest.mark.usefixtures("there")
def test_a_reader_that_has_enough(program: Program) -> None:
    """A pipe that is closed early ends the listing without a word."""
    with program.start("ls", "-R", "/rec") as listing:
        assert listing.stdout is not None
        listing.stdout.close()
        _, said = listing.communicate()

    assert said == ""


@pytest.mark.usefixtures("there")
def test_a_listing_fits_the_terminal(program: Program) -> None:
    """On a terminal of 60 columns, no line is longer."""
    lines = lines_on_terminal(program, "ls", "-l", "/rec/channel", columns=60)

    assert [line.split()[-1] for line in lines] == ["rf@1.000.h5", "rf@1.125.h5"]
    assert max(map(len, lines)) <= 60


@pytest.mark.usefixtures("there")
def test_delete_a_file(run: Run, sds: Client) -> None:
    """With --yes a file is deleted, and nothing else."""
    shown = run("rm", "--yes", "/rec/notes.txt")

    assert (shown.exit_code, shown.stdout.splitlines()) == (0, ["1 file deleted."])
    assert {file.name for file in sds.files.list("/rec")} == {"rf@1.000.h5", "rf@1.125.h5"}


@pytest.mark.usefixtures("there")
def test_delete_a_directory(run: Run, sds: Client) -> None:
    """With -r everything below a directory is deleted; as JSON, each file is a line."""
    shown = run("rm", "-r", "--yes", "--json", "/rec/channel")

    assert [(each["path"], each["deleted"]) for each in values_of(shown)] == [
        ("/rec/channel/rf@1.000.h5", True),
        ("/rec/channel/rf@1.125.h5", True),
    ]
    assert [file.name for file in sds.files.list("/rec")] == ["notes.txt"]


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["--yes", "/rec/channel"], 2, "give -r"),
        (["-r", "/rec"], 2, "Delete 3 files (733 kB)? Nobody can answer here; give --yes."),
        (["/rec/notes.txt"], 2, "Delete /rec/notes.txt (12 B)?"),
        (["--yes", "/rec/notes.txt", "/nowhere"], 5, "nothing at /nowhere"),
        (["-r", "--yes", "/"], 2, "that is everything you have, and --yes does not answer for it"),
        (["-r", "--yes", "/rec/..", "/rec"], 2, "--yes does not answer for it"),
        (["-r", "/"], 2, "Name the directories in it, or answer at a terminal"),
        ([], 2, "PATH"),
    ],
)
def test_what_is_not_deleted(
    run: Run, sds: Client, arguments: list[str], status: int, said: str
) -> None:
    """A directory without -r, a question nobody answers, or a wrong path deletes nothing at all."""
    shown = run("rm", *arguments)

    assert shown.exit_code == status
    assert said in shown.stderr
    assert len(sds.files.list("/rec")) == 3


@pytest.mark.usefixtures("there")
def test_everything_is_deleted_by_an_answer_only(program: Program, sds: Client) -> None:
    """At a terminal the root is asked for as what it is; a no leaves all of it."""
    ours, theirs = open_terminal()
    os.write(ours, b"n\n")

    shown = subprocess.run(
        [*PROGRAM, "rm", "-r", "/"],
        check=False,
        stdin=theirs,
        capture_output=True,
        text=True,
        env=program.environment,
    )
    os.close(theirs)
    os.close(ours)

    assert (shown.returncode, shown.stdout) == (1, "Nothing was deleted.\n")
    assert "Delete everything you have, 3 files (733 kB)? [y/N]" in shown.stderr
    assert len(sds.files.list("/")) == 3


@pytest.mark.usefixtures("there")
def test_what_would_be_deleted(run: Run, sds: Client) -> None:
    """In dry-run, the files are listed and stay."""
    shown = run("rm", "-r", "--dry-run", "/rec/channel")

    assert shown.stdout.splitlines() == [
        "/rec/channel/rf@1.000.h5",
        "/rec/channel/rf@1.125.h5",
        "Would delete 2 files (733 kB).",
    ]
    assert len(sds.files.list("/rec")) == 3


def test_a_file_that_is_needed(run: Run, sds: Client, tmp_path: Path) -> None:
    """Where a capture holds a file, it is named with its reason, and nothing is deleted at all."""
    folder = write_radiohound(tmp_path / "scans")
    (folder / "notes.txt").write_text("a clear day\n")
    uuid = sds.upload_capture(folder, sds_path="/scans").uuid
    reason = f"belongs to capture {uuid}; delete that first: sds captures delete {uuid}"

    plan, shown = (run("rm", "-r", each, "/scans") for each in ("--dry-run", "--yes"))

    assert (plan.exit_code, shown.exit_code) == (1, 1)
    assert sorted(plan.stdout.splitlines()) == [
        "/scans/notes.txt",
        f"/scans/scan.rh.json: {reason}",
    ]
    assert shown.stderr.startswith(f"/scans/scan.rh.json: {reason}\nsds: 1 of 2 files can't")
    assert len(sds.files.list("/scans")) == 2


def test_files_that_are_needed_for_one_reason(run: Run, sds: Client, tmp_path: Path) -> None:
    """Many files of one capture are one line, which counts them; as JSON each is told."""
    folder = write_digital_rf(tmp_path / "pair", {"a": 1e9, "b": 2e9}, duration=3.0)
    capture = sds.upload_capture(folder, sds_path="/pair")
    files = len(sds.files.list("/pair"))

    plan, shown = (run("rm", "-r", each, "/pair") for each in ("--dry-run", "--yes"))
    listed = values_of(run("rm", "-r", "--dry-run", "--json", "/pair"))

    *reasons, _ = shown.stderr.splitlines()
    assert plan.stdout.splitlines() == reasons
    assert len(reasons) == len(capture.channels) < files == len(listed)
    for line, channel in zip(sorted(reasons), capture.channels, strict=True):
        assert f"more: belongs to capture {channel.uuid}; " in line
        assert line.startswith(f"/pair/{channel.name}/")
    assert len([each for each in listed if "reason" in each]) == files


def test_files_that_are_needed_for_many_reasons(run: Run, sds: Client, tmp_path: Path) -> None:
    """Only the first few reasons are told, and how many files have others."""
    folder = write_digital_rf(tmp_path / "many", dict.fromkeys("abcdefg", 1e9), duration=1.0)
    sds.upload_capture(folder, sds_path="/many")

    *reasons, rest, refusal = run("rm", "-r", "--yes", "/many").stderr.splitlines()

    others = len([*sds.files.list("/many/f"), *sds.files.list("/many/g")])
    assert (len(reasons), rest) == (5, f"… and {others} more")
    assert refusal.startswith("sds: ")
