"""A `.env` file: lines of `KEY=value`, as shells and editors leave them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from dotenv import parser

from spectrumx.errors import ConfigError

DEFAULT = Path(".env")
"""The file that may be absent."""


def looks_like_ours(key: str) -> bool:
    """Tell whether a key is meant for the SDK, be it spelt well or not."""
    return key.upper().startswith("SDS_")


def read(env_file: Path | str | None) -> Mapping[str, str]:
    """Read the values of a file.

    Args:
        env_file: Its path; None for none.

    Returns:
        What it says, by key, without what it leaves blank.

    Raises:
        ConfigError: It is not there, or can't be read, or a line of it is malformed.
    """
    if env_file is None:
        return {}
    path = Path(env_file)
    # A virtual environment may be called so, too.
    if path == DEFAULT and os.path.isdir(path):  # noqa: PTH112  unlike Path.is_dir, it never raises
        return {}
    try:
        with path.open(encoding="utf-8-sig") as stream:
            bindings = list(parser.parse_stream(stream))
    except FileNotFoundError:
        if path == DEFAULT:
            return {}
        raise ConfigError(f"env_file {path} does not exist") from None
    except (OSError, UnicodeDecodeError) as problem:
        raise ConfigError(f"env_file {path} can't be read: {problem}") from problem
    for binding in bindings:
        is_bare = binding.key is not None and binding.value is None
        if binding.error or (is_bare and looks_like_ours(str(binding.key))):
            raise ConfigError(
                f"{path}, line {_line_of(binding)}: expected KEY=value, one on each line"
            )
    return {
        binding.key: binding.value
        for binding in bindings
        if binding.key and binding.value and binding.value.strip()
    }


def _line_of(binding: parser.Binding) -> int:
    # The parser counts blank lines before a binding as part of it.
    text = binding.original.string
    blank = text[: len(text) - len(text.lstrip())]
    return binding.original.line + blank.count("\n")
