"""Deaths of the client and of the gateway in the midst of transfers cost only time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.run import Stage, run, stage

SHORT = range(1, 3)
LONG = range(3, 30)


@pytest.fixture(scope="module")
def theatre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Gateways that may be killed, and clients."""
    with stage(tmp_path_factory.mktemp("theatre")) as running:
        yield running


@pytest.mark.parametrize(
    "seed", [*SHORT, *(pytest.param(seed, marks=pytest.mark.slow) for seed in LONG)]
)
def test_deaths_and_faults(theatre: Stage, seed: int) -> None:
    """Killed and met by faults, transfers lose nothing, and the same calls complete them."""
    outcome = run(seed, theatre)

    assert outcome.losses == []
    assert len(outcome.kills) >= 2
