"""JSON files of recordings: one object each, of sane length."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO

from spectrumx.recordings.refusals import broken

_MOST_BYTES = 64 * 1024 * 1024


def read_object(contents: IO[bytes], file: Path) -> dict[str, object]:
    """Read the object that a file holds.

    Args:
        contents: Of the file.
        file: What an error names.

    Raises:
        LocalFileError: It is none, or longer than 64 MiB.
    """
    text = contents.read(_MOST_BYTES + 1)
    if len(text) > _MOST_BYTES:
        raise broken(file, f"has more than {_MOST_BYTES // 1024**2} MiB of JSON")
    try:
        found = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as problem:
        raise broken(file, f"can't be read as JSON ({problem})") from problem
    if not isinstance(found, dict):
        raise broken(file, "holds no JSON object")
    return found


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number in JSON")
