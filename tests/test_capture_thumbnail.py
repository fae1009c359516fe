"""Thumbnails of captures: drawn when asked for, and shown by cards that ask for nothing."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from matplotlib.image import imread

from spectrumx import Client, DryRunError, UnsupportedByGatewayError
from spectrumx.localgateway import LocalGateway
from spectrumx.models import Capture
from tests.faulty import faulty_gateway
from tests.recordings import write_radiohound
from tests.rf.signals import START, numbers, write_drf, write_sigmf

# Cards ask for nothing, whatever the gateway can do.
MENDED = pytest.mark.parametrize("gateway", [()], ids=["mended"], indirect=True)

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def capture(sds: Client, tmp_path: Path) -> Capture:
    """A capture of two channels."""
    for name in ("ch0", "ch1"):
        write_drf(tmp_path / "r" / name, {0: numbers(3000, 2)}, rate=10_000)
    return sds.upload_capture(tmp_path / "r", sds_path="r")


@MENDED
def test_a_card_shows_the_thumbnail_that_was_drawn(capture: Capture) -> None:
    """Before, it has no picture; the first channel's is the capture's."""
    before = capture._repr_html_()

    assert capture.thumbnail().startswith(PNG)
    assert "<img" not in before
    assert '<img alt="spectrogram" src="data:image/png;base64,' in capture._repr_html_()


@MENDED
def test_another_channel_has_one_of_its_own(capture: Capture) -> None:
    """It is drawn on request, and is not the card's."""
    assert capture.thumbnail(channel="ch1").startswith(PNG)
    assert "<img" not in capture._repr_html_()


@MENDED
def test_a_card_asks_for_nothing(gateway: LocalGateway, token: str, capture: Capture) -> None:
    """Neither where there is a thumbnail nor where there is none."""
    settings = {"SDS_SECRET_TOKEN": token}
    with (
        faulty_gateway(gateway.url) as faulty,
        Client(faulty.url, env_file=None, env_config=settings, verbose=False) as client,
    ):
        looked_up = client.captures.get(capture)
        asked = len(faulty.requests)
        looked_up._repr_html_()

        assert len(faulty.requests) == asked


@MENDED
def test_a_changed_capture_has_no_thumbnail_yet(
    sds: Client, capture: Capture, tmp_path: Path
) -> None:
    """What was drawn of earlier files is not shown for others."""
    capture.thumbnail()
    write_drf(tmp_path / "more" / "ch0", {0: numbers(4000, 2)}, rate=10_000)
    sds.upload_capture(tmp_path / "more", sds_path="r")

    assert "<img" not in sds.captures.get(capture)._repr_html_()


def test_a_listing_shows_the_thumbnail_too(sds: Client, capture: Capture) -> None:
    """Also where it does not say which files a capture has."""
    capture.thumbnail()
    (listed,) = sds.captures.list()

    assert "<img" in listed._repr_html_()


@MENDED
def test_it_shows_how_the_signal_changes(sds: Client, tmp_path: Path) -> None:
    """Time goes to the right, also of a recording of few samples."""
    samples = numbers(1000, 2)
    samples[:500] //= 1000
    write_drf(tmp_path / "c" / "ch0", {0: samples})
    picture = imread(BytesIO(sds.upload_capture(tmp_path / "c", sds_path="c").thumbnail()))
    middle = picture.shape[1] // 2

    assert np.abs(picture[:, :middle].mean((0, 1)) - picture[:, middle:].mean((0, 1))).max() > 0.1


def test_of_many_files_few_are_fetched(gateway: LocalGateway, token: str, tmp_path: Path) -> None:
    """Of properties one, of its samples at most 16 and the first and the last."""
    write_drf(tmp_path / "m" / "ch0", {0: numbers(240_000, 2)}, rate=100_000)
    settings = {"SDS_SECRET_TOKEN": token}
    with (
        faulty_gateway(gateway.url) as faulty,
        Client(faulty.url, env_file=None, env_config=settings, verbose=False) as client,
    ):
        capture = client.upload_capture(tmp_path / "m", sds_path="m")
        capture.thumbnail()

    asked = {each for each in faulty.requests if "/download/" in each}
    assert len(capture.files) == 1 + 24
    assert len(asked) <= 1 + 16 + 2


def test_in_dry_run_none_is_drawn(sds: Client, capture: Capture) -> None:
    """For that, files would be fetched."""
    sds.dry_run = True
    with pytest.raises(DryRunError):
        capture.thumbnail()


def test_every_format_has_one(sds: Client, tmp_path: Path) -> None:
    """Samples of SigMF and scans of RadioHound too."""
    write_sigmf(tmp_path / "s", numbers(500, 2).ravel(), "ci16_le")
    write_radiohound(tmp_path / "h", start=START)
    for name in ("s", "h"):
        try:
            capture = sds.upload_capture(tmp_path / name, sds_path=name)
        except UnsupportedByGatewayError:
            continue
        assert capture.thumbnail().startswith(PNG)
