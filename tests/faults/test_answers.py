"""Whatever the network and the gateway do, files arrive whole, or are reported as failed."""

from __future__ import annotations

import pytest

from tests.faults.plan import POSSIBLE, Fault, How, On
from tests.faults.scene import Scene
from tests.faults.verdict import losses

TAKE_SECONDS = {How.STALL_ANSWER, How.BUSY_DATE, How.DOWN_SECONDS, How.DOWN_DATE, How.UNKNOWN}
PLACES = (0.0, 0.3, 0.999)


def passing(on: On) -> list[Fault]:
    """Every fault of a kind of request that a repetition mends, each for a file of its own."""
    faults = [Fault(on, how, nth) for nth, how in enumerate(POSSIBLE[on], start=1)]
    return [fault for fault in faults if not fault.is_final]


def test_an_upload_outlives_what_passes(scene: Scene) -> None:
    """An upload that meets every passing fault at once sends every file, once and whole."""
    faults = passing(On.UPLOAD)

    leg = scene.upload(faults)

    assert losses(scene, is_complete=True) == []
    assert leg.is_clean
    assert set(scene.proxy.ledger.met) == set(faults)


def test_a_download_outlives_what_passes(scene: Scene) -> None:
    """A download that meets every passing fault at once gets every file whole."""
    scene.store()
    faults = passing(On.DOWNLOAD)

    leg = scene.download(faults)

    assert losses(scene, is_complete=True) == []
    assert leg.is_clean
    assert set(scene.proxy.ledger.met) == set(faults)


@pytest.mark.parametrize("how", [how for how in How if Fault(On.UPLOAD, how).is_final])
def test_an_upload_that_fails_is_completed_by_the_same_call(tiny_scene: Scene, how: How) -> None:
    """What no repetition mends fails with an error of the SDK, and the next call does the rest."""
    leg = tiny_scene.upload([Fault(On.UPLOAD, how, 3)])

    assert losses(tiny_scene) == []
    assert not leg.is_clean
    tiny_scene.upload()
    assert losses(tiny_scene, is_complete=True) == []


@pytest.mark.parametrize("how", [how for how in How if Fault(On.DOWNLOAD, how).is_final])
def test_a_download_that_fails_is_completed_by_the_same_call(tiny_scene: Scene, how: How) -> None:
    """What no repetition mends fails with an error of the SDK, and the next call does the rest."""
    tiny_scene.store()

    leg = tiny_scene.download([Fault(On.DOWNLOAD, how, 3)])

    assert losses(tiny_scene) == []
    assert not leg.is_clean
    tiny_scene.download()
    assert losses(tiny_scene, is_complete=True) == []


@pytest.mark.parametrize(
    "how",
    [
        pytest.param(how, marks=pytest.mark.slow if how in TAKE_SECONDS else [])
        for how in POSSIBLE[On.LIST]
    ],
    ids=str,
)
def test_a_listing_is_whole_or_an_error(tiny_scene: Scene, how: How) -> None:
    """What befalls a listing is outlived, or fails the call before anything is fetched."""
    tiny_scene.store()
    fault = Fault(On.LIST, how)

    leg = tiny_scene.download([fault])

    assert losses(tiny_scene, is_complete=not fault.is_final) == []
    assert leg.is_clean != fault.is_final
    assert tiny_scene.proxy.ledger.met == [fault]


def test_who_broke_off_is_waited_for(tiny_scene: Scene) -> None:
    """A gateway that goes away during the first request of all is waited for as any other."""
    fault = Fault(On.AUTH, How.REFUSE)

    leg = tiny_scene.upload([fault])

    assert leg.is_clean
    assert losses(tiny_scene, is_complete=True) == []
    assert tiny_scene.proxy.ledger.met == [fault]


@pytest.mark.slow
@pytest.mark.parametrize("at", PLACES)
@pytest.mark.parametrize(
    ("on", "how"),
    [(on, how) for on in (On.UPLOAD, On.LIST, On.AUTH) for how in POSSIBLE[on]],
    ids=str,
)
def test_upload(scene: Scene, on: On, how: How, at: float) -> None:
    """An upload outlives a fault met several times, or the same call completes it."""
    faults = [Fault(on, how, nth, at) for nth in ((1, 4, 9) if on == On.UPLOAD else (1,))]

    leg = scene.upload(faults)

    assert losses(scene) == []
    assert leg.is_clean != faults[0].is_final
    scene.upload()
    assert losses(scene, is_complete=True) == []


@pytest.mark.slow
@pytest.mark.parametrize("at", PLACES)
@pytest.mark.parametrize("how", POSSIBLE[On.DOWNLOAD], ids=str)
def test_download(scene: Scene, how: How, at: float) -> None:
    """A download outlives a fault met several times, or the same call completes it."""
    scene.store()
    faults = [Fault(On.DOWNLOAD, how, nth, at) for nth in (1, 4, 9)]

    leg = scene.download(faults)

    assert losses(scene) == []
    assert leg.is_clean != faults[0].is_final
    scene.download()
    assert losses(scene, is_complete=True) == []


@pytest.mark.parametrize("how", [How.LOSE_ANSWER, How.UNAUTHORIZED])
def test_a_link_is_made_once(tiny_scene: Scene, how: How) -> None:
    """Contents that need not be sent again have one row, also when the link's answer is lost."""
    tiny_scene.write("large.bin", bytes(9_000_000))
    tiny_scene.store()
    copied = {f"copy/{path}": contents for path, contents in tiny_scene.files.items()}
    tiny_scene.files.update(copied)

    tiny_scene.upload([Fault(On.UPLOAD, how, 1)], target="copy")

    assert losses(tiny_scene) == []
    tiny_scene.upload(target="copy")
    assert losses(tiny_scene, is_complete=True) == []
