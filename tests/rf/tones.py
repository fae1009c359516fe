"""A signal whose spectrum is known: steady tones, a chirp and noise."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.recordings import START, write_radiohound
from tests.rf.signals import SECOND, write_drf, write_metadata

RATE = 128_000
"""Samples per second; 1024 bins are of 125 Hz each."""

CENTER = 1e9

TONES = {12_500.0: 0.25, -31_250.0: 0.05}
"""Amplitude by the frequency from the centre in Hz, in the middle of a bin."""

Array = NDArray[Any]


def signal(count: int, *, tones: Mapping[float, float] = TONES, seed: int = 1) -> Array:
    """Tones in weak noise, within ±1: complex64."""
    random = np.random.default_rng(seed)
    time = np.arange(count) / RATE
    noise = random.normal(size=(count, 2), scale=1e-3).view(np.complex128)[:, 0]
    waves = (a * np.exp(2j * np.pi * f * time) for f, a in tones.items())
    return sum(waves, noise).astype(np.complex64)


def chirp(count: int, first: float, last: float) -> Array:
    """A tone that goes from one frequency to another at an even pace: complex64."""
    time = np.arange(count) / RATE
    pace = (last - first) * RATE / count
    turns = first * time + pace * time**2 / 2
    return (0.25 * np.exp(2j * np.pi * turns)).astype(np.complex64)


def counts(samples: Array) -> Array:
    """The same in int16, I and Q side by side."""
    parts = samples.view(np.float32).reshape(len(samples), -1)
    return np.round(parts * 2**15).astype(np.int16)


def write_tones(
    channel: Path, blocks: Mapping[int, Array], *, center_freq: object = CENTER
) -> Path:
    """Write int16 samples as a Digital RF channel of known centre frequency; returns the channel.

    Args:
        channel: Its folder.
        blocks: Complex samples by where they begin; all others are gaps.
        center_freq: Hz, or a list of those of subchannels.
    """
    stored = {at: counts(block) for at, block in blocks.items()}
    write_drf(channel, stored, rate=RATE, file_milliseconds=1000)
    entry = {
        "center_frequencies": np.atleast_2d(np.asarray(center_freq, float)),
        "receiver": {"description": "a generator"},
    }
    return write_metadata(channel, {SECOND * RATE: entry}, rate=RATE)


def write_scans(
    folder: Path, powers: Iterable[Array], *, minutes: Iterable[int] = (), scan_time: float = 0.25
) -> Path:
    """Write RadioHound scans with this power, from 1988 MHz to 2012 MHz; returns the folder.

    Args:
        folder: Where.
        powers: Linear, one array for each scan.
        minutes: When each begins; by default one after the other.
        scan_time: Seconds that each takes.
    """
    for number, power in enumerate(powers):
        minute = dict(enumerate(minutes)).get(number, number)
        write_radiohound(
            folder,
            f"scan-{number}",
            start=START + timedelta(minutes=minute),
            data=base64.b64encode(power.astype("<f4").tobytes()).decode(),
            metadata={"nfft": len(power), "scan_time": scan_time},
        )
    return folder
