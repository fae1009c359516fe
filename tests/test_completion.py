"""What an editor offers and explains while a user types."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest

import spectrumx
from spectrumx import Client, TransferReport, errors, models
from spectrumx.config import Config
from spectrumx.listings import Listing
from spectrumx.models import Capture, Dataset, File, User
from spectrumx.models.comparisons import Comparison
from spectrumx.models.transfers import FileResult
from spectrumx.resources.captures import Captures
from spectrumx.resources.datasets import Datasets
from spectrumx.resources.deletion import Deletion
from spectrumx.resources.files import Files
from spectrumx.transfer.handle import Transfer
from spectrumx.watch import Watch

BEGIN = "from spectrumx import Client\nsds = Client()\n"
TYPED: dict[str, type] = {
    "sds.": Client,
    "sds.config.": Config,
    "sds.files.": Files,
    "sds.captures.": Captures,
    "sds.datasets.": Datasets,
    "with Client() as other:\n    other.": Client,
    "report = sds.upload('x')\nreport.": TransferReport,
    "sds.upload('x')[0].": FileResult,
    "capture = sds.upload_capture('x')\ncapture.": Capture,
    "sds.search().": Listing,
    "for capture in sds.search():\n    capture.": Capture,
    "file = sds.files.get('x')\nfile.": File,
    "sds.files.list('x')[0].": File,
    "for dataset in sds.datasets():\n    dataset.": Dataset,
    "sds.authenticate().": User,
    "sds.check('x').": Comparison,
    "sds.start_upload('x').": Transfer,
    "sds.watch('x').": Watch,
}
"""What is typed, and the type whose names should be offered."""

FORMER = {"get_file", "list_files", "delete_file", "upload_multichannel_drf_capture"}
"""Some names of spectrumx 0.2, which a client still answers to."""

SEVERAL = 2
"""Arguments from which a docstring tells of each."""


class Offered(NamedTuple):
    """One name that an editor offers."""

    name: str
    type: str
    full_name: str
    raw_docstring: str
    docstring: str


# An editor asks in a process of its own too; within pytest's, some of the answers are empty.
ASK = """
import json, sys
import jedi
typed, begin, folder = json.loads(sys.argv[1])
jedi.settings.cache_directory = folder
for each in typed:
    script = jedi.Script(
        begin + each,
        path=folder + "/script.py",
        environment=jedi.InterpreterEnvironment(),
        project=jedi.Project(folder),
    )
    print(json.dumps([
        (name.name, name.type, name.full_name, name.docstring(raw=True), name.docstring())
        for name in script.complete()
        if not name.name.startswith("_")
    ]))
"""


@pytest.fixture(scope="module")
def offers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Offered]]:
    """The public names an editor offers at the end of what is typed, knowing only what is here."""
    asked = json.dumps([list(TYPED), BEGIN, str(tmp_path_factory.mktemp("editor"))])
    command = [sys.executable, "-c", ASK, asked]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    lists = ([Offered(*each) for each in json.loads(line)] for line in said.splitlines())
    return dict(zip(TYPED, lists, strict=True))


@pytest.mark.parametrize("typed", TYPED)
def test_todays_names_are_offered(typed: str, offers: dict[str, list[Offered]]) -> None:
    """What is offered is what the value has, and no name of an earlier release."""
    kind = TYPED[typed]
    offered = {each.name for each in offers[typed]}
    of_class = {name for name in dir(kind) if not name.startswith("_")}

    assert of_class <= offered
    assert [name for name in offered - of_class if f"    {name}: " not in str(kind.__doc__)] == []
    assert offered & FORMER == set()


def test_the_former_names_are_there() -> None:
    """The names that are not offered do work, so that leaving them out is no accident."""
    with Client(env_file=None) as sds:
        assert [name for name in sorted(FORMER) if not callable(getattr(sds, name))] == []


@pytest.mark.parametrize("typed", TYPED)
def test_what_is_offered_is_explained(typed: str, offers: dict[str, list[Offered]]) -> None:
    """Methods and properties of ours come with their docstrings, also through decorators."""
    silent = [
        each.name
        for each in offers[typed]
        if each.type in {"function", "property"}
        and each.full_name.startswith("spectrumx")
        and not each.raw_docstring
    ]

    assert silent == []


@pytest.mark.parametrize("verb", ["upload", "download", "search", "watch", "check", "start_upload"])
def test_a_verb_is_offered_with_its_arguments(verb: str, offers: dict[str, list[Offered]]) -> None:
    """The docstring of a verb begins with its whole signature and tells of every argument."""
    (offered,) = [each for each in offers["sds."] if each.name == verb]
    own = [each.name for each in parameters_of(getattr(Client, verb))]
    signature, _, told = offered.docstring.partition("Args:")

    # Of an overloaded method, the overloads are shown.
    assert verb == "search" or [name for name in own if f"{name}:" not in signature] == []
    assert [name for name in own if f"    {name}:" not in told] == []


def public_kinds() -> list[type]:
    """Every class that the public modules name, and those of a client's attributes and values."""
    named = {
        value
        for module in (spectrumx, models, errors)
        for name, value in vars(module).items()
        if isinstance(value, type) and value.__module__.startswith("spectrumx.") and name[0] != "_"
    }
    return sorted(named | {*TYPED.values(), Deletion}, key=lambda kind: kind.__qualname__)


def methods_of(kind: type) -> Iterator[tuple[str, Callable[..., Any]]]:
    """The public methods and properties of a class that are ours, by full name."""
    for name in dir(kind):
        member = inspect.getattr_static(kind, name)
        function = member.fget if isinstance(member, property) else member
        function = getattr(function, "__func__", function)
        is_ours = inspect.isfunction(function) and function.__module__.startswith("spectrumx")
        if is_ours and not name.startswith("_"):
            yield f"{kind.__name__}.{name}", function


def parameters_of(function: Callable[..., Any]) -> list[inspect.Parameter]:
    """What a method takes besides its object."""
    found = inspect.signature(function).parameters.values()
    return [each for each in found if each.name not in {"self", "cls"}]


@pytest.mark.parametrize("kind", public_kinds(), ids=lambda kind: kind.__name__)
def test_everything_public_is_documented_and_annotated(kind: type) -> None:
    """Each public class and method has a docstring, and a type for all it takes and gives."""
    empty = inspect.Signature.empty
    lacking = [
        name
        for name, function in methods_of(kind)
        if not function.__doc__
        or inspect.signature(function).return_annotation is empty
        or any(each.annotation is empty for each in parameters_of(function))
    ]

    assert kind.__doc__
    assert lacking == []


@pytest.mark.parametrize("kind", [Client, Files, Captures, Datasets, Capture, Dataset])
def test_arguments_are_told(kind: type) -> None:
    """What takes several arguments tells of each of them by name."""
    untold = [
        f"{name}({each.name}=)"
        for name, function in methods_of(kind)
        if len(parameters_of(function)) >= SEVERAL
        for each in parameters_of(function)
        if f"    {each.name}: " not in (function.__doc__ or "")
    ]

    assert untold == []
