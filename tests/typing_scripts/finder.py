"""Finds captures of a band, tabulates them, and fetches the first second of the longest one."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from operator import attrgetter

from spectrumx import Client
from spectrumx.models import Capture, CaptureType

Row = tuple[str, float, float, timedelta]


def rows(captures: Iterable[Capture]) -> Iterator[Row]:
    """Name, centre frequency, rate and duration of the captures that know them."""
    for capture in captures:
        if (
            capture.center_freq is not None
            and capture.sample_rate is not None
            and capture.duration is not None
        ):
            yield capture.name, capture.center_freq / 1e6, capture.sample_rate, capture.duration


def longest(captures: Iterable[Capture]) -> Capture | None:
    """The capture that lasts longest."""
    timed = [capture for capture in captures if capture.duration]
    return max(timed, key=attrgetter("duration"), default=None)


sds = Client()
found = sds.search(center_freq_range=(2.4e9, 2.5e9), capture_type=CaptureType.DigitalRF)
for name, megahertz, rate, duration in rows(found):
    print(f"{name:<30} {megahertz:10.3f} MHz {rate:12.0f} {duration}")

chosen = longest(found)
if chosen is not None and chosen.start_time is not None:
    until = chosen.start_time + timedelta(seconds=1)
    channels = [channel.name for channel in chosen.channels]
    report = chosen.download("band", channel=channels[0], start=chosen.start_time, end=until)
    sizes = {result().path: result.size for result in report if result}
    print(sum(sizes.values()))
