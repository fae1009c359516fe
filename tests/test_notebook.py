"""In a notebook, in a kernel of its own: the walkthrough, and the bars."""

from __future__ import annotations

import struct
import subprocess
import sys
import traceback
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from spectrumx import AuthError, Client, NetworkError
from spectrumx.localgateway import LocalGateway

WALKTHROUGH = Path(__file__).parents[1] / "examples" / "walkthrough.ipynb"
WIDGET = "application/vnd.jupyter.widget-view+json"

CLIENT = """
from spectrumx import Client
sds = Client({url!r}, env_file=None, env_config={{"SDS_SECRET_TOKEN": {token!r}}})
"""
IN_A_LOOP = """
import asyncio

async def up_and_down():
    asyncio.get_running_loop()
    sds.upload({recording!r}, sds_path="r")
    return len(sds.download("r", to="back").transferred)

print(await up_and_down(), len(await asyncio.to_thread(list, sds.files.list("r"))))
"""
LONG_PLAN = """
from spectrumx.progress import Advanced, Planned, Planning, Started, display

with display(verbose=True) as bar:
    bar(Planning(verb="upload", files=1200))
    bar(Planning(verb="upload", files=2400))
    bar(Planned(verb="upload", files=1, size=8, skipped=0))
    bar(Started(path="/a", size=8))
    bar(Advanced(moved=8))
"""
WITHOUT_WIDGETS = "import sys\nsys.modules['ipywidgets'] = None  # as if it were not installed"


@pytest.fixture(scope="module", autouse=True)
def _own_profile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the kernels out of the user's settings and caches."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "SDS_CACHE_DIR"):
            patch.setenv(name, str(tmp_path_factory.mktemp(name)))
        yield


def run(notebook: NotebookNode, folder: Path) -> NotebookNode:
    """Execute a notebook in a fresh kernel; fails where a cell does.

    By a program of its own: what it leaves open at its end would be warned of here.
    """
    place = folder / "notebook.ipynb"
    nbformat.write(notebook, place)
    program = "from nbclient.cli import main; main()"
    command = [sys.executable, "-c", program, "--inplace", "--kernel_name=python3", str(place)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return nbformat.read(place, as_version=4)


def run_cells(*cells: str, folder: Path) -> list[NotebookNode]:
    """Execute some code, cell by cell, and give what the last one put out."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(each) for each in cells])
    outputs: list[NotebookNode] = run(notebook, folder).cells[-1].outputs
    return outputs


def printed(outputs: list[NotebookNode], stream: str = "stdout") -> str:
    """What was written to a stream."""
    return "".join(each.text for each in outputs if each.get("name") == stream)


def shown(outputs: list[NotebookNode], kind: str) -> list[str]:
    """What was shown, in the form of that kind."""
    return [each.data[kind] for each in outputs if kind in each.get("data", {})]


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> list[NotebookNode]:
    """The walkthrough's cells with code, executed."""
    notebook = nbformat.read(WALKTHROUGH, as_version=4)
    done = run(notebook, tmp_path_factory.mktemp("reader"))
    return [cell for cell in done.cells if cell.cell_type == "code"]


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalGateway]:
    """One gateway is enough: what is tested is on this side of it."""
    with LocalGateway(tmp_path_factory.mktemp("gateway")) as running:
        yield running


@pytest.fixture
def client(gateway: LocalGateway, token: str) -> str:
    """The code that makes a client."""
    return CLIENT.format(url=gateway.url, token=token)


def outputs_of(walk: list[NotebookNode], code: str) -> list[NotebookNode]:
    """What the only cell that holds some code put out."""
    (cell,) = [cell for cell in walk if code in cell.source]
    outputs: list[NotebookNode] = cell.outputs
    return outputs


