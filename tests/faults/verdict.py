"""What must be true after every run, however it ended."""

from __future__ import annotations

import re
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from blake3 import blake3

from spectrumx.models.transfers import Reason, Status
from tests.faults.rows import Row, contents, path_of, rows
from tests.faults.scene import PLACE, Leg, Scene

PARTIAL = re.compile(r"\..*\.sds-partial")


def losses(scene: Scene, *, is_complete: bool = False) -> list[str]:
    """Say everything that is lost or wrong.

    Args:
        scene: After a run.
        is_complete: Whether that run succeeded, so that everything has to be in its place.

    Returns:
        Sentences; none when all is well.
    """
    newest = rows(scene.gateway, scene.token, path=f"{_root(scene)}/")
    found = [
        *_wrong_at_the_gateway(scene, newest, is_complete=is_complete),
        *_more_than_one_row(scene),
        *_wrong_here(scene),
        *touched(scene),
        *_sent_again(scene),
        *_leaked(scene),
        *_said_falsely(scene, scene.legs[-1], newest),
    ]
    if is_complete:
        found += _missing(scene, scene.legs[-1], newest)
    return found


def _root(scene: Scene) -> str:
    return f"/files/{scene.email}"


def _relative(scene: Scene, path: str) -> str:
    return path.removeprefix(_root(scene)).removeprefix("/").removeprefix(f"{PLACE}/")


def _wrong_at_the_gateway(scene: Scene, newest: list[Row], *, is_complete: bool) -> Iterator[str]:
    # What was altered on its way is there until the client has sent it again.
    excused = () if is_complete else scene.proxy.ledger.altered
    for row in newest:
        path = path_of(row)
        if row["sum_blake3"] in scene.files.get(_relative(scene, path), ()) or path in excused:
            continue
        yield f"the gateway has {path} with contents {row['sum_blake3']} that nobody sent"
    if is_complete:
        came = contents(scene.gateway, scene.token, newest)
        for row in newest:
            if came[row["uuid"]] != row["sum_blake3"]:
                yield f"the gateway's contents of {path_of(row)} are not those it lists"


def _more_than_one_row(scene: Scene) -> Iterator[str]:
    counted = Counter(map(path_of, rows(scene.gateway, scene.token, path="/")))
    for path, count in counted.items():
        versions = len(scene.files.get(_relative(scene, path), ()))
        # What was altered hides an earlier version, which may then be needed once more.
        if count > versions + 2 * scene.proxy.ledger.altered[path]:
            yield f"the gateway has {count} rows of {path}"


def _wrong_here(scene: Scene) -> Iterator[str]:
    for path in scene.target.rglob("*"):
        if path in scene.kept or path.is_dir() or PARTIAL.fullmatch(path.name):
            continue
        relative = path.relative_to(scene.target).as_posix()
        if _checksum(path) not in scene.files.get(relative, ()):
            yield f"{path} is not what was sent"


def touched(scene: Scene) -> Iterator[str]:
    """Say what was changed that is not the run's to change."""
    for path, before in scene.kept.items():
        if path.is_symlink() or not path.is_file() or path.read_bytes() != before:
            yield f"{path}, which is somebody else's, was changed"
    for path in scene.around.rglob("*"):
        if path not in scene.kept and not path.is_relative_to(scene.target) and path.is_file():
            yield f"{path} was written outside of the target"


def _sent_again(scene: Scene) -> Iterator[str]:
    acknowledged: set[str] = set()
    stored: dict[str, int] = {}
    for what, leg, path in scene.proxy.ledger.uploads:
        if len(scene.files.get(_relative(scene, path), ())) > 1:
            continue  # changed meanwhile, so there is something new to send
        if what == "posted" and path in acknowledged:
            yield f"{path} was acknowledged, and sent again"
        elif what == "posted" and stored.get(path, leg) < leg:
            yield f"{path} was stored by an earlier run, and sent again"
        elif what == "acknowledged":
            acknowledged.add(path)
        elif what == "stored":
            stored.setdefault(path, leg)


def _leaked(scene: Scene) -> Iterator[str]:
    token = scene.token.encode()
    secret = token.rpartition(b".")[2]
    for folder in (scene.notes, scene.around, scene.folder / "cache"):
        for path in folder.rglob("*"):
            if path.is_file() and secret in path.read_bytes():
                yield f"the token is in {path}"
    if scene.proxy.ledger.elsewhere:
        yield f"another host was asked: {bytes(scene.proxy.ledger.elsewhere[:200])!r}"


def _said_falsely(scene: Scene, leg: Leg, newest: list[Row]) -> Iterator[str]:
    if leg.status == -signal.SIGALRM:
        yield f"the {leg.verb} did not end"
    if leg.status > 0:
        yield f"the {leg.verb} ended with an error that is not one of the SDK's; see its log"
    there = {_relative(scene, path_of(row)): row["sum_blake3"] for row in newest}
    arrived = leg.with_status(Status.TRANSFERRED) + leg.with_status(Status.LINKED)
    same = [each for each in leg.with_status(Status.SKIPPED) if each["reason"] == Reason.SAME]
    for path in [*leg.done, *(result["path"] for result in arrived + same)]:
        relative = _relative(scene, path)
        if leg.verb == "upload":
            is_true = there.get(relative) in scene.files[relative]
        else:
            place = scene.target / relative
            is_true = place.is_file() and _checksum(place) in scene.files[relative]
        if not is_true:
            yield f"{path} was reported done, and is not"


def _missing(scene: Scene, leg: Leg, newest: list[Row]) -> Iterator[str]:
    if not leg.is_clean:
        yield f"the {leg.verb} failed although nothing was in its way: {leg.said}"
    if leg.verb == "upload":
        there = {_relative(scene, path_of(row)) for row in newest}
        yield from (f"{path} did not arrive" for path in scene.files if path not in there)
        return
    for relative in scene.files:
        if not (scene.target / relative).is_file():
            yield f"{relative} is not in the target"
    for path in scene.target.rglob("*"):
        if PARTIAL.fullmatch(path.name):
            yield f"{path} was left behind"


def _checksum(path: Path) -> str:
    return blake3(path.read_bytes()).hexdigest()
