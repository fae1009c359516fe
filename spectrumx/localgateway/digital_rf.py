"""Digital RF: the files of one channel, and what they say (docs/gateway.md, Captures: properties).

Only the properties, the first and the last data file, and one metadata file are opened, however
long the recording is.
"""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from spectrumx.localgateway import digital_rf_properties, hdf5, times
from spectrumx.localgateway.files import File
from spectrumx.localgateway.indexed import Indexed, IndexingError, Recording

_HDF5_NAME = re.compile(r".*\.(hdf5?|he?5)", re.IGNORECASE | re.DOTALL)
_METADATA_NAME = re.compile(r"[^@]+@(\d{1,12})\.h5", re.ASCII)
_PROPERTIES = "drf_properties.h5"
_METADATA_PROPERTIES = "dmd_properties.h5"


class _DataFile(NamedTuple):
    """What one data file says of itself: its attributes, its first sample and its last."""

    attributes: Mapping[str, object]
    first: int
    last: int


def index(recording: Recording, *, channel: str) -> Indexed:
    """Find a channel's files and read its properties.

    Raises:
        IndexingError: If there is no such channel, or a file of it cannot be read.
    """
    directory = f"{recording.directory.rstrip('/')}/{channel}"
    files = _channel_files(recording, directory)
    data = [file for file in files if times.rf_milliseconds(file.name) is not None]
    properties = _named(files, directory, _PROPERTIES)
    if not data or properties is None:
        raise IndexingError(
            f"No channels found: top_level_directory_arg = {recording.place}. If path is correct,"
            f" you may need to run recreate_properties_file to re-create missing {_PROPERTIES}"
            " files."
        )
    data.sort(key=lambda file: (times.rf_milliseconds(file.name), file.directory))
    found = _read_attributes(recording, properties)
    first = _read_data_file(recording, data[0])
    last = first if len(data) == 1 else _read_data_file(recording, data[-1])
    rate = _rate(found, of=properties)
    found = {**found, **first.attributes}
    found |= _metadata(recording, files, f"{directory}/metadata", second=int(first.first / rate))
    capture_props = digital_rf_properties.capture_props(
        found, rate=rate, first_sample=first.first, last_sample=last.last
    )
    search_props = digital_rf_properties.search_props(capture_props, rate=rate)
    return Indexed(files, capture_props, search_props)


def _channel_files(recording: Recording, directory: str) -> list[File]:
    return [
        file
        for file in recording.files
        if f"{file.directory}/".startswith(f"{directory}/") and _HDF5_NAME.fullmatch(file.name)
    ]


def _named(files: list[File], directory: str, name: str) -> File | None:
    return next((file for file in files if (file.directory, file.name) == (directory, name)), None)


def _read_attributes(recording: Recording, file: File) -> dict[str, object]:
    try:
        with hdf5.opened(recording.open(file)) as opened:
            return hdf5.attributes(opened)
    except hdf5.UNREADABLE as error:
        raise _unreadable(file, error) from error


def _read_data_file(recording: Recording, file: File) -> _DataFile:
    """Read the attributes of a data file, and its index: rows of sample and offset in the file."""
    try:
        with hdf5.opened(recording.open(file)) as opened:
            data = hdf5.dataset_at(opened, "rf_data")
            begin, end = hdf5.ends(hdf5.dataset_at(opened, "rf_data_index"))
            start, offset = (int(number) for number in end)
            first, last = int(begin[0]), start + int(data.shape[0]) - offset - 1
            return _DataFile(hdf5.attributes(data), first, last)
    except hdf5.UNREADABLE as error:
        raise _unreadable(file, error) from error


def _rate(attributes: Mapping[str, object], *, of: File) -> Fraction:
    """Return the samples per second."""
    try:
        rate = Fraction(
            int(str(attributes["sample_rate_numerator"])),
            int(str(attributes["sample_rate_denominator"])),
        )
    except (KeyError, ValueError, ZeroDivisionError) as error:
        raise _unreadable(of, error) from error
    if rate <= 0:
        raise _unreadable(of, ValueError("its sample rate is not positive"))
    return rate


def _metadata(
    recording: Recording, files: list[File], directory: str, *, second: int
) -> dict[str, object]:
    """Return the last metadata written up to a second, or nothing where there is none."""
    properties = _named(files, directory, _METADATA_PROPERTIES)
    if properties is None:
        return {}
    rate = _rate(_read_attributes(recording, properties), of=properties)
    for file in _metadata_files(files, directory, second=second):
        if found := _read_metadata(recording, file, before=(second + 1) * rate):
            return found
    return {}


def _metadata_files(files: list[File], directory: str, *, second: int) -> list[File]:
    """Return the metadata files that begin no later than a second, the newest first."""
    begins = {
        int(match[1]): file
        for file in files
        if file.directory.startswith(f"{directory}/")
        and (match := _METADATA_NAME.fullmatch(file.name))
    }
    return [begins[start] for start in sorted(begins, reverse=True) if start <= second]


def _read_metadata(recording: Recording, file: File, *, before: Fraction) -> dict[str, object]:
    """Return the values of the last sample before another one that a metadata file has."""
    try:
        with hdf5.opened(recording.open(file)) as opened:
            samples = [int(name) for name in hdf5.names(opened) if name.isdecimal()]
            samples = [sample for sample in samples if sample < before]
            if not samples:
                return {}
            newest = max(samples)
            return {"index": newest, **hdf5.values(hdf5.group_at(opened, str(newest)))}
    except hdf5.UNREADABLE as error:
        raise _unreadable(file, error) from error


def _unreadable(file: File, error: Exception) -> IndexingError:
    return IndexingError(f"{file.name} cannot be read as Digital RF: {error}")
