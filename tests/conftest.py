"""A gateway for all tests, a new user for each, and folders with something in them."""

from __future__ import annotations

import itertools
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from spectrumx import Client
from spectrumx.localgateway import LocalGateway, Quirk

# Started in a shell's background, this process ignores Ctrl-C, and so would all it starts.
signal.signal(signal.SIGINT, signal.default_int_handler)

_numbers = itertools.count(1)

# A machine that is busy for a moment is no failure.
settings.register_profile("without deadline", deadline=None)
settings.load_profile("without deadline")


@pytest.fixture(scope="session", params=[(), tuple(Quirk)], ids=["mended", "quirky"])
def gateway(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LocalGateway]:
    """One embedded gateway, a real server process, for all tests of this run.

    Everything is tested twice: against the gateway as it is, and with the public one's faults.
    """
    with LocalGateway(tmp_path_factory.mktemp("gateway"), quirks=request.param) as running:
        yield running


@pytest.fixture(scope="session", autouse=True)
def _nothing_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what is made for several tests out of the user's cache, profiles and environment."""
    with pytest.MonkeyPatch.context() as patch:
        _keep_out(patch, tmp_path_factory)
        yield


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test a cache and profiles of its own."""
    _keep_out(monkeypatch, tmp_path_factory)


def _keep_out(patch: pytest.MonkeyPatch, folders: pytest.TempPathFactory) -> None:
    for name in [name for name in os.environ if name.startswith("SDS_")]:
        patch.delenv(name)
    patch.setenv("SDS_CACHE_DIR", str(folders.mktemp("cache")))
    settings = folders.mktemp("config")
    patch.setenv("SDS_CONFIG_DIR", str(settings))
    patch.setenv("XDG_CONFIG_HOME", str(settings))


@pytest.fixture
def token(gateway: LocalGateway) -> str:
    """The token of a user nobody else uses."""
    return gateway.add_user(f"user-{next(_numbers)}@example.org")


@pytest.fixture
def new_client(gateway: LocalGateway) -> Iterator[Callable[..., Client]]:
    """Makes clients of the gateway and closes them."""
    made: list[Client] = []

    def make(token: str, **settings: object) -> Client:
        made.append(
            Client(
                gateway.url,
                env_file=None,
                env_config={"SDS_SECRET_TOKEN": token, "SDS_RETRIES": 2, **settings},
                verbose=False,
            )
        )
        return made[-1]

    yield make
    for client in made:
        client.close()


@pytest.fixture
def sds(new_client: Callable[..., Client], token: str) -> Client:
    """A client of a user with nothing in SDS."""
    return new_client(token)


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """A folder of three files in two folders, the largest of 700 KB."""
    folder = tmp_path / "recording"
    (folder / "channel").mkdir(parents=True)
    (folder / "notes.txt").write_text("a clear day\n")
    (folder / "channel" / "rf@1.000.h5").write_bytes(bytes(range(256)) * 64)
    (folder / "channel" / "rf@1.125.h5").write_bytes(bytes(reversed(range(256))) * 2800)
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """Everything in a folder: contents by relative path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
