"""Small recordings, written on the spot, and captures made of them."""

import json
from pathlib import Path
from typing import Any

import digital_rf
import numpy as np

_SAMPLE_RATE = 1000


def write_digital_rf(folder: Path, *channels: str) -> Path:
    """Write half a second of a recording with some channels, and return its folder."""
    for number, channel in enumerate(channels):
        (folder / channel).mkdir(parents=True)
        writer = digital_rf.DigitalRFWriter(
            str(folder / channel),
            np.int16,
            3600,
            250,
            1_700_000_000 * _SAMPLE_RATE,
            _SAMPLE_RATE,
            1,
            channel,
            is_complex=True,
            marching_periods=False,
        )
        writer.rf_write(np.full((_SAMPLE_RATE // 2, 2), number, np.int16))
        writer.close()
    return folder


def upload_folder(api: Any, folder: Path, *, to: str) -> list[str]:
    """Upload a folder's files under a directory, and return their uuids."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return [
        api.upload(f"{to}/{path.relative_to(folder).as_posix()}", path.read_bytes())["uuid"]
        for path in paths
    ]


def create_capture(api: Any, top_level_dir: str, channel: str) -> str:
    """Make a capture of a channel that was uploaded, and return its uuid."""
    form = {"capture_type": "drf", "index_name": "captures-drf"}
    answer = api.post(
        "/assets/captures/", json={**form, "top_level_dir": top_level_dir, "channel": channel}
    )
    assert answer.status_code == 201, answer.text
    uuid: str = answer.json()["uuid"]
    return uuid


def upload_scan(api: Any, path: str, **fields: object) -> str:
    """Upload a RadioHound file and return its uuid."""
    scan = {
        "data": "AACAPwAAAEA=",
        "gain": 1.0,
        "latitude": 41.7,
        "longitude": -86.2,
        "mac_address": "f4e11ea46780",
        "metadata": {"fmax": 2_012_000_000, "fmin": 1_988_000_000, "nfft": 2, "scan_time": 0.1},
        "sample_rate": 24_000_000,
        "short_name": "Roof #6",
        "timestamp": "2025-01-10T15:48:07.100486Z",
        "type": "float32",
        "version": "v0",
    } | fields
    given = {name: value for name, value in scan.items() if value is not None}
    uuid: str = api.upload(path, json.dumps(given).encode())["uuid"]
    return uuid


def create_scans(api: Any, top_level_dir: str, **fields: str) -> str:
    """Make a capture of RadioHound files that were uploaded, and return its uuid."""
    form = {"capture_type": "rh", "top_level_dir": top_level_dir, **fields}
    answer = api.post("/assets/captures/", json=form)
    assert answer.status_code == 201, answer.text
    uuid: str = answer.json()["uuid"]
    return uuid
