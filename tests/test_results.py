"""`Result`: a value, or the error that took its place."""

from __future__ import annotations

import pytest

from spectrumx import Result

GOOD = Result(value=7)
BAD: Result[int] = Result(error=ValueError("no"))


def test_a_good_result_gives_its_value() -> None:
    """What went well is true and gives its value by any way."""
    assert GOOD
    assert GOOD() == GOOD.unwrap() == GOOD.value_or(0) == 7
    assert GOOD.error is None
    assert GOOD.exception_or("none") == "none"


def test_a_bad_result_raises_its_error() -> None:
    """What failed is false, raises its own error, and gives the default instead of a value."""
    assert not BAD
    assert BAD.value_or("default") == "default"
    assert BAD.exception_or(None) is BAD.error
    with pytest.raises(ValueError, match="no"):
        BAD()
    with pytest.raises(ValueError, match="no"):
        BAD.unwrap()


def test_nothing_may_be_the_value() -> None:
    """None is a value like any other."""
    result: Result[None] = Result(value=None)

    assert result
    assert result.value_or(1) is None


def test_a_result_shows_what_it_came_to() -> None:
    """The value or the error is what is shown."""
    assert (repr(GOOD), repr(BAD)) == ("Result(7)", "Result(ValueError('no'))")
