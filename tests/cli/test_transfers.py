"""`upload`, `download` and `check`, with what they print and their exit statuses."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest

from spectrumx import Client
from spectrumx.cli.output import OF_A_RESULT
from tests.cli.conftest import Program, Run, values_of
from tests.conftest import tree
from tests.recordings import write_digital_rf, write_radiohound

PATHS = ["/rec/channel/rf@1.000.h5", "/rec/channel/rf@1.125.h5", "/rec/notes.txt"]


@pytest.mark.parametrize("command", ["upload", "download", "check"])
def test_help(run: Run, command: str) -> None:
    """Each command explains itself with an example."""
    shown = run(command, "--help")

    assert shown.exit_code == 0
    assert f"  sds {command} " in shown.stdout


def test_the_help_says_where_a_file_goes(run: Run) -> None:
    """A file lands in the directory that is named, not at that path."""
    shown = " ".join(run("upload", "--help").stdout.split())

    assert "a file goes into the directory SDS_PATH, under its own name" in shown


def test_there_and_back(run: Run, recording: Path, tmp_path: Path) -> None:
    """What is uploaded is downloaded again, byte for byte, and a summary tells how much it was."""
    sent = run("upload", str(recording), "/rec")
    back = run("download", "/rec", str(tmp_path / "back"))

    assert (sent.exit_code, back.exit_code) == (0, 0)
    assert sent.stdout.startswith("3 files transferred, 733 kB in ")
    assert back.stdout.startswith("3 files transferred, 733 kB in ")
    assert tree(tmp_path / "back") == tree(recording)


def test_the_same_upload_again(run: Run, recording: Path) -> None:
    """What is there already is not sent again, and the summary says why."""
    run("upload", str(recording), "/rec")

    assert run("upload", str(recording), "/rec").stdout.splitlines()[1:] == [
        "3 skipped: same contents already there"
    ]


def test_results_as_json(run: Run, recording: Path) -> None:
    """As JSON, each file is a line of its own, and nothing else is printed."""
    shown = run("upload", str(recording), "/rec", "--json")

    assert {tuple(each) for each in values_of(shown)} == {OF_A_RESULT}
    assert [each["sds_path"] for each in values_of(shown)] == PATHS
    assert {(each["status"], each["reason"]) for each in values_of(shown)} == {
        ("transferred", "new")
    }
    assert shown.stderr == ""


def test_results_as_json_on_any_machine(program: Program, tmp_path: Path) -> None:
    """What standard output's encoding does not have is valid JSON all the same."""
    (tmp_path / "📡.txt").write_text("on the roof\n", encoding="utf-8")
    narrow = Program({**program.settings, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"})

    shown = narrow.run("upload", str(tmp_path / "📡.txt"), "/", "--json")

    assert [each["sds_path"] for each in values_of(shown)] == ["/📡.txt"]


def test_the_plan(run: Run, sds: Client, recording: Path) -> None:
    """In dry-run, what would be sent is printed, and why the rest would not; nothing is sent."""
    shown = run("upload", str(recording), "/rec", "--dry-run", "--exclude", "rf@1.0*")

    *plan, summary = shown.stdout.splitlines()
    assert [line.split() for line in plan] == [
        ["skip", PATHS[0], "(matches", "--exclude)"],
        ["new", "717", "kB", PATHS[1]],
        ["new", "12", "B", PATHS[2]],
    ]
    assert summary == "Would move 2 files (717 kB); nothing was changed."
    assert len(sds.files.list("/rec")) == 0


def test_a_plan_as_json(run: Run, recording: Path) -> None:
    """In dry-run, JSON has a line for each file too."""
    shown = run("upload", str(recording), "/rec", "--dry-run", "--json")

    assert [(each["status"], each["size"]) for each in values_of(shown)] == [
        ("planned", 16_384),
        ("planned", 716_800),
        ("planned", 12),
    ]


def test_a_file_that_fails(run: Run, recording: Path) -> None:
    """A file that can't be sent is named on standard error, and the others arrive all the same."""
    (recording / ("n" * 101)).write_text("too long a name for the gateway")

    shown = run("upload", str(recording), "/rec")

    assert shown.exit_code == 1
    assert shown.stdout.splitlines()[1:] == ["1 failed"]
    assert shown.stderr.startswith(f"/rec/{'n' * 101}: ")
    assert len(shown.stderr.splitlines()) == 1
    assert shown.stdout.startswith("3 files transferred")


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["upload", "nothing-here"], 5, "nothing-here does not exist"),
        (["upload", ".", "--settle", "3s"], 2, "--settle only goes with --watch"),
        (["upload", ".", "--capture", "--include", "*"], 2, "--include does not go with --capture"),
        (["upload", ".", "--limit-rate", "5Mb/s"], 2, "in bytes (B) and not bits"),
        (["upload", ".", "--settle", "0s"], 2, "--settle only goes with --watch"),
        (["upload", ".", "--watch", "--settle", "0s"], 2, "--settle is a positive number"),
        (["upload", ".", "--watch", "--capture"], 2, "--capture does not go with --watch"),
        (["upload", ".", "--capture", "--watch"], 2, "--capture does not go with --watch"),
        (["upload", "", "/rec"], 2, "it is blank; write . for this folder"),
        (["download", "/rec", " "], 2, "it is blank; write . for this folder"),
        (["check", "", "/rec"], 2, "it is blank; write . for this folder"),
        (["upload", ".", "--capture"], 1, "holds no recording"),
        (["upload", ".", "/../up"], 2, "leaves your root"),
        (["download", "/nowhere", "back"], 5, "sds: there is nothing at /nowhere"),
        (["check", "nothing-here", "/rec"], 5, "nothing-here does not exist"),
    ],
)
def test_what_can_not_be_done(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    status: int,
    said: str,
) -> None:
    """A command that can't be carried out says so once, with its exit status."""
    monkeypatch.chdir(tmp_path)

    shown = run(*arguments)

    assert (shown.exit_code, shown.stdout) == (status, "")
    assert said in shown.stderr
    assert len([line for line in shown.stderr.splitlines() if "nowhere" in line]) < 2


