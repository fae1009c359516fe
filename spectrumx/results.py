"""`Result`: a value, or the error that took its place."""

from __future__ import annotations

from typing import Generic, TypeVar

from spectrumx.deprecation import FormerNames, former_keywords

T_co = TypeVar("T_co", covariant=True)
D = TypeVar("D")


_FORMER = FormerNames()


@_FORMER.attribute("the result, called: result()")
def value(self: Result[object]) -> object:
    """The value; raises the error of a step that failed."""
    return self()


@_FORMER.attribute("Result.error")
def error_info(self: Result[object]) -> dict[str, object]:
    """What a step that failed was about."""
    return {} if self or self._value is None else {"file": self._value}


def _initialise(
    self: Result[object], *, value: object = None, exception: Exception | None = None
) -> None:
    self.__init__(value=value, error=exception)  # type: ignore[misc]  # the same object


@_FORMER
class Result(Generic[T_co]):
    """What one step of many came to; true when it went well.

    Exactly one of the two is set: call it for the value, or look at `error`.

    Attributes:
        error: What went wrong, None when nothing did.
    """

    __slots__ = ("_value", "error")

    @former_keywords(lambda: _initialise, today="Result(error=)")
    def __init__(self, *, value: T_co | None = None, error: Exception | None = None) -> None:
        self._value = value
        self.error = error

    def __bool__(self) -> bool:
        return self.error is None

    def __call__(self) -> T_co:
        """The value.

        Raises:
            Exception: The step's own error, when it failed.
        """
        if self.error is not None:
            raise self.error
        return self._value  # type: ignore[return-value]  # no error: the value is there

    def unwrap(self) -> T_co:
        """The same as calling the result."""
        return self()

    def value_or(self, default: D) -> T_co | D:
        """The value, or `default` when the step failed."""
        return default if self.error is not None else self()

    def exception_or(self, default: D) -> Exception | D:
        """The error, or `default` when the step went well."""
        return default if self.error is None else self.error

    def __repr__(self) -> str:
        shown = repr(self._value) if self.error is None else repr(self.error)
        return f"{type(self).__name__}({shown})"
