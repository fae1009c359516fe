"""Warnings name the line of whoever called."""

from __future__ import annotations

from pathlib import Path

import pytest

import spectrumx
from spectrumx.notices import notify


def test_a_script_that_is_named_like_the_package_is_the_users() -> None:
    """A file beside the package whose name begins alike is no part of it."""
    script = f"{Path(spectrumx.__file__).parent}_survey.py"
    program = compile("notify('look', UserWarning)", script, "exec")

    with pytest.warns(UserWarning, match="look") as caught:
        exec(program, {"notify": notify})

    assert caught[0].filename == script
