"""How commands fail: one sentence, and an exit status that scripts can tell apart."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from spectrumx import errors
from spectrumx.cli import failures
from tests.cli.conftest import PROGRAM, Program, Run
from tests.cli.terminal import lines_on_terminal, open_terminal

CODES: dict[type[Exception], int] = {
    errors.SDSError: 1,
    errors.ConfigError: 2,
    errors.InvalidRequestError: 2,
    errors.AuthError: 3,
    errors.PermissionDeniedError: 3,
    errors.NetworkError: 4,
    errors.CertificateError: 4,
    errors.ServiceError: 4,
    errors.RateLimitError: 4,
    errors.NotFoundError: 5,
    errors.about(errors.NotFoundError, errors.CaptureError): 5,
    errors.ConflictError: 1,
    errors.LocalFileError: 1,
    errors.LocalFileMissingError: 5,
    errors.IntegrityError: 1,
    errors.UnsupportedByGatewayError: 1,
    OSError: 1,
    ModuleNotFoundError: 1,
    ZeroDivisionError: 1,
}


@pytest.mark.parametrize("kind", CODES, ids=lambda each: each.__name__)
def test_each_error_has_its_status(kind: type[Exception]) -> None:
    """An error's class decides the exit status."""
    assert failures.exit_code(kind("because")) == CODES[kind]


@pytest.mark.parametrize(
    ("kinds", "got_through", "code"),
    [
        ([], True, 0),
        ([errors.NetworkError, errors.NetworkError], False, 4),
        ([errors.AuthError], False, 3),
        ([errors.NetworkError, errors.NetworkError], True, 1),
        ([errors.NetworkError, errors.LocalFileError], False, 1),
        ([errors.LocalFileError], True, 1),
        ([errors.NotFoundError], False, 5),
    ],
)
def test_several_errors_have_one_status(
    kinds: list[type[errors.SDSError]], *, got_through: bool, code: int
) -> None:
    """One reason for all gives its own status; where others got through, some files failed."""
    several = [kind("because") for kind in kinds]

    assert failures.shared_exit_code(several, got_through=got_through) == code


def test_a_transfer_that_never_began_has_the_reasons_status(run: Run, recording: Path) -> None:
    """A token that is refused, or a gateway that is not there, is the status of all files."""
    refused = run("upload", str(recording), "/r", SDS_SECRET_TOKEN="wrong.token")
    unreachable = run("upload", str(recording), "/r", "--host", "localhost:1")

    assert (refused.exit_code, unreachable.exit_code) == (3, 4)


def test_errors_are_a_sentence_on_standard_error(program: Program) -> None:
    """Standard output stays empty, and there is no traceback; --debug shows one."""
    shown = program.run("whoami", "--json", "--quiet", "--host", "localhost:1")
    debugged = program.run("whoami", "--debug", "--host", "localhost:1")

    assert (shown.returncode, shown.stdout) == (4, "")
    assert shown.stderr.startswith("sds: can't reach http://localhost:1")
    assert shown.stderr.splitlines()[1].startswith("hint: ")
    assert "Traceback" not in shown.stderr
    assert "Traceback" in debugged.stderr
    assert program.settings["SDS_SECRET_TOKEN"] not in debugged.stderr


def test_on_a_terminal_further_tries_are_told(program: Program) -> None:
    """Whoever waits reads why a call is tried again; with --quiet, nothing of it."""
    asked = ("whoami", "--host", "localhost:1")
    shown = lines_on_terminal(program, *asked, columns=80)
    quiet = lines_on_terminal(program, *asked, "--quiet", columns=80)

    assert re.match(r"trying again in 0\.\d s: can't reach http://localhost:1: ", shown[0])
    assert quiet == shown[1:]


def test_without_a_terminal_the_first_further_try_is_told(program: Program) -> None:
    """A log shows what is waited for, in one line however often it is tried; not with --quiet."""
    patient = Program({**program.settings, "SDS_RETRIES": "2"})
    asked = ("whoami", "--json", "--host", "localhost:1")
    shown, quiet = patient.run(*asked).stderr, patient.run(*asked, "--quiet").stderr

    first, *rest = shown.splitlines()
    assert re.match(r"trying again in 0\.\d s: can't reach http://localhost:1: ", first)
    assert rest == quiet.splitlines()


