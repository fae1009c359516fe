"""Runs one measured call in a process of its own and prints what it took, as JSON.

    python -E benchmarks/driver.py SDK CALL '{"url": …, "local": …, "remote": …}'

It runs by its path, in the interpreter of either SDK: `spectrumx` is this project in one and the
published 0.2.4 in the other. So it imports nothing but the standard library and what it measures.
The token is in SDS_SECRET_TOKEN.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

Job = dict[str, str]


def current_client(sdk: ModuleType, job: Job) -> Any:  # noqa: ANN401  a class of either SDK
    """Make a client of this project."""
    return sdk.Client(job["url"], env_file=None, verbose=False)


def current_download(client: Any, job: Job) -> Iterable[object]:  # noqa: ANN401  as above
    """Download what is below a directory."""
    report: Iterable[object] = client.download(job["remote"], to=job["local"])
    return report


def current_upload(client: Any, job: Job) -> Iterable[object]:  # noqa: ANN401  as above
    """Upload a file or folder."""
    report: Iterable[object] = client.upload(job["local"], sds_path=job["remote"])
    return report


def current_plan(client: Any, job: Job) -> Iterable[object]:  # noqa: ANN401  as above
    """Plan a download, and carry nothing out."""
    client.dry_run = True
    return current_download(client, job)


def published_client(sdk: ModuleType, job: Job) -> Any:  # noqa: ANN401  a class of that release
    """Make a client of a gateway at any port, which the release has no argument for."""
    address = urlsplit(job["url"])
    client = sdk.Client(host=address.hostname, verbose=False)
    gateway = client._gateway  # noqa: SLF001
    gateway.protocol, gateway.host, gateway.port = address.scheme, address.hostname, address.port
    client.dry_run = False
    return client


def published_download(client: Any, job: Job) -> Iterable[object]:  # noqa: ANN401  as above
    """Download what is below a directory."""
    results: Iterable[object] = client.download(
        from_sds_path=job["remote"], to_local_path=Path(job["local"]), verbose=False
    )
    return results


def published_upload(client: Any, job: Job) -> Iterable[object]:  # noqa: ANN401  as above
    """Upload a folder, asking the gateway and not the release's own journal."""
    results: Iterable[object] = client.upload(
        local_path=Path(job["local"]), sds_path=job["remote"], verbose=False, persist_state=False
    )
    return results


def shell(_: object, job: Job) -> Iterable[object]:
    """Run a shell command."""
    subprocess.run(job["command"], shell=True, check=True, stdout=subprocess.DEVNULL)  # noqa: S602
    return ["done"]


CALLS: dict[str, dict[str, Callable[[Any, Job], Iterable[object]]]] = {
    "current": {
        "download": current_download,
        "upload": current_upload,
        "plan": current_plan,
    },
    "published": {"download": published_download, "upload": published_upload},
    "shell": {"command": shell},
}


def signed_in(sdk: str, job: Job) -> object:
    """Import an SDK and make a client that the gateway knows; its calls are what is measured."""
    if sdk == "shell":
        return None
    module = importlib.import_module("spectrumx")
    client = (current_client if sdk == "current" else published_client)(module, job)
    client.authenticate()
    return client


def main(sdk: str, call: str, description: str) -> None:
    """Run a call; what it took goes to standard output."""
    job, run = json.loads(description), CALLS[sdk][call]
    with contextlib.redirect_stdout(sys.stderr):
        client = signed_in(sdk, job)
        before = _spent()
        outcome = run(client, job)
        after = _spent()
        peak = _peak_rss()
    taken = {name: after[name] - before[name] for name in before}
    # Each result is true when it is a success; they are looked at when the clock has stopped.
    counts = {"files": sum(1 for _ in outcome), "failures": sum(not result for result in outcome)}
    print(json.dumps({**taken, **counts, "peak_rss": peak}))


def _spent() -> dict[str, float]:
    """Seconds by the clock and of CPU so far, those of child processes included."""
    mine = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    user, system = mine.ru_utime + children.ru_utime, mine.ru_stime + children.ru_stime
    return {"wall": time.perf_counter(), "user": user, "system": system}


def _peak_rss() -> int:
    """The most memory this process had, in bytes.

    Linux counts in `ru_maxrss` what the parent had when it started this process; VmHWM begins anew.
    """
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


if __name__ == "__main__":
    main(*sys.argv[1:])
