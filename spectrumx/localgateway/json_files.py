"""JSON files from anybody: read whole, of sane length, without numbers that are none."""

import json
from typing import IO

from spectrumx.localgateway.json_values import is_deep

Json = dict[str, object]

_TOO_DEEP = "it is nested too deeply"
_LONGEST = 64 * 1024 * 1024


def read_object(contents: IO[bytes]) -> Json:
    """Read a JSON object and close its file.

    Raises:
        ValueError: If it is none, longer than 64 MiB, or nested more than 100 levels deep.
    """
    with contents:
        text = contents.read(_LONGEST + 1)
    if len(text) > _LONGEST:
        raise ValueError("it is longer than 64 MiB")
    try:
        value = json.loads(text)
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None
    if is_deep(value):
        raise ValueError(_TOO_DEEP)
    json.dumps(value, allow_nan=False)
    if not isinstance(value, dict):
        raise ValueError("it is no JSON object")  # noqa: TRY004 - of the file, not of an argument
    return value
