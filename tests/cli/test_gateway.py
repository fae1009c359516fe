"""The embedded gateway from the shell, and the demonstration."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from spectrumx import Client, profiles
from spectrumx.localgateway import LocalGateway
from spectrumx.settings import Secret
from tests.cli.conftest import Program, Run, values_of
from tests.recordings import write_digital_rf

RECORDINGS = Path(__file__).parents[3] / "shared" / "recordings"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Where a gateway of one's own has its folder."""
    return tmp_path / "field"


@pytest.fixture
def field(root: Path) -> Iterator[LocalGateway]:
    """That gateway, serving."""
    with LocalGateway(root) as running:
        yield running


def client(gateway: LocalGateway, token: str | None = None) -> Client:
    """A client of a gateway; of its first user, unless a token says otherwise."""
    settings = {"SDS_SECRET_TOKEN": token or gateway.token}
    return Client(gateway.url, env_file=None, env_config=settings, verbose=False)


def test_serve(program: Program, root: Path) -> None:
    """In the foreground it prints its address and token, serves, and ends by Ctrl-C."""
    with program.start("gateway", "serve", "--root", str(root), "--port", "0") as served:
        assert served.stdout is not None
        address = served.stdout.readline().strip().removeprefix("SDS_HOST=")
        token = served.stdout.readline().strip().removeprefix("SDS_SECRET_TOKEN=")
        with Client(address, env_file=None, env_config={"SDS_SECRET_TOKEN": token}) as sds:
            assert sds.authenticate().email == "researcher@example.org"
        served.send_signal(signal.SIGINT)

    assert served.returncode == 0


def test_serve_for_programs(program: Program, root: Path) -> None:
    """With --json one line has the address and the token, and nothing else is printed."""
    with program.start("gateway", "serve", "--root", str(root), "--port", "0", "--json") as served:
        assert served.stdout is not None
        assert set(json.loads(served.stdout.readline())) == {"SDS_HOST", "SDS_SECRET_TOKEN"}
        served.send_signal(signal.SIGINT)
        rest = served.communicate()

    assert rest == ("", "")


def test_serve_again(program: Program, root: Path) -> None:
    """Where no token is printed, for there is one already, it says how to get another."""
    said = []
    for _ in range(2):
        with program.start("gateway", "serve", "--root", str(root), "--port", "0") as served:
            assert served.stderr is not None
            said.append(served.stderr.readline())
            served.send_signal(signal.SIGINT)

    assert said == [
        f"Serving {root}; press Ctrl-C to stop.\n",
        "The token was printed the first time; --new-token makes another.\n",
    ]


WITHOUT_EXTRA = """
import sys

sys.modules.update(dict.fromkeys(["h5py", "httptools", "python_multipart", "starlette", "uvicorn"]))
from spectrumx.cli import main

main()
"""


@pytest.mark.parametrize(
    "command",
    [["serve"], ["user", "add", "a@example.org"], ["dataset", "create", "June"]],
    ids=lambda each: each[0],
)
def test_without_the_extra(command: list[str], tmp_path: Path) -> None:
    """Where the extra is not installed, one sentence says how to install it."""
    shown = subprocess.run(
        [sys.executable, "-c", WITHOUT_EXTRA, "gateway", *command, "--root", str(tmp_path)],
        check=False,
        capture_output=True,
        text=True,
    )

    assert (shown.returncode, shown.stdout) == (1, "")
    assert re.fullmatch(
        r"sds: the embedded gateway needs \S+: pip install 'spectrumx\[gateway\]'\n",
        shown.stderr,
    )


@pytest.mark.parametrize(
    "command",
    [
        ("gateway", "serve", "--root", ""),
        ("gateway", "push", "--to", "localhost:1", "--root", " "),
        ("gateway", "user", "add", "a@example.org", "--root", ""),
        ("demo", "--recording", ""),
    ],
    ids=lambda each: each[-2] + each[1],
)
def test_a_blank_folder(run: Run, command: tuple[str, ...]) -> None:
    """A blank path, as of a variable that is not set, is not the folder one happens to be in."""
    shown = run(*command)

    assert (shown.exit_code, shown.stdout) == (2, "")
    assert "it is blank; write . for this folder" in shown.stderr


def test_a_folder_that_cannot_be_served(run: Run, tmp_path: Path) -> None:
    """What can't work ends with one sentence on standard error."""
    (tmp_path / "file").write_text("x")

    shown = run("gateway", "serve", "--root", str(tmp_path / "file" / "inside"), "--port", "0")

    assert shown.exit_code == 1
    assert shown.stderr.startswith("sds: cannot use the folder")


def test_user_add_while_it_serves(run: Run, field: LocalGateway, root: Path) -> None:
    """A user that is added beside a serving gateway is known to it at once."""
    shown = run("gateway", "user", "add", "guest@example.org", "--root", str(root))

    token = shown.stdout.strip().removeprefix("SDS_SECRET_TOKEN=")
    with client(field, token) as sds:
        assert sds.authenticate().email == "guest@example.org"


