"""JSON files from anybody: read whole, of sane length, without numbers that are none."""

import json
from typing import IO

Json = dict[str, object]

_LONGEST = 64 * 1024 * 1024


def read_object(contents: IO[bytes]) -> Json:
    """Read a JSON object and close its file.

    Raises:
        ValueError: If it is none, or longer than 64 MiB.
    """
    with contents:
        text = contents.read(_LONGEST + 1)
    if len(text) > _LONGEST:
        raise ValueError("it is longer than 64 MiB")
    try:
        value = json.loads(text)
        json.dumps(value, allow_nan=False)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if not isinstance(value, dict):
        raise ValueError("it is no JSON object")  # noqa: TRY004 - of the file, not of an argument
    return value
