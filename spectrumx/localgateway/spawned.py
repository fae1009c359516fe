"""The process of a gateway, seen from the one that started it: begin, talk, end."""

import json
import os
import subprocess
import sys
import weakref
from contextlib import suppress

from spectrumx.localgateway.settings import Settings

START = 0
"""The number under which a gateway says how its start went."""

_PATIENCE = 15

_processes: "weakref.WeakSet[subprocess.Popen[bytes]]" = weakref.WeakSet()


class LocalGatewayError(RuntimeError):
    """A gateway that could not be started, or does not do what it is told."""


def spawn(settings: Settings) -> "subprocess.Popen[bytes]":
    """Start a gateway's process."""
    # -P keeps modules that lie in the working directory from being taken for installed ones; a
    # session of its own keeps an interrupt of the notebook or shell from ending the gateway.
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
        [sys.executable, "-P", "-m", "spectrumx.localgateway", settings.to_json()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,
        start_new_session=True,
    )
    _processes.add(process)
    return process


def say(
    process: "subprocess.Popen[bytes]", command: dict[str, dict[str, object]], *, number: int
) -> None:
    """Tell a gateway to do something.

    Args:
        process: The gateway's.
        command: The arguments, by the command's name.
        number: What tells its answer from others.

    Raises:
        LocalGatewayError: If its process has ended.
    """
    line = json.dumps({"number": number, "command": command}).encode() + b"\n"
    try:
        if process.stdin is not None:
            process.stdin.write(line)
    except BrokenPipeError:
        process.wait(_PATIENCE)
        raise _ended(process) from None


def hear(process: "subprocess.Popen[bytes]", *, number: int) -> str:
    """Wait for the answer to a command, and return its result.

    Answers to other commands, which nobody waited for to the end, are passed over.

    Raises:
        LocalGatewayError: If it says that something went wrong, or its process has ended.
    """
    answer: dict[str, str] | None = None
    while answer is None:
        line = process.stdout.readline() if process.stdout else b""
        if not line:
            process.wait(_PATIENCE)
            raise _ended(process)
        answer = _answer(line, number=number)
    if "error" in answer:
        raise LocalGatewayError(answer["error"])
    return answer["result"]


def _answer(line: bytes, *, number: int) -> dict[str, str] | None:
    """Return the answer to a command, or None where a line is another's or the rest of one."""
    try:
        said = json.loads(line)
    except ValueError:
        return None
    answer: dict[str, str] | None = said["answer"] if said["number"] == number else None
    return answer


def _ended(process: "subprocess.Popen[bytes]") -> LocalGatewayError:
    return LocalGatewayError(
        f"the gateway's process ended with status {process.returncode}; its own words are above. "
        "If it misses a module: pip install 'spectrumx[gateway]'"
    )


def end(process: "subprocess.Popen[bytes]") -> None:
    """End a process by telling it to, or by force where that is not enough."""
    with process:
        _tell_to_stop(process)
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()


def _tell_to_stop(process: "subprocess.Popen[bytes]") -> None:
    if process.stdin is not None and not process.stdin.closed:
        # The end of the input alone is not seen while some other process holds the pipe too.
        with suppress(BrokenPipeError):
            process.stdin.write(b"\n")
        process.stdin.close()


def _let_go() -> None:
    """Leave the gateways to the process that started them: in a child that it forked."""
    for process in _processes:
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        process.returncode = 0  # there is nothing here to wait for


if hasattr(os, "register_at_fork"):  # Windows does not fork
    os.register_at_fork(after_in_child=_let_go)
