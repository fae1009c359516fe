"""What the client can do, the asynchronous one can do: walked name by name."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

import pytest

from spectrumx import AsyncClient, Client
from spectrumx.asynchronous import (
    AsyncCaptures,
    AsyncDatasets,
    AsyncFiles,
    AsyncRecording,
    AsyncTransfer,
    AsyncWatch,
)
from spectrumx.resources.captures import Captures
from spectrumx.resources.datasets import Datasets
from spectrumx.resources.files import Files
from spectrumx.rf import Recording
from spectrumx.transfer.handle import Transfer
from spectrumx.watch import Watch

TWINS: dict[type, type] = {
    Client: AsyncClient,
    Files: AsyncFiles,
    Captures: AsyncCaptures,
    Datasets: AsyncDatasets,
}
HANDLES: dict[type, type] = {Transfer: AsyncTransfer, Watch: AsyncWatch}
AT_ONCE = re.compile(r"(Listing|Transfer|Watch)\b")
"""Results that are given at once, and themselves awaited or walked."""

WAITS_ITSELF = {"Recording"}
"""Results that are awaited, and go on waiting in their own methods."""

CALLS = {"Client.__init__", "Datasets.__call__"}


def public_names(kind: type) -> Iterator[str]:
    """What users may call or read."""
    for name in vars(kind):
        if not name.startswith("_") or f"{kind.__name__}.{name}" in CALLS:
            yield name


EACH = [(kind, name) for kind in TWINS for name in public_names(kind)]
METHODS = [(kind, name) for kind, name in EACH if inspect.isfunction(vars(kind)[name])]
each = pytest.mark.parametrize(("kind", "name"), EACH, ids=lambda it: getattr(it, "__name__", it))
each_method = pytest.mark.parametrize(
    ("kind", "name"), METHODS, ids=lambda it: getattr(it, "__name__", it)
)


def test_there_is_something_to_compare() -> None:
    """The walk finds the verbs and what the resources offer."""
    found = {f"{kind.__name__}.{name}" for kind, name in EACH}

    assert {"Client.upload", "Files.list", "Captures.files_of", "Datasets.__call__"} <= found
    assert len(found) > 40


@each
def test_it_is_there_and_documented(kind: type, name: str) -> None:
    """Each public name has its twin, whose text begins alike and says whose it is."""
    twin = vars(TWINS[kind]).get(name)

    assert twin is not None or name in TWINS[kind].__slots__  # type: ignore[attr-defined]
    if twin is not None and not inspect.ismemberdescriptor(twin):
        theirs, ours = inspect.getdoc(vars(kind)[name]), inspect.getdoc(twin)
        assert theirs is not None
        assert ours is not None
        assert ours.splitlines()[0] == theirs.splitlines()[0]
        assert f"As `{kind.__name__}.{name}`" in ours


@each_method
def test_it_takes_the_same(kind: type, name: str) -> None:
    """Each method takes the same arguments, of the same types and defaults, and explains each."""
    theirs = inspect.signature(vars(kind)[name])
    ours = inspect.signature(vars(TWINS[kind])[name])

    assert list(ours.parameters.values()) == list(theirs.parameters.values())
    explained = inspect.getdoc(vars(TWINS[kind])[name]) or ""
    assert [each for each in list(ours.parameters)[1:] if f"{each}: " not in explained] == []


@each_method
def test_it_gives_the_same(kind: type, name: str) -> None:
    """Each method gives what its twin gives, awaited, or an asynchronous form of it at once."""
    theirs = vars(kind)[name].__annotations__["return"]
    method = vars(TWINS[kind])[name]
    ours = method.__annotations__["return"]

    if AT_ONCE.match(theirs):
        assert ours == " | ".join(f"Async{part}" for part in theirs.split(" | "))
        assert not inspect.iscoroutinefunction(method)
    else:
        assert ours == (f"Async{theirs}" if theirs in WAITS_ITSELF else theirs)
        assert inspect.iscoroutinefunction(method) == (name != "__init__")


@pytest.mark.parametrize("kind", HANDLES, ids=lambda it: it.__name__)
def test_handles_can_do_the_same(kind: type) -> None:
    """What a running transfer or watch offers, its asynchronous form does, with those arguments."""
    hidden = {"cancel"} if kind is Watch else set()
    for name in {*public_names(kind)} - hidden:
        member, twin = vars(kind)[name], vars(HANDLES[kind])[name]
        assert isinstance(twin, property) == isinstance(member, property)
        if inspect.isfunction(member):
            assert inspect.signature(twin) == inspect.signature(member)


def test_a_recording_can_do_the_same() -> None:
    """What reads from a recording is awaited, with the same arguments; the rest needs no loop."""
    without_a_loop = {"plot_psd", "plot_spectrogram", "dask_array"}
    for name in {*public_names(Recording)} - without_a_loop:
        member, twin = vars(Recording)[name], vars(AsyncRecording)[name]
        if inspect.isfunction(member):
            assert inspect.signature(twin).parameters == inspect.signature(member).parameters
        else:
            assert isinstance(twin, property) or name == "gaps"