def test_user_add_before_it_serves(run: Run, root: Path) -> None:
    """A user that is added to a folder at rest is there when it is served; so is the token."""
    root.mkdir()
    options = ("--root", str(root), "--name", "A Guest", "--json")
    (made,) = values_of(run("gateway", "user", "add", "guest@example.org", *options))

    with LocalGateway(root) as field, client(field, str(made["SDS_SECRET_TOKEN"])) as sds:
        assert sds.authenticate().email == made["email"] == "guest@example.org"


@pytest.mark.parametrize(
    ("email", "folder", "said", "code"),
    [
        ("guest", ".", "not an e-mail address: 'guest'", 1),
        ("guest@example.org", "nowhere", "does not exist", 2),
        ("guest@example.org", "..", "which is not a gateway's", 1),
    ],
)
def test_user_add_refuses(
    run: Run, root: Path, email: str, folder: str, said: str, code: int
) -> None:
    """What is no e-mail, or no folder of a gateway, is refused and stays as it is."""
    root.mkdir()
    shown = run("gateway", "user", "add", email, "--root", str(root / folder))

    assert shown.exit_code == code
    assert said in shown.stderr


def test_dataset_create(run: Run, field: LocalGateway, root: Path, tmp_path: Path) -> None:
    """A dataset of captures, named by directory or uuid, has every channel of them."""
    with client(field) as sds:
        folder = write_digital_rf(tmp_path / "recording", {"a": 1e9, "b": 2e9})
        capture = sds.upload_capture(folder, sds_path="westford")
        for named in ("westford/", str(capture.uuid)):
            arguments = ("dataset", "create", "June", "--root", str(root), "--capture", named)
            made = run("gateway", *arguments, "--keyword", "sky", "--description", "Noise.")
            dataset = sds.datasets.get(made.stdout.strip())

            assert (dataset.name, dataset.description) == ("June", "Noise.")
            assert (dataset.status, dataset.keywords) == ("draft", ("sky",))
            assert list(dataset.captures()) == [capture]


def test_dataset_create_refuses(run: Run, field: LocalGateway, root: Path) -> None:
    """A capture that is not there, or an owner that is not told, leaves no dataset behind."""
    create = ("gateway", "dataset", "create", "June", "--root", str(root))

    with client(field) as sds:
        sds.authenticate()
        not_there = run(*create, "--capture", "/westford")
        field.add_user("guest@example.org")
        whose = run(*create)

        assert (not_there.exit_code, whose.exit_code) == (1, 1)
        assert "has no capture /westford" in not_there.stderr
        assert "guest@example.org, researcher@example.org" in whose.stderr
        assert not sds.datasets()


def test_push_to_a_host(run: Run, field: LocalGateway, root: Path, recording: Path) -> None:
    """What a folder holds is carried over; --dry-run says so before, and then nothing is left."""
    with client(field) as sds:
        sds.upload(recording, sds_path="r")
    push = ("gateway", "push", "--root", str(root), "--to")
    there = _host(run)

    plan, done, again = (run(*push, there, *more) for more in (["--dry-run"], [], ["--json"]))

    assert "3 to carry over" in plan.stdout
    assert "3 carried over" in done.stdout
    assert {each["outcome"] for each in values_of(again)} == {"there already"}
    assert (plan.exit_code, done.exit_code, again.exit_code) == (0, 0, 0)


def test_push_to_a_profile(
    run: Run, field: LocalGateway, root: Path, recording: Path, token: str
) -> None:
    """The other gateway and its token may be those of a stored profile."""
    with client(field) as sds:
        sds.upload(recording, sds_path="r")
    profiles.store("there", {"host": _host(run), "token": Secret(token)})

    options = ("--root", str(root), "--profile", "there")
    shown = run("gateway", "push", *options, SDS_HOST="localhost:1", SDS_SECRET_TOKEN="a.b")

    assert shown.exit_code == 0, shown.stderr
    assert "3 carried over" in shown.stdout


@pytest.mark.parametrize(
    ("arguments", "variables", "code"),
    [
        ((), {}, 2),
        (("--to", "localhost:1", "--profile", "there"), {}, 2),
        (("--to", "localhost:1"), {}, 4),
        (("--profile", "wrok"), {}, 2),
    ],
)
def test_push_that_cannot_begin(
    run: Run,
    field: LocalGateway,
    root: Path,
    recording: Path,
    arguments: tuple[str, ...],
    variables: dict[str, str],
    code: int,
) -> None:
    """Without one gateway to push to, nothing is sent, and the status says why."""
    with client(field) as sds:
        sds.upload(recording, sds_path="r")

    assert run("gateway", "push", "--root", str(root), *arguments, **variables).exit_code == code


@pytest.mark.parametrize("of", ["written on the spot", "recorded in the field"])
def test_demo(program: Program, of: str) -> None:
    """The demonstration sends a real Digital RF recording and gets every byte back."""
    recording = RECORDINGS / "westford-vpol"
    if of == "recorded in the field" and not recording.is_dir():
        pytest.skip("the recorded samples are not there")
    arguments = ["--recording", str(recording)] if of == "recorded in the field" else []

    shown = program.run("demo", *arguments)

    assert shown.returncode == 0, shown.stderr
    assert "all equal" in shown.stdout
    assert "Every byte came back." in shown.stdout


def _host(run: Run) -> str:
    return str(values_of(run("config", "--json"))[0]["value"])