def test_it_is_kept_without_outputs() -> None:
    """The notebook is valid, explains every step, and holds nothing that another run changes."""
    notebook = nbformat.read(WALKTHROUGH, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]

    assert [cell.outputs for cell in code] == [[]] * len(code)
    assert [cell.execution_count for cell in code] == [None] * len(code)
    assert sum(cell.cell_type == "markdown" for cell in notebook.cells) >= 12


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("sds.authenticate()", ["User researcher@example.org"]),
        ("sds.config", ["SDS_SECRET_TOKEN", "&lt;hidden&gt;", "env_config"]),
        ("plan = sds.upload", ["Dry run: nothing was changed", "/westford/vpol/drf_properties.h5"]),
        ("capture = sds.upload_capture", ["Capture westford", "1.024 GHz", "200 kHz", "0:00:02"]),
        ("print(capture.center_freq", ["Transfer, complete", "skipped", "5"]),
        ("center_freq_range=(1.0e9, 1.1e9)", ["Listing of captures that match", "1.024 GHz"]),
        ('sds.files.list("westford")', ["/westford/vpol/drf_properties.h5"]),
        ("attach_capture", ["Dataset Carriers", "Ada Lovelace", "draft"]),
        ("capture.download", ["Transfer, complete", "transferred", "5"]),
        ("comparison = sds.check", ["Comparison: all the same"]),
        ('write_bytes(b"spoilt")', ["drf_properties.h5", "differs, and overwrite is off"]),
    ],
)
def test_values_are_shown_as_cards(walk: list[NotebookNode], code: str, texts: list[str]) -> None:
    """What a cell ends with is shown as HTML that tells the facts."""
    (card,) = shown(outputs_of(walk, code), "text/html")

    assert [text for text in texts if text not in card] == []


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("print(capture.center_freq", "1024000000.0 200000.0 2024-06-27 14:49:00+00:00"),
        ("for each in found", "westford 1024000000.0 0:00:02"),
        ("for each in found", "0 captures between 2.4 and 2.5 GHz"),
        ("plot_spectrogram", "100000 samples in half a second"),
        ("power.argmax()", "carrier at 1024.05 MHz"),
        ("overwrite=True)", "1 file replaced; 0 conflicts left"),
    ],
)
def test_steps_come_to_what_they_should(walk: list[NotebookNode], code: str, line: str) -> None:
    """What the cells print is what the text around them says."""
    assert line in printed(outputs_of(walk, code)).splitlines()


def test_a_plot_is_seen(walk: list[NotebookNode]) -> None:
    """The axes that a cell ends with are shown as a picture of their figure."""
    (picture,) = shown(outputs_of(walk, "plot_spectrogram"), "image/png")

    width, height = struct.unpack(">II", b64decode(picture)[16:24])
    assert (width, height) == (900, 450)


def test_errors_are_handled_by_their_kind(walk: list[NotebookNode]) -> None:
    """An unknown capture and a wrong token are told apart and explained."""
    said = printed(outputs_of(walk, "except NotFoundError"))

    assert said.startswith("No such capture: ")
    assert "The token is not accepted: " in said
    assert "SDS_SECRET_TOKEN" in said


def test_nothing_else_is_said(walk: list[NotebookNode]) -> None:
    """The only word on standard error is the warning of the file that differs."""
    said = [printed(cell.outputs, "stderr") for cell in walk]

    assert [text for text in said if text] == [printed(outputs_of(walk, "spoilt"), "stderr")]
    assert "SDSWarning: 1 local files differ" in "".join(said)


def test_a_transfer_shows_a_widget(walk: list[NotebookNode]) -> None:
    """A transfer has one bar, which is a widget; a plan, and what is there already, have none."""
    bars = {cell.source[:20]: len(shown(cell.outputs, WIDGET)) for cell in walk}

    assert bars["capture = sds.upload"] == bars["capture.download(to="] == 1
    assert bars["sds.dry_run = True\np"] == bars["print(capture.center"] == 0


def test_transfers_run_in_a_running_loop(client: str, recording: Path, tmp_path: Path) -> None:
    """In a coroutine, and from a thread that a cell awaits, everything works as elsewhere."""
    outputs = run_cells(client, IN_A_LOOP.format(recording=str(recording)), folder=tmp_path)

    assert printed(outputs) == "3 3\n"
    assert printed(outputs, "stderr") == ""


@pytest.mark.parametrize("host", ["here", "http://127.0.0.1:1"])
def test_a_traceback_is_short(host: str, gateway: LocalGateway) -> None:
    """What a call raises shows the SDK's own frames and one message, not the network library's."""
    url = gateway.url if host == "here" else host
    settings = {"SDS_SECRET_TOKEN": "wrong", "SDS_RETRIES": 0}
    with (
        Client(url, env_file=None, env_config=settings) as sds,
        pytest.raises((AuthError, NetworkError)) as raised,
    ):
        sds.authenticate()

    frames = traceback.extract_tb(raised.value.__traceback__)
    shown = "".join(traceback.format_exception(raised.value))
    assert len(frames) <= 6
    assert "httpx" not in shown
    assert shown.count("Traceback") == 1


def test_a_long_plan_is_shown(tmp_path: Path) -> None:
    """While a plan is made, a widget counts its files, and another follows for the bytes."""
    outputs = run_cells(LONG_PLAN, folder=tmp_path)

    assert len(shown(outputs, WIDGET)) == 2
    assert "Planning upload: 1200 files" in shown(outputs, "text/plain")[0]


def test_without_widgets_there_is_a_plain_bar(client: str, recording: Path, tmp_path: Path) -> None:
    """Where ipywidgets is missing the bar is text, and no warning says that it is."""
    upload = f"report = sds.upload({str(recording)!r}, sds_path='r')"

    outputs = run_cells(WITHOUT_WIDGETS, client, upload, folder=tmp_path)

    assert shown(outputs, WIDGET) == []
    assert "Upload: 100%" in printed(outputs, "stderr")
    assert "Warning" not in printed(outputs, "stderr")
