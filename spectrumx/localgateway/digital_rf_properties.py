"""From the attributes and metadata of a Digital RF channel to what a capture shows of them.

Named properties are those that the public gateway's index names; everything else is kept under
`custom_attrs`, by its path (docs/gateway.md, Captures: properties).
"""

from collections.abc import Callable, Mapping
from fractions import Fraction

from spectrumx.localgateway.json_values import number

Json = dict[str, object]

_INTEGERS = (
    "H5Tget_class",
    "H5Tget_size",
    "H5Tget_order",
    "H5Tget_precision",
    "H5Tget_offset",
    "subdir_cadence_secs",
    "file_cadence_millisecs",
    "sample_rate_numerator",
    "sample_rate_denominator",
    "sequence_num",
    "init_utc_timestamp",
    "computer_time",
    "span",
    "bandwidth",
)
"""The named properties that are integers in the files, besides what is computed."""

_FROM__INTEGERS = ("sample_rate", "frequency_min", "frequency_max")

_BOOLEANS = ("is_complex", "is_continuous")
_AS_THEY_ARE = (
    "epoch",
    "digital_rf_time_description",
    "digital_rf_version",
    "uuid_str",
    "center_frequencies",
    "center_freq",
    "gain",
    "antenna",
    "antenna_direction",
    "indoor_outdoor",
)


def capture_props(
    found: Mapping[str, object], *, rate: Fraction, first_sample: int, last_sample: int
) -> Json:
    """Return the properties of a channel.

    Args:
        found: Attributes and metadata by their path.
        rate: Samples per second.
        first_sample: The number of the first sample since 1970.
        last_sample: The number of the last one.
    """
    props: Json = {
        "samples_per_second": int(rate),
        "start_bound": int(first_sample / rate),
        "end_bound": int(last_sample / rate),
    }
    props |= _converted(found, _BOOLEANS, bool)
    props |= _converted(found, _AS_THEY_ARE, _same)
    props |= _converted(found, _INTEGERS, _integer)
    custom = {name: value for name, value in found.items() if name not in props}
    return {**props, "custom_attrs": custom}


def search_props(props: Mapping[str, object], *, rate: Fraction) -> Json:
    """Return what a search looks for, of the properties of a channel.

    The band is that of `span`, or else what complex samples at this rate can hold.
    """
    center = number(props.get("center_freq")) or _first_number(props.get("center_frequencies"))
    band = number(props.get("span")) or (float(rate) if props.get("is_complex") else None)
    found: Json = {
        "center_frequency": center,
        "frequency_min": center - band / 2 if center and band else None,
        "frequency_max": center + band / 2 if center and band else None,
        "start_time": props["start_bound"],
        "end_time": props["end_bound"],
        "span": props.get("span"),
        "bandwidth": props.get("bandwidth"),
        "gain": number(props.get("gain")),
        "sample_rate": int(rate),
    }
    return {name: value for name, value in found.items() if value is not None}


def without_integers(props: Mapping[str, object]) -> Json:
    """Return properties as the public gateway's index keeps them, which loses integers."""
    lost = {*_INTEGERS, *_FROM__INTEGERS}
    return {name: value for name, value in props.items() if name not in lost}


def _converted(
    found: Mapping[str, object], names: tuple[str, ...], convert: Callable[[object], object]
) -> Json:
    """Return the named values; one that does not convert is left to the custom ones."""
    converted = {name: convert(found[name]) for name in names if name in found}
    return {name: value for name, value in converted.items() if value is not None}


def _same(value: object) -> object:
    return value


def _integer(value: object) -> int | None:
    found = number(value)
    return None if found is None else int(found)


def _first_number(value: object) -> float | None:
    if isinstance(value, list):
        return number(value[0]) if value else None
    return number(value)
