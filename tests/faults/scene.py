"""The stage of a run: a user, folders with something to lose, a proxy, and runs of the SDK."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from blake3 import blake3

from spectrumx.localgateway import LocalGateway
from tests.faults.children import Child, Nursery
from tests.faults.plan import Fault
from tests.faults.proxy import FaultProxy

SMALL = (1, 17, 300, 4_096, 16_384, 16_384, 65_536, 90_000, 262_144)
LARGE = (262_145, 700_000, 1_500_000, 3_000_000)
TINY = tuple(range(1, 14))
PLACE = "r"
LEFTOVER = ".0123456789abcdef.sds-partial"

_users = itertools.count(1)


@dataclass
class Leg:
    """One run of the SDK.

    Attributes:
        verb: "upload" or "download".
        status: Its process' exit status, negative for a signal.
        said: Its report, None where it was killed.
        done: Paths it said were done, while it ran.
    """

    verb: str
    status: int
    said: dict[str, Any] | None
    done: list[str]

    @property
    def is_clean(self) -> bool:
        """Whether it ended by itself, without an error."""
        return self.said is not None and not self.said["error"]

    def with_status(self, status: str) -> list[dict[str, Any]]:
        """The files that it reports with a status."""
        results = self.said["results"] if self.said else []
        return [result for result in results if result["status"] == status]


@dataclass
class Scene:
    """One user's files, and what surrounds them.

    Attributes:
        gateway: The gateway.
        proxy: In front of it.
        nursery: Starts the SDK.
        folder: Everything lies here.
        token: The user's.
        email: The user's.
        files: Checksums that are right for each path below the place.
        kept: Contents of files here that no run may touch, by path.
        legs: The runs so far.
        settings: Of the SDK, besides the token.
    """

    gateway: LocalGateway
    proxy: FaultProxy
    nursery: Nursery
    folder: Path
    token: str = ""
    email: str = ""
    files: dict[str, set[str]] = field(default_factory=dict)
    kept: dict[Path, bytes] = field(default_factory=dict)
    legs: list[Leg] = field(default_factory=list)
    settings: dict[str, object] = field(default_factory=dict)

    @property
    def source(self) -> Path:
        """What is uploaded."""
        return self.folder / "source"

    @property
    def around(self) -> Path:
        """What the target lies in."""
        return self.folder / "around"

    @property
    def target(self) -> Path:
        """What is downloaded into."""
        return self.around / "target"

    @property
    def notes(self) -> Path:
        """What the runs leave: reports, journals and logs."""
        return self.folder / "notes"

    def write(self, relative: str, contents: bytes) -> Path:
        """Put a file into the source."""
        path = self.source / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(contents)
        self.files.setdefault(relative, set()).add(blake3(contents).hexdigest())
        return path

    def keep(self, path: Path, contents: bytes) -> None:
        """Put a file somewhere that no run may touch."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(contents)
        self.kept[path] = contents

    def left(self, verb: str) -> int:
        """Bytes that an upload or download still has to move, roughly."""
        if verb == "upload":
            stored = {path.partition(f"/{PLACE}/")[2] for _, _, path in self.proxy.ledger.uploads}
            missing = [path for path in self.files if path not in stored]
        else:
            missing = [path for path in self.files if not (self.target / path).exists()]
        return sum((self.source / path).stat().st_size for path in missing)

    def upload(
        self,
        faults: Iterable[Fault] = (),
        *,
        kills: Iterable[tuple[int, Callable[[Child], None]]] = (),
        **limits: object,
    ) -> Leg:
        """Run an upload of the source; `kills` are called after so many bytes."""
        return self._run("upload", str(self.source), PLACE, faults, kills, limits)

    def store(self) -> None:
        """Upload the source with nothing in the way, for what is to come."""
        leg = self.upload()
        assert leg.is_clean, leg

    def download(
        self,
        faults: Iterable[Fault] = (),
        *,
        kills: Iterable[tuple[int, Callable[[Child], None]]] = (),
        **limits: object,
    ) -> Leg:
        """Run a download into the target; `kills` are called after so many bytes."""
        return self._run("download", PLACE, str(self.target), faults, kills, limits)

    def _run(
        self,
        verb: str,
        source: str,
        target: str,
        faults: Iterable[Fault],
        kills: Iterable[tuple[int, Callable[[Child], None]]],
        limits: dict[str, object],
    ) -> Leg:
        place = self.notes / f"{len(self.legs):02}"
        order = {
            "verb": verb,
            "url": self.proxy.url,
            "source": source,
            "target": target,
            "settings": {
                "SDS_SECRET_TOKEN": self.token,
                "SDS_CACHE_DIR": str(self.folder / "cache"),
                **self.settings,
            },
            "report": f"{place}.report",
            "journal": f"{place}.journal",
            "log": f"{place}.log",
            **limits,
        }
        children: list[Child] = []
        at_bytes = [(after, lambda act=act: act(children[0])) for after, act in kills]
        self.proxy.begin_leg(faults, at_bytes=at_bytes)
        children.append(self.nursery.start(order))
        status = children[0].wait()
        self.proxy.end_leg()
        leg = Leg(verb, status, _read(order["report"]), _lines(order["journal"]))
        self.legs.append(leg)
        return leg


def new_scene(
    gateway: LocalGateway,
    proxy: FaultProxy,
    nursery: Nursery,
    folder: Path,
    *,
    random: Random,
    sizes: Iterable[int] = SMALL + LARGE,
) -> Scene:
    """Make a scene: a new user, a folder of files to send, and files that must stay as they are.

    Args:
        gateway: The gateway.
        proxy: In front of it.
        nursery: Starts the SDK.
        folder: Everything will lie here.
        random: Draws the contents.
        sizes: Of the files to send, in bytes.
    """
    email = f"fault-{next(_users)}@example.org"
    scene = Scene(gateway, proxy, nursery, folder, token=gateway.add_user(email), email=email)
    scene.settings = {"SDS_RETRIES": 3, "SDS_TIMEOUT": 2, "SDS_WORKERS": 8}
    scene.notes.mkdir(parents=True)
    for number, size in enumerate(sizes):
        scene.write(f"{'abc'[number % 3]}/{number:02}.bin", random.randbytes(size))
    # What an earlier download left in the folder is never sent.
    scene.keep(scene.source / LEFTOVER, random.randbytes(5_000))
    scene.keep(scene.around / "beside.txt", b"not yours")
    scene.keep(scene.target / "mine.txt", b"not yours either")
    scene.keep(scene.target / "a" / "mine.bin", random.randbytes(4_000))
    # What a download would put there, but edited by hand: as long, and something else.
    edited = bytes((scene.source / "b" / "01.bin").stat().st_size)
    scene.keep(scene.target / "b" / "01.bin", edited)
    return scene


def _read(report: object) -> dict[str, Any] | None:
    path = Path(str(report))
    return json.loads(path.read_text()) if path.exists() else None


def _lines(journal: object) -> list[str]:
    path = Path(str(journal))
    return path.read_text().splitlines() if path.exists() else []
