"""How file systems are made, configured, kept and sent elsewhere."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import fsspec
import pytest

from spectrumx import AuthError, Client, InvalidRequestError
from spectrumx.filesystem import SDSFileSystem
from spectrumx.localgateway import LocalGateway


def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a program of a line or two in another process."""
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def token(gateway: LocalGateway, monkeypatch: pytest.MonkeyPatch) -> str:
    """The token of a user nobody else is, in the environment."""
    token = gateway.add_user("instances@example.org")
    monkeypatch.setenv("SDS_HOST", gateway.url)
    monkeypatch.setenv("SDS_SECRET_TOKEN", token)
    return token


@pytest.mark.usefixtures("token")
def test_the_environment_configures() -> None:
    """A URL alone is enough where the environment has host and token."""
    with fsspec.open("sds://r/a.txt", "w") as file:
        file.write("hello")

    with fsspec.open("sds://r/a.txt") as file:
        assert file.read() == b"hello"


@pytest.mark.usefixtures("token")
def test_other_surroundings_are_another_file_system(
    gateway: LocalGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same options give the same file system, until the environment has another token."""
    first = fsspec.filesystem("sds")
    assert fsspec.filesystem("sds") is first

    monkeypatch.setenv("SDS_SECRET_TOKEN", gateway.add_user("another@example.org"))

    assert fsspec.filesystem("sds") is not first


def test_options_are_those_of_a_client(gateway: LocalGateway) -> None:
    """Host and settings are given as to a client."""
    settings = {"SDS_SECRET_TOKEN": gateway.token, "SDS_WORKERS": "3"}
    options = {"env_file": None, "env_config": settings, "dry_run": True, "retries": 1}
    fs = fsspec.filesystem("sds", host=gateway.url, timeout=9, **options)

    config = fs.client.config
    assert (fs.client.base_url, fs.client.dry_run) == (gateway.url, True)
    assert (config.workers, config.retries, config.timeout) == (3, 1, 9)
    assert fs.ls("/") is not None


def test_options_that_are_none_are_refused(gateway: LocalGateway) -> None:
    """A misspelt option is an error, not left out; fsspec's own are known."""
    with pytest.raises(InvalidRequestError, match="profil"):
        fsspec.filesystem("sds", host=gateway.url, profil="lab")

    assert fsspec.filesystem("sds", host=gateway.url, asynchronous=False, batch_size=9)


@pytest.mark.skipif(os.name == "nt", reason="a folder in use can't be removed there")
def test_a_folder_that_was_removed(
    gateway: LocalGateway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file system is made also where the working directory is gone."""
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()

    assert SDSFileSystem(gateway.url).client.base_url == gateway.url


def test_each_client_has_its_own(gateway: LocalGateway, client: Client) -> None:
    """Two clients of one gateway never share a file system."""
    settings = {"SDS_SECRET_TOKEN": gateway.token}
    with Client(gateway.url, env_file=None, env_config=settings) as other:
        one, two = SDSFileSystem(client=client), SDSFileSystem(client=other)

    assert (one.client, two.client) == (client, other)


@pytest.mark.parametrize("how", ["env_config", "client"])
def test_no_token_leaves_the_process(
    token: str, gateway: LocalGateway, client: Client, how: str
) -> None:
    """Neither a pickle, nor JSON, nor a repr has a token; elsewhere that one's own is used."""
    secret = client.config.token.reveal()
    settings = {"SDS_SECRET_TOKEN": secret, "SDS_PROXY": f"http://me:{secret}@proxy:9"}
    fs = (
        SDSFileSystem(gateway.url, env_config=settings)
        if how == "env_config"
        else SDSFileSystem(client=client)
    )

    told = [pickle.dumps(fs), fs.to_json().encode(), repr(fs).encode(), str(vars(fs)).encode()]

    assert not any(secret.encode() in each for each in told)
    for again in (pickle.loads(told[0]), SDSFileSystem.from_json(fs.to_json())):
        assert again.client.base_url == gateway.url
        assert again.client.config.token.reveal() == token


def test_a_worker_without_a_token_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system that comes where no token is, says so when it is used."""
    pickled = pickle.dumps(SDSFileSystem(client=client))
    monkeypatch.delenv("SDS_SECRET_TOKEN", raising=False)

    with pytest.raises(AuthError, match="no token"):
        pickle.loads(pickled).ls("/")


@pytest.mark.usefixtures("token")
def test_another_process_reads(tmp_path: Path) -> None:
    """A pickled file system works in another process."""
    fs = fsspec.filesystem("sds")
    fs.pipe("/r/elsewhere", b"here too")
    (tmp_path / "fs").write_bytes(pickle.dumps(fs))
    program = (
        "import pickle, sys, pathlib; fs = pickle.loads(pathlib.Path(sys.argv[1]).read_bytes()); "
        "print(fs.cat('/r/elsewhere'))"
    )

    done = run(program, str(tmp_path / "fs"))

    assert done.stdout == "b'here too'\n"


def test_json_names_the_class(client: Client) -> None:
    """JSON tells the protocol and the host."""
    told = json.loads(SDSFileSystem(client=client).to_json())

    assert (told["protocol"], told["host"]) == ("sds", client.base_url)


def test_the_sdk_does_not_load_fsspec() -> None:
    """Importing the SDK and making a client load no fsspec."""
    program = (
        "import sys, spectrumx; spectrumx.Client('x.org', env_file=None, "
        "env_config={'SDS_SECRET_TOKEN': 'x'}); print('fsspec' in sys.modules)"
    )

    done = run(program)

    assert done.stdout == "False\n", done.stderr


def test_without_fsspec_the_extra_is_named() -> None:
    """Where fsspec is not installed, the error names the extra."""
    program = (
        "import sys; sys.modules['fsspec'] = None\n"
        "try:\n    import spectrumx.filesystem\n"
        "except ImportError as error:\n    print(type(error).__name__, error)"
    )

    done = run(program)

    assert done.stdout.startswith("MissingExtraError"), done.stderr
    assert "pip install 'spectrumx[fsspec]'" in done.stdout
