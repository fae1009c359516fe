"""What the tests of reliability rely on: damage is found."""

from __future__ import annotations

import os

import httpx

from tests.faults.messages import FILES
from tests.faults.rows import path_of, rows
from tests.faults.scene import PLACE, Scene
from tests.faults.verdict import losses


def test_whatever_is_wrong_is_found(tiny_scene: Scene) -> None:
    """Each kind of damage adds a sentence that names it."""
    tiny_scene.store()
    tiny_scene.download()
    assert losses(tiny_scene, is_complete=True) == []
    ledger = tiny_scene.proxy.ledger
    ledger.begin_leg()

    ledger.note("posted", f"/files/{tiny_scene.email}/{PLACE}/a/00.bin")
    with (tiny_scene.target / "a" / "03.bin").open("r+b") as file:
        file.write(b"another beginning")
    (tiny_scene.target / "c" / "05.bin").unlink()
    (tiny_scene.target / "c" / ".x.sds-partial").write_text(tiny_scene.token)
    (tiny_scene.around / "beside.txt").write_text("mine")
    (tiny_scene.around / "new.txt").write_text("new")
    ledger.elsewhere += b"GET /"
    found = "\n".join(losses(tiny_scene, is_complete=True))

    for expected in (
        "r/a/00.bin was acknowledged, and sent again",
        "a/03.bin is not what was sent",
        "r/a/03.bin was reported done, and is not",
        "c/05.bin is not in the target",
        "c/.x.sds-partial was left behind",
        "the token is in",
        "beside.txt, which is somebody else's, was changed",
        "new.txt was written outside of the target",
        "another host was asked",
    ):
        assert expected in found


def test_wrong_rows_are_found(tiny_scene: Scene) -> None:
    """What the gateway has too much, too little or wrongly is named."""
    tiny_scene.store()
    found = rows(tiny_scene.gateway, tiny_scene.token, path="/")
    first = next(row for row in found if path_of(row).endswith("a/00.bin"))
    headers = {"Authorization": f"Api-Key: {tiny_scene.token}"}
    form = {"directory": f"/{PLACE}/b"}
    with httpx.Client(base_url=tiny_scene.gateway.url, headers=headers, trust_env=False) as client:
        client.delete(f"{FILES}{first['uuid']}/").raise_for_status()
        sent = client.post(FILES, data=form, files={"file": ("01.bin", os.urandom(9))})
        sent.raise_for_status()

    said = "\n".join(losses(tiny_scene, is_complete=True))

    assert "a/00.bin did not arrive" in said
    assert "r/a/00.bin was reported done, and is not" in said
    assert "b/01.bin with contents" in said
    assert "the gateway has 2 rows of" in said
