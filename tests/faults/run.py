"""One run, drawn from a seed: faults and deaths on the way up and down, then the rest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from spectrumx.localgateway import LocalGateway, Quirk
from tests.faults.children import Nursery, nursery
from tests.faults.kills import Kill, Kills
from tests.faults.plan import Fault, On, draw
from tests.faults.proxy import fault_proxy
from tests.faults.scene import Scene, new_scene
from tests.faults.verdict import losses

LAST_BYTE = 0.05
"""How many of the deaths come with the last byte, when files get their names."""

DEATHS = ("client", "client", "gateway", "gateway")
"""Of each transfer, in any order, while there is something left to do."""

PATIENCE = (0, 0, 3)
"""How often the client tries again: without, the gateway's death is the end of its run."""


@dataclass
class Stage:
    """What runs share: a gateway of either kind, and a nursery of clients."""

    gateways: tuple[LocalGateway, LocalGateway]
    clients: Nursery
    folder: Path


@dataclass
class Outcome:
    """What became of one run.

    Attributes:
        seed: Repeats it.
        kills: Deaths.
        met: Faults that met a request.
        losses: What was lost or wrong; none when all is well.
        clean: Runs of the SDK that ended without an error, of all that were not killed.
    """

    seed: int
    kills: list[Kill] = field(default_factory=list)
    met: list[Fault] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)
    clean: int = 0


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """Start what runs share."""
    with (
        LocalGateway(folder / "mended") as mended,
        LocalGateway(folder / "quirky", quirks=tuple(Quirk)) as quirky,
        nursery() as clients,
    ):
        yield Stage((mended, quirky), clients, folder)


def run(seed: int, on: Stage) -> Outcome:
    """Upload and download with what the seed draws; the verdict falls after every leg."""
    random, outcome = Random(seed), Outcome(seed)
    gateway = on.gateways[seed % 2]
    with fault_proxy(gateway.url) as proxy:
        scene = new_scene(gateway, proxy, on.clients, on.folder / str(seed), random=random)
        for verb in (On.UPLOAD, On.DOWNLOAD):
            for who in random.sample(DEATHS, len(DEATHS)):
                if scene.left(verb):
                    _leg(scene, verb, random, who, outcome)
            scene.settings["SDS_RETRIES"] = 3
            _last_leg(scene, verb, outcome)
        outcome.met = list(proxy.ledger.met)
        outcome.clean = sum(leg.is_clean for leg in scene.legs)
    return outcome


def _leg(scene: Scene, verb: On, random: Random, who: str, outcome: Outcome) -> None:
    """One run of the SDK with faults and a death."""
    kills = Kills(scene, verb)
    part = 1.0 if random.random() < LAST_BYTE else random.random() ** 2
    deaths = [(max(1, int(part * scene.left(verb))), getattr(kills, who))]
    scene.settings["SDS_RETRIES"] = random.choice(PATIENCE)
    faults = draw(random, verb, faults=random.randrange(4), requests=len(scene.files))
    getattr(scene, verb)(faults, kills=deaths)
    kills.settle()
    outcome.kills += kills.made
    outcome.losses += losses(scene)


def _last_leg(scene: Scene, verb: On, outcome: Outcome) -> None:
    """One run of the SDK with nothing in its way."""
    getattr(scene, verb)()
    outcome.losses += losses(scene, is_complete=True)
