"""A disk that fills up during a download costs what does not fit, and nothing else."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from spectrumx.localgateway import LocalGateway
from tests.faults.children import Nursery
from tests.faults.proxy import FaultProxy
from tests.faults.scene import Scene, new_scene
from tests.faults.verdict import losses

LIMIT = 1_000_000


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 2 MiB where a download will go."""
    target = tmp_path / "scene" / "around" / "target"
    target.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(target)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("may not mount a file system")
    yield target
    subprocess.run(["umount", str(target)], check=True)


def test_a_full_disk_stops_the_download(
    small_disk: Path, gateway: LocalGateway, proxy: FaultProxy, clients: Nursery, tmp_path: Path
) -> None:
    """What does not fit is an error that says so; with room, the same call completes it."""
    scene = new_scene(gateway, proxy, clients, tmp_path / "scene", random=Random(1))
    scene.upload()

    leg = scene.download()

    assert losses(scene) == []
    assert leg.said is not None
    assert "LocalFileError" in leg.said["kinds"]
    assert "No space left" in leg.said["error"]
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    scene.download()
    assert losses(scene, is_complete=True) == []


def test_a_file_too_large_for_the_system_fails_alone(scene: Scene) -> None:
    """Files above the system's limit are reported, all others arrive."""
    scene.store()

    leg = scene.download(largest_file=LIMIT)

    assert losses(scene) == []
    large = {path for path in scene.files if (scene.source / path).stat().st_size > LIMIT}
    assert {each["path"][3:] for each in leg.with_status("failed")} == large
    scene.download()
    assert losses(scene, is_complete=True) == []
