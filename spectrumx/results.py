"""`Result`: a value, or the error that took its place."""

from __future__ import annotations

from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)
D = TypeVar("D")


class Result(Generic[T_co]):
    """What one step of many came to; true when it went well.

    Exactly one of the two is set: call it for the value, or look at `error`.

    Attributes:
        error: What went wrong, None when nothing did.
    """

    __slots__ = ("_value", "error")

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
