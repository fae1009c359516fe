"""Names of an earlier release: they work, warn of today's, and show up nowhere.

`dir()`, completion and type checkers know today's names only.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import ParamSpec, TypeVar

from spectrumx.notices import notify

P = ParamSpec("P")
R = TypeVar("R")
C = TypeVar("C")
F = TypeVar("F", bound=Callable[..., object])

RELEASE = "spectrumx 0.2"


class FormerNames:
    """Methods and attributes that a class had; as its decorator, makes it answer to them again.

    Args:
        modules: Those whose functions carry them out; imported when a name is first asked for.
    """

    def __init__(self, *modules: str) -> None:
        self._modules = modules
        self._members: dict[str, Callable[[object], object]] = {}

    def call(self, today: str) -> Callable[[F], F]:
        """Decorate a function that does what the method of its name did.

        Args:
            today: How that is asked for today.
        """

        def register(function: F) -> F:
            def bind(instance: object) -> Callable[..., object]:
                @functools.wraps(function)
                def bound(*args: object, **kwargs: object) -> object:
                    tell(f"{_kind(instance)}.{function.__name__}()", today)
                    return function(instance, *args, **kwargs)

                return bound

            self._members[function.__name__] = bind
            return function

        return register

    def attribute(self, today: str) -> Callable[[F], F]:
        """Decorate a function that gives what the attribute of its name was.

        Args:
            today: How that is asked for today.
        """

        def register(function: F) -> F:
            def read(instance: object) -> object:
                tell(f"{_kind(instance)}.{function.__name__}", today)
                return function(instance)

            self._members[function.__name__] = read
            return function

        return register

    def __call__(self, kind: type[C]) -> type[C]:
        """Make instances of a class answer to the names registered so far and later."""

        def find(instance: C, name: str) -> object:
            for module in self._modules:
                import_module(module)
            member = self._members.get(name)
            if member is None:
                message = f"{_kind(instance)!r} object has no attribute {name!r}"
                raise AttributeError(message, name=name, obj=instance)
            return member(instance)

        # Only asked for names that are not found otherwise; set so that type checkers miss it.
        setattr(kind, "__getattr__", find)  # noqa: B010
        return kind


def former_keywords(
    former: Callable[[], Callable[..., object]], *, today: str
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorate a method so that it also takes the keywords it had.

    Args:
        former: Gives, when it is needed, what carries out such a call; it has the earlier
            signature.
        today: How that is asked for today.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        known = frozenset(inspect.signature(function).parameters)

        @functools.wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            if known.issuperset(kwargs):
                return function(*args, **kwargs)
            carry_out = former()
            gone = list(inspect.signature(carry_out).parameters)[1:]
            used = [name for name in gone if name in kwargs and name not in known]
            if not used:
                return function(*args, **kwargs)
            called = function.__qualname__.removesuffix(".__init__")
            tell(f"{called}({', '.join(f'{name}=' for name in used)})", today)
            return carry_out(*args, **kwargs)  # type: ignore[return-value]  # what that release gave

        return call

    return decorate


def former_place(module: str, moved: Mapping[str, tuple[object, str]]) -> Callable[[str], object]:
    """Make the `__getattr__` of a module that held other things.

    Args:
        module: Its name.
        moved: Each thing by its name there, and its full name today.
    """

    def find(name: str) -> object:
        if name not in moved:
            raise AttributeError(f"module {module!r} has no attribute {name!r}", name=name)
        value, today = moved[name]
        tell(f"{module}.{name}", today)
        return value

    return find


def _kind(instance: object) -> str:
    return type(instance).__name__


def tell(former: str, today: str) -> None:
    """Warn the user's own line that it uses a former name."""
    notify(f"{former} is of {RELEASE}; today it is {today}", DeprecationWarning)