def test_a_wrong_token(run: Run, recording: Path) -> None:
    """A token that is not accepted ends with exit status 3."""
    shown = run("upload", str(recording), "/rec", SDS_SECRET_TOKEN="0.wrong")

    assert shown.exit_code == 3


def test_local_files_that_differ(run: Run, recording: Path, tmp_path: Path) -> None:
    """A download leaves local files that differ alone, and names them, unless told otherwise."""
    run("upload", str(recording), "/rec")
    back = tmp_path / "back"
    back.mkdir()
    (back / "notes.txt").write_text("mine\n")

    first = run("download", "/rec", str(back))
    kept = (back / "notes.txt").read_text()
    second = run("download", "/rec", str(back), "--overwrite")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.stderr.splitlines() == [
        "These differ and were left alone; --overwrite replaces them:",
        f"  {back / 'notes.txt'}",
    ]
    assert kept == "mine\n"
    assert tree(back) == tree(recording)


def test_a_check(run: Run, sds: Client, recording: Path) -> None:
    """Differences are listed by path, and make the exit status 1."""
    run("upload", str(recording), "/rec")
    same = run("check", str(recording), "/rec")
    (recording / "notes.txt").write_text("a cloudy day\n")
    (recording / "new").write_text("new\n")
    sds.files.delete(sds.files.list(PATHS[0])[0])
    (recording / "channel" / "rf@1.125.h5").unlink()

    shown = run("check", str(recording), "/rec")

    assert (same.exit_code, same.stdout) == (0, "3 same\n")
    assert shown.exit_code == 1
    assert sorted(shown.stdout.splitlines()) == [
        "1 differs, 2 only here, 1 only there",
        "differs     notes.txt",
        "only here   channel/rf@1.000.h5",
        "only here   new",
        "only there  channel/rf@1.125.h5",
    ]


