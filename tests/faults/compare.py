"""The same faults for this SDK and for the published 0.2.4: `python -m tests.faults.compare`.

Prints a table in Markdown. Each fault meets one file of thirteen, or the listing; a run is one call
of `upload` or `download`, and where that failed, the same call once more with nothing in its way.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

from blake3 import blake3

from spectrumx.localgateway import LocalGateway
from tests.faults import published
from tests.faults.children import Nursery, nursery
from tests.faults.plan import POSSIBLE, Fault, On
from tests.faults.proxy import FaultProxy, fault_proxy
from tests.faults.published import Ending
from tests.faults.rows import path_of, rows
from tests.faults.scene import LEFTOVER, PLACE, Leg, Scene, new_scene

CASES = [(on, on, how) for on in (On.UPLOAD, On.DOWNLOAD) for how in POSSIBLE[on]] + [
    (On.DOWNLOAD, On.LIST, how) for how in POSSIBLE[On.LIST]
]
NTH = 3


class Ours:
    """This SDK."""

    def run(self, scene: Scene, verb: On, faults: list[Fault]) -> Ending:
        """Make one call."""
        leg: Leg = getattr(scene, verb)(faults)
        if leg.said is None:
            return Ending(f"exit status {leg.status}", "")
        kinds = leg.said["kinds"]
        return Ending(f"spectrumx.errors.{kinds[0]}" if kinds else "", "")

    def target(self, scene: Scene) -> Path:
        """Where downloads land."""
        return scene.target


class Theirs:
    """The published release."""

    def run(self, scene: Scene, verb: On, faults: list[Fault]) -> Ending:
        """Make one call."""
        scene.proxy.begin_leg(faults)
        return published.upload(scene) if verb == On.UPLOAD else published.download(scene)

    def target(self, scene: Scene) -> Path:
        """Where downloads land."""
        return published.target_of(scene)


def state(scene: Scene, verb: On, target: Path) -> tuple[int, int, int]:
    """Count the files that are missing, that are wrong, and that are there twice."""
    if verb == On.UPLOAD:
        found = rows(scene.gateway, scene.token, path=f"/files/{scene.email}/{PLACE}/")
        there = {path_of(row).partition(f"/{PLACE}/")[2]: row["sum_blake3"] for row in found}
    else:
        here = [path for path in target.rglob("*") if path.is_file()]
        there = {
            path.relative_to(target).as_posix(): blake3(path.read_bytes()).hexdigest()
            for path in here
        }
    every = Counter(map(path_of, rows(scene.gateway, scene.token, path="/")))
    missing = sum(path not in there for path in scene.files)
    wrong = sum(path in there and there[path] not in scene.files[path] for path in scene.files)
    altered = scene.proxy.ledger.altered
    return missing, wrong, sum(times > 1 + 2 * altered[path] for path, times in every.items())


def outcome(scene: Scene, who: Ours | Theirs, verb: On, fault: Fault) -> str:
    """Make a run and say how it went."""
    ending = who.run(scene, verb, [fault])
    missing, wrong, twice = state(scene, verb, who.target(scene))
    parts = []
    if fault not in scene.proxy.ledger.met:
        parts.append("not met")
    if wrong:
        parts.append("**corrupt data in place**" if ending.error else "**corrupt data accepted**")
    if ending.error:
        name = ending.error.rpartition(".")[2]
        parts.append(f"{ending.kind}: {name}, {missing} of {len(scene.files)} missing")
        parts += after_failure(scene, who, verb)
    elif missing:
        parts.append("**silent loss**")
    elif not wrong:
        parts.append("whole")
    if twice:
        parts.append("**stored twice**")
    if scene.token.encode() in scene.proxy.ledger.elsewhere:
        parts.append("**token sent to another host**")
    elif scene.proxy.ledger.elsewhere:
        parts.append("asked the other host")
    return "; ".join(parts)


def after_failure(scene: Scene, who: Ours | Theirs, verb: On) -> Iterator[str]:
    """Make the same call again, and say what it left undone."""
    ending = who.run(scene, verb, [])
    missing, wrong, _ = state(scene, verb, who.target(scene))
    if ending.error or missing or wrong:
        yield f"**again: {ending.error or 'no error'}, {missing} missing, {wrong} wrong**"
    else:
        yield "again: whole"


def bare_scene(gateway: LocalGateway, proxy: FaultProxy, clients: Nursery, folder: Path) -> Scene:
    """Make a scene without what only this SDK knows of."""
    scene = new_scene(gateway, proxy, clients, folder, random=Random(1))
    (scene.source / LEFTOVER).unlink()
    shutil.rmtree(scene.target)
    scene.target.mkdir()
    return scene


def compared(gateway: LocalGateway, clients: Nursery, folder: Path) -> Iterator[str]:
    """Run every case, and yield the table's lines."""
    yield "| transfer | fault | this SDK | 0.2.4 |"
    yield "|---|---|---|---|"
    for number, (verb, on, how) in enumerate(CASES):
        said = []
        for who in (Ours(), Theirs()):
            with fault_proxy(gateway.url) as proxy:
                place = folder / f"{number}-{type(who).__name__}"
                scene = bare_scene(gateway, proxy, clients, place)
                if verb == On.DOWNLOAD:
                    scene.store()
                nth = 1 if on == On.LIST else NTH
                said.append(outcome(scene, who, verb, Fault(on, how, nth)))
        yield f"| {verb} | {on}: {how} | {said[0]} | {said[1]} |"


def main() -> None:
    """Print the table."""
    folder = Path(tempfile.mkdtemp(prefix="compare-"))
    with LocalGateway(folder / "gateway") as gateway, nursery() as clients:
        for line in compared(gateway, clients, folder):
            print(line)
    shutil.rmtree(folder)


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    main()