def test_warnings_are_lines_on_standard_error(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the SDK warns of is one line, without Python's own words around it."""
    monkeypatch.chdir(tmp_path)
    Path(".env").write_text("SDS_WORKER=3\n")

    shown = program.run("config", "--json")

    assert shown.stderr == (
        "warning: .env has an unknown setting SDS_WORKER; did you mean SDS_WORKERS?\n"
    )


@pytest.mark.skipif(os.name != "posix", reason="closed by a POSIX shell")
@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("whoami <&-", 0),
        ("whoami >&-", 0),
        ("whoami 2>&-", 0),
        ("search >&- --freq 1Hz", 0),
        ("login <&-", 2),
    ],
)
def test_streams_may_be_closed(program: Program, command: str, status: int) -> None:
    """A closed standard stream is an empty one: it changes neither the errors nor the status."""
    script = f'"$0" -m spectrumx {command}'

    shown = subprocess.run(
        ["sh", "-c", script, sys.executable],
        check=False,
        capture_output=True,
        text=True,
        env=program.environment,
    )

    assert shown.returncode == status, shown.stderr
    assert "unexpected" not in shown.stderr


@pytest.mark.skipif(os.name != "posix", reason="pipes end otherwise")
@pytest.mark.parametrize("command", [["config"], ["config", "--json"], ["whoami"], ["--help"]])
def test_a_reader_that_leaves_ends_it_quietly(command: list[str], program: Program) -> None:
    """Where standard output is closed on the other side, nothing is said of it."""
    reading, writing = os.pipe()
    os.close(reading)

    shown = subprocess.run(
        [*PROGRAM, *command],
        check=False,
        stdout=writing,
        stderr=subprocess.PIPE,
        env={**program.environment, "PYTHONUNBUFFERED": ""},
    )
    os.close(writing)

    assert shown.stderr == b""
    assert shown.returncode in {1, 141}


# Where the tests run in the background, interrupts are ignored, by their children too.
INTERRUPTIBLE = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
    "from spectrumx_program import main; main()"
)
SLOW_TO_LOAD = "print('loading', flush=True); input()"


def interrupted(asking: subprocess.Popen[bytes]) -> bytes:
    """What it says on standard error when it is interrupted.

    An interrupt that comes just before it begins to wait for an answer is not seen: then another.
    """
    for _ in range(10):
        asking.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            return asking.communicate(timeout=5)[1]
    return b""


def test_an_interrupt_ends_with_status_130(program: Program) -> None:
    """Ctrl-C at a question ends the program with one word."""
    leader, follower = open_terminal()
    asking = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTIBLE, "login"],
        stdin=follower,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=program.environment,
    )
    try:
        assert asking.stderr is not None
        assert asking.stderr.read(7) == b"Gateway"
        said = interrupted(asking)
    finally:
        asking.kill()
        os.close(leader)
        os.close(follower)

    assert asking.returncode == 130
    assert said.endswith(b"sds: interrupted\n")


@pytest.mark.parametrize(
    ("module", "option", "said"),
    [("click", "--version", b""), ("decimal", "--help", b"sds: interrupted\n")],
    ids=["the program", "the commands"],
)
def test_an_interrupt_while_it_is_loaded(
    program: Program, tmp_path: Path, module: str, option: str, said: bytes
) -> None:
    """Ctrl-C ends it with status 130 also while the program is loaded, or what --help lists."""
    (tmp_path / f"{module}.py").write_text(SLOW_TO_LOAD)
    loading = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTIBLE, option],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**program.environment, "PYTHONPATH": str(tmp_path)},
    )
    assert loading.stdout is not None
    assert loading.stdout.readline() == b"loading\n"

    assert (interrupted(loading), loading.returncode) == (said, 130)


def test_a_question_nobody_can_answer_is_a_usage_error(run: Run, recording: Path) -> None:
    """What needs a yes, and has nobody to give it, ends with status 2 and does nothing."""
    run("upload", str(recording), "/r")

    shown = run("rm", "-r", "/r", said="y\n")

    assert shown.exit_code == 2
    assert "--yes" in shown.stderr
    assert "notes.txt" in run("ls", "/r").stdout