def test_a_check_as_json(run: Run, recording: Path) -> None:
    """As JSON, every path is a line, also of files that are the same."""
    run("upload", str(recording), "/rec")

    shown = run("check", str(recording), "/rec", "--json")

    assert {each["path"]: each["state"] for each in values_of(shown)} == {
        path.removeprefix("/rec/"): "same" for path in PATHS
    }


def test_quiet(run: Run, recording: Path) -> None:
    """With --quiet, no summary is printed."""
    shown = run("upload", str(recording), "/rec", "--quiet")

    assert (shown.exit_code, shown.stdout, shown.stderr) == (0, "", "")


def test_upload_a_capture(run: Run, tmp_path: Path) -> None:
    """With --capture the folder becomes a capture, which is printed."""
    folder = write_digital_rf(tmp_path / "drf", {"a": 1e9, "b": 2.412345678e9})

    shown = run("upload", "--capture", str(folder), "/drf")

    facts = [line.split("\t") for line in shown.stdout.splitlines()]
    assert shown.exit_code == 0
    assert ["directory", "/drf"] in facts
    assert ["centre frequency", "1 GHz"] in facts
    assert [value.split(", ")[0] for name, value in facts if name == "channel"] == [
        "a 1 GHz",
        "b 2.412345678 GHz",
    ]


def test_a_capture_without_a_path(run: Run, sds: Client, tmp_path: Path) -> None:
    """Without a path in SDS, a capture has its folder's name, and a directory of its own."""
    folder = write_digital_rf(tmp_path / "field day", {"a": 1e9, "b": 2e9})

    shown = run("upload", "--capture", str(folder), "--json")

    (made,) = values_of(shown)
    assert (made["name"], made["top_level_dir"]) == ("field day", "/field day")
    assert [each.name for each in sds.captures.list()] == ["field day"]


def test_a_capture_that_would_be_made(run: Run, sds: Client, tmp_path: Path) -> None:
    """In dry-run, the upload's plan is printed and then the request that would make the capture."""
    folder = write_radiohound(tmp_path / "scans")

    shown = run("upload", "--capture", str(folder), "/scans", "--dry-run", "--name", "roof")

    assert shown.exit_code == 0
    assert shown.stdout.splitlines()[0].startswith("new ")
    assert shown.stdout.splitlines()[2].startswith("Would send: POST ")
    assert '"name":"roof"' in shown.stdout.splitlines()[3]
    assert not sds.captures.list()


def test_an_interrupted_upload(run: Run, program: Program, sds: Client, recording: Path) -> None:
    """Ctrl-C ends an upload with exit status 130, and the same command completes it."""
    with program.start("upload", str(recording), "/rec", "--limit-rate", "100kB/s") as slow:
        while not len(sds.files.list("/rec")):
            assert slow.poll() is None
        slow.send_signal(signal.SIGINT)
        _, said = slow.communicate()
    before = len(sds.files.list("/rec"))

    again = run("upload", str(recording), "/rec", "--quiet")

    assert slow.returncode == 130
    assert said.startswith("sds: interrupted: ")
    assert " not finished, " in said
    assert "hint: the same command goes on; files that arrived whole stay" in said
    assert before < 3
    assert again.exit_code == 0
    assert run("check", str(recording), "/rec").exit_code == 0


def test_an_interrupted_download(run: Run, program: Program, sds: Client, tmp_path: Path) -> None:
    """Ctrl-C in one large file says that it is not finished, and that the same command goes on."""
    (tmp_path / "big").write_bytes(bytes(range(256)) * 4096 * 4)
    sds.upload(tmp_path / "big", sds_path="/big")
    back = tmp_path / "back"
    back.mkdir()
    with program.start("download", "/big", str(back), "--limit-rate", "100kB/s") as slow:
        while not any(each.is_file() and each.stat().st_size for each in back.rglob("*")):
            assert slow.poll() is None
        slow.send_signal(signal.SIGINT)
        _, said = slow.communicate()

    assert slow.returncode == 130
    assert said.startswith("sds: interrupted: 1 not finished, 0 bytes\nhint: the same command goes")
    assert "a large one that was cut is continued" in said
    assert run("download", "/big", str(back)).exit_code == 0


