"""Fixtures for pytest: an embedded gateway, and a client of somebody with nothing in it.

pytest finds them by itself where this package is installed with its extra `gateway`:

    def test_my_upload(sds, tmp_path):
        (tmp_path / "a.txt").write_text("a")
        sds.upload(tmp_path, sds_path="r")
        assert [file.path for file in sds.files.list("r")] == ["/r/a.txt"]
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

# pytest loads this at its start, also for those who don't use it; the fixtures load the rest.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from spectrumx.client import Client
    from spectrumx.localgateway import LocalGateway

__all__ = ["sds", "sds_gateway"]

NEEDED = ("h5py", "httptools", "python_multipart", "starlette", "uvicorn")
"""The modules that the extra `gateway` installs."""


@pytest.fixture(scope="session")
def sds_gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalGateway]:
    """An embedded gateway in a temporary folder, for all tests of the run.

    Another user, to share with for instance, is one `sds_gateway.add_user("you@example.org")`
    away, which returns a token.
    """
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        pytest.fail(
            f"the fixture sds_gateway needs {', '.join(missing)}: pip install 'spectrumx[gateway]'",
            pytrace=False,
        )
    from spectrumx.localgateway import LocalGateway

    with LocalGateway(tmp_path_factory.mktemp("sds-gateway")) as gateway:
        yield gateway


@pytest.fixture
def sds(
    sds_gateway: LocalGateway,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Client]:
    """A client of a user who has nothing in the embedded gateway yet.

    During the test the environment has no settings but this client's, and there are no profiles,
    so that a `Client()` which the tested code makes by itself is the same user's, and the real
    service stays out of reach. They win over a `.env` that happens to be there.
    """
    from spectrumx import profiles
    from spectrumx.client import Client

    for name in [name for name in os.environ if name.startswith("SDS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("SDS_HOST", sds_gateway.url)
    monkeypatch.setenv("SDS_SECRET_TOKEN", sds_gateway.add_user(f"{uuid4()}@example.org"))
    monkeypatch.setenv("SDS_DRY_RUN", "false")
    monkeypatch.setenv("SDS_CACHE_DIR", str(tmp_path_factory.mktemp("sds-cache")))
    monkeypatch.setenv(profiles.FOLDER_VARIABLE, str(tmp_path_factory.mktemp("sds-profiles")))
    profiles.path().write_text(f"[{profiles.DEFAULT}]\n", encoding="utf-8")
    monkeypatch.setenv(profiles.VARIABLE, profiles.DEFAULT)
    with Client(env_file=None, verbose=False) as client:
        yield client
