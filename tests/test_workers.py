"""Tokens handed over to other processes: for one gateway, in memory, and nowhere else."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from spectrumx import AuthError, Client, config, handed_over, workers
from spectrumx.settings import Secret

HOST = "handed-over.example.org"
TOKEN = "handed.0123456789"


@pytest.fixture
def handed() -> None:
    """A token for one gateway, handed over to this process."""
    workers.initializer(client(SDS_SECRET_TOKEN=TOKEN))()


def client(**explicit: object) -> Client:
    """A client of the gateway with nothing but these settings."""
    return Client(HOST, env_file=None, env_config=explicit)


@pytest.mark.usefixtures("handed")
def test_a_client_finds_the_token() -> None:
    """A client of that gateway has the token that was handed over, and says where from."""
    found = client().config

    assert (found.token, found.origins["token"]) == (Secret(TOKEN), "another process")


@pytest.mark.usefixtures("handed")
def test_no_other_gateway_gets_it() -> None:
    """A client of another host, port or scheme has no token."""
    others = [f"{HOST}:8443", f"other.{HOST}", "sds.crc.nd.edu", "localhost"]

    assert not any(Client(each, env_file=None).config.token for each in others)


@pytest.mark.usefixtures("handed")
@pytest.mark.parametrize(
    ("environment", "explicit", "token"),
    [({}, "explicit.1", "explicit.1"), ({"SDS_SECRET_TOKEN": "environment.1"}, None, TOKEN)],
    ids=["explicit", "environment"],
)
def test_only_what_is_explicit_goes_before_it(
    environment: dict[str, str], explicit: str | None, token: str
) -> None:
    """It goes before the environment, and yields to a token given to the client itself."""
    found = config.load(
        arguments={"host": HOST},
        env_config={"SDS_SECRET_TOKEN": explicit},
        env_file=None,
        environment=environment,
    )

    assert found.token.reveal() == token


@pytest.mark.usefixtures("handed")
def test_a_later_one_takes_its_place() -> None:
    """Handed over again, the newer token holds."""
    handed_over.keep(f"https://{HOST}", Secret("newer.1"))

    assert client().config.token.reveal() == "newer.1"


def test_it_travels_in_the_handover_alone() -> None:
    """What hands it over shows it to nobody who looks, and brings it through a pickle."""
    handover = workers.initializer(client(SDS_SECRET_TOKEN=TOKEN))

    assert TOKEN not in repr(handover)
    pickle.loads(pickle.dumps(handover))()
    assert client().config.token.reveal() == TOKEN


@pytest.mark.parametrize("hand", [workers.initializer, lambda sds: workers.hand_over(sds, Dask())])
def test_a_client_without_a_token_hands_nothing_over(hand: Callable[[Client], object]) -> None:
    """Who has no token is told so at once."""
    with pytest.raises(AuthError, match="no token that could be handed over"):
        hand(Client("tokenless.example.org", env_file=None))


class Dask:
    """Stands for a connection to a cluster that must not be used."""

    def register_worker_callbacks(self, setup: Callable[[], None]) -> None:
        """Refuse."""
        raise AssertionError(setup)


def test_it_is_written_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Handing a token over leaves no file behind."""
    monkeypatch.chdir(tmp_path)
    for variable in ("SDS_CACHE_DIR", "SDS_CONFIG_DIR"):
        monkeypatch.setenv(variable, str(tmp_path / variable))

    workers.initializer(client(SDS_SECRET_TOKEN=TOKEN))()

    assert not list(tmp_path.iterdir())