def test_a_watch(program: Program, sds: Client, tmp_path: Path) -> None:
    """A watch sends each file as it is finished; Ctrl-C sends what is left and ends well."""
    folder = tmp_path / "live"
    folder.mkdir()
    with program.start("upload", "--watch", "--settle", "0.2s", str(folder), "/live") as watch:
        (folder / "one").write_text("1")
        assert watch.stdout is not None
        first = watch.stdout.readline()
        (folder / "two").write_text("2")
        watch.send_signal(signal.SIGINT)
        rest, _ = watch.communicate()

    assert watch.returncode == 0
    assert first.split() == ["1", "B", "/live/one"]
    assert "2 files sent, 2 B" in rest
    assert sorted(file.name for file in sds.files.list("/live")) == ["one", "two"]


def test_a_watch_as_json(program: Program, tmp_path: Path) -> None:
    """As JSON a watch prints a line for each file; one that can't be sent makes the status 1."""
    folder = tmp_path / "live"
    folder.mkdir()
    (folder / "good").write_text("1")
    (folder / ("n" * 101)).write_text("too long a name for the gateway")
    with program.start("upload", "--watch", "--json", "--settle", "0.2s", str(folder)) as watch:
        assert watch.stderr is not None
        said = watch.stderr.readline()
        watch.send_signal(signal.SIGINT)
        out, _ = watch.communicate()

    assert watch.returncode == 1
    assert said.startswith(f"warning: /{'n' * 101}: ")
    lines = [json.loads(line) for line in out.splitlines()]
    assert {each["sds_path"]: each["status"] for each in lines} == {
        "/good": "transferred",
        f"/{'n' * 101}": "failed",
    }
    assert {str(folder) + each["sds_path"] for each in lines} == {
        each["local_path"] for each in lines
    }
    assert {tuple(each) for each in lines} == {OF_A_RESULT}


def test_a_watch_as_json_tells_what_an_upload_does(
    run: Run, program: Program, tmp_path: Path
) -> None:
    """What a watch says of a file is what an upload of it says, but for its uuid and directory."""
    folder = tmp_path / "live"
    folder.mkdir()
    (folder / "good").write_text("1")
    (folder / ("n" * 101)).write_text("too long a name for the gateway")
    uploaded = values_of(run("upload", "--json", str(folder), "/once"))

    with program.start("upload", "--watch", "--json", "--settle", "0.2s", str(folder)) as watch:
        assert watch.stderr is not None
        watch.stderr.readline()
        watch.send_signal(signal.SIGINT)
        out, _ = watch.communicate()

    watched = sorted(map(json.loads, out.splitlines()), key=lambda each: str(each["sds_path"]))
    assert [each.pop("sds_path") for each in watched] == ["/good", f"/{'n' * 101}"]
    assert [each.pop("uuid") is None for each in watched] == [False, True]
    for each in uploaded:
        del each["sds_path"], each["uuid"]
    assert watched == uploaded


def test_a_watch_that_is_ended_at_once(program: Program, tmp_path: Path) -> None:
    """Pressed twice, Ctrl-C ends a watch without sending what is left."""
    folder = tmp_path / "live"
    folder.mkdir()
    (folder / "soon").write_text("1")
    with program.start("upload", "--watch", "--settle", "1h", str(folder), "/live") as watch:
        assert watch.stderr is not None
        watch.stderr.readline()
        watch.send_signal(signal.SIGINT)
        said = watch.stderr.readline()
        watch.send_signal(signal.SIGINT)
        watch.communicate()

    assert said.startswith("Sending what is left")
    assert watch.returncode == 130
