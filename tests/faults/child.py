"""The SDK in processes of their own: this one waits for orders and forks for each.

`python -m tests.faults.child` reads one order, a line of JSON, after another; it answers the
process' number, and when it has ended its exit status. Forking saves the imports.
"""

from __future__ import annotations

import ctypes
import json
import logging
import os
import signal
import struct
import sys
import time
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any

from spectrumx import Client, SDSError
from spectrumx.bulk import pump
from spectrumx.progress import Done, Event

LIMIT = 100
"""Seconds after which a run that does not end is ended by the system."""

__all__ = ["pump"]  # loads libcurl, which another user's process could not read any more


def carry_out(order: dict[str, Any]) -> dict[str, Any]:
    """Upload or download as ordered, and say what came of it.

    Every file that is reported done is at once written to the order's journal, so that what was
    said before a kill is known.
    """
    journal = os.open(order["journal"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)

    def write_down(event: Event) -> None:
        if isinstance(event, Done):
            os.write(journal, f"{event.path}\n".encode())

    with Client(order["url"], env_file=None, env_config=order["settings"], verbose=False) as sds:
        try:
            if order["verb"] == "upload":
                report = sds.upload(order["source"], sds_path=order["target"], on_event=write_down)
            else:
                report = sds.download(
                    order["source"],
                    to=order["target"],
                    overwrite=order.get("overwrite", False),
                    on_event=write_down,
                )
        except SDSError as error:
            return said_of_failure(error)
    return {"error": "", "kinds": [], "results": [said_of(result) for result in report]}


def said_of_failure(error: SDSError) -> dict[str, Any]:
    """Say what was raised, and what its report holds."""
    report = error.report or ()
    return {
        "error": f"{error!r} {vars(error)!r}",
        "kinds": [kind.__name__ for kind in type(error).__mro__],
        "results": [said_of(result) for result in report],  # type: ignore[attr-defined]
    }


def said_of(result: Any) -> dict[str, Any]:
    """Say what is reported of one file."""
    return {
        "path": result.sds_path,
        "local": str(result.local_path),
        "status": str(result.status),
        "reason": str(result.reason),
        "error": repr(result.error) if result.error else "",
    }


def limit(order: dict[str, Any]) -> None:
    """Take away what the order says the process shall not have."""
    if "largest_file" in order:
        import resource  # noqa: PLC0415  not on Windows

        resource.setrlimit(resource.RLIMIT_FSIZE, (order["largest_file"], resource.RLIM_INFINITY))
    if "permissions_hold" in order and os.geteuid() == 0:
        # Without its capabilities root is a user like any other (capabilities(7)).
        ctypes.CDLL(None).capset(struct.pack("Ii", 0x20080522, 0), bytes(24))


def run(order: dict[str, Any]) -> None:
    """Be the child: carry the order out, and leave its report."""
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
    os.dup2(log, 1)
    os.dup2(log, 2)
    logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
    signal.alarm(LIMIT)
    limit(order)
    began = time.monotonic()
    said = carry_out(order)
    said["seconds"] = time.monotonic() - began
    Path(order["report"]).write_text(json.dumps(said))


def load() -> None:
    """Load now what the SDK loads at its first request, so that no fork has to."""
    settings = {"SDS_SECRET_TOKEN": "none", "SDS_RETRIES": 0}
    with (
        Client("http://localhost:1", env_file=None, env_config=settings, verbose=False) as sds,
        suppress(SDSError),
    ):
        sds.authenticate()


def main() -> None:
    """Fork for every order."""
    load()
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if not pid:
            code = 1
            try:
                run(order)
                code = 0
            except BaseException:  # noqa: BLE001  the fork must not return
                traceback.print_exc()
            os._exit(code)
        print(pid, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
