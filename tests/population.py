"""Captures of two users to search among, each named by its directory, alike on every gateway."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path

from spectrumx import Client
from spectrumx.errors import UnsupportedByGatewayError
from spectrumx.localgateway import LocalGateway
from spectrumx.models import Capture
from tests.recordings import START, write_digital_rf, write_radiohound, write_sigmf

DAY = 86_400.0
ME, COLLEAGUE = "searcher@example.org", "colleague@example.org"


def at(seconds: float) -> datetime:
    """The time so long after `START`."""
    return START + timedelta(seconds=seconds)


@dataclass
class Population:
    """What there is to find.

    Attributes:
        sds: A client of `ME`.
        token: The token of `ME`.
        captures: All captures that `ME` may see, by name.
    """

    sds: Client
    token: str
    captures: dict[str, Capture]


def populate(gateway: LocalGateway, folder: Path) -> Population:
    """Give two users of a gateway captures, those in SigMF only where it has such.

    Of the colleague's captures one channel each is shared.

    Args:
        gateway: Where.
        folder: Where to write the recordings.
    """
    _write_mine(folder / "mine")
    _write_theirs(folder / "theirs")
    token = gateway.add_user(ME)
    sds = client(gateway.url, token, cache=folder / "cache")
    made = _captures(sds, folder / "mine")
    with client(gateway.url, gateway.add_user(COLLEAGUE), cache=folder / "cache") as colleague:
        shared = _captures(colleague, folder / "theirs")
    for capture in shared.values():
        gateway.share(capture.uuid, with_email=ME)
    return Population(sds, token, made | {name: sds.captures.get(shared[name]) for name in shared})


def client(url: str, token: str, *, cache: Path) -> Client:
    """Make a client that depends on nothing else."""
    settings = {"SDS_SECRET_TOKEN": token, "SDS_CACHE_DIR": str(cache), "SDS_RETRIES": 2}
    return Client(url, env_file=None, env_config=settings, verbose=False)


def _captures(sds: Client, folder: Path) -> dict[str, Capture]:
    found = {}
    for each in sorted(folder.iterdir()):
        with suppress(UnsupportedByGatewayError):
            found[each.name] = sds.upload_capture(each, sds_path=f"/{each.name}")
    return found


def _write_mine(folder: Path) -> None:
    write_digital_rf(folder / "drf-pair", {"v": 100e6, "w": 150e6}, start=START, duration=1.5)
    write_digital_rf(
        folder / "drf-third",
        {"c": 1024000000.4842604},
        start=at(10.25),
        duration=0.01,
        sample_rate=Fraction(10_000_000, 3),
    )
    write_digital_rf(folder / "drf-blind", {"ch0": None}, start=at(20))
    write_digital_rf(folder / "drf-mixed", {"slow": 433e6}, start=at(30), sample_rate=2000)
    write_digital_rf(folder / "drf-mixed", {"fast": 915e6}, start=at(40), sample_rate=250_000)
    tuned = {"center_freq": 7000000000.25}
    write_digital_rf(folder / "drf-tuned", {"ch0": 7.1e9}, start=at(50), metadata=tuned)

    write_radiohound(folder / "rh-roof", start=at(60.100486))
    write_radiohound(
        folder / "rh-fiji",
        start=at(-2 * DAY),
        center_frequency=2400000000.5,
        sample_rate=8_000_000,
        latitude=-17.5,
        longitude=179.5,
        metadata={"scan_time": DAY},
    )
    write_radiohound(
        folder / "rh-samoa",
        start=at(80),
        center_frequency=None,
        latitude=-13.75,
        longitude=-172.0,
        metadata={"scan_time": None},
    )
    write_radiohound(folder / "rh-arctic", start=at(90), center_frequency=0.0, latitude=89.75)

    write_sigmf(
        folder / "sigmf-fm",
        start=at(100.5),
        sample_rate=1e6 / 3,
        center_freq=98.5e6,
        position=(48.25, 11.5),
    )
    write_sigmf(folder / "sigmf-pole", start=at(110), center_freq=2.0e9, position=(-90.0, 0.0))
    write_sigmf(folder / "sigmf-bare", start=None, sample_rate=None, center_freq=None)


def _write_theirs(folder: Path) -> None:
    write_digital_rf(folder / "drf-theirs", {"p": 5.0e9, "q": 5.9e9}, start=at(120))
    write_radiohound(folder / "rh-theirs", start=at(130), center_frequency=3.5e9)
