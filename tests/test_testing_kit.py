"""The fixtures that users' tests get, seen from a run of a user's own tests."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLE = """
import os
import subprocess
import sys
from pathlib import Path

import pytest

from spectrumx import Client, ConfigError


@pytest.mark.parametrize("name", ["first", "second"])
def test_a_store_is_empty(sds, tmp_path, name):
    (tmp_path / name).write_text(name)
    assert len(sds.files.list()) == 0
    assert len(sds.upload(tmp_path, sds_path="r").transferred) == 1
    assert [file.path for file in sds.files.list()] == [f"/r/{name}"]


def test_another_client_is_the_same_user(sds):
    with Client() as mine:
        assert mine.authenticate() == sds.authenticate()
        assert not mine.dry_run


def test_profiles_are_out_of_reach(sds):
    with pytest.raises(ConfigError, match="no profile 'work'"):
        Client(profile="work")
    done = subprocess.run(
        [sys.executable, "-m", "spectrumx", "login", "--host", sds.base_url],
        input=os.environ["SDS_SECRET_TOKEN"],
        text=True,
    )
    assert done.returncode == 0


def test_two_users(sds, sds_gateway):
    token = sds_gateway.add_user("another@example.org")
    with Client(env_config={"SDS_SECRET_TOKEN": token}) as another:
        assert another.authenticate() != sds.authenticate()
"""
PROFILES = "[default]\ndry_run = true\n[work]\nhost = localhost:1\n"
UNUSED = """
import sys


def test_nothing():
    heavy = {"httpx", "pycurl", "starlette", "spectrumx.localgateway", "spectrumx.session"}
    assert heavy & set(sys.modules) == set()
"""


def run_tests(folder: Path, source: str) -> subprocess.CompletedProcess[str]:
    """Run a user's tests in a folder, where the user's settings lead to some other gateway."""
    (folder / "test_sample.py").write_text(source)
    (folder / ".env").write_text(
        "SDS_HOST=localhost:1\nSDS_SECRET_TOKEN=a.token\nSDS_DRY_RUN=true\nSDS_PROFILE=work\n"
        "SDS_CACHE_DIR=cache\n"
    )
    (folder / "config").mkdir(exist_ok=True)
    (folder / "config" / "profiles.ini").write_text(PROFILES)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
        "HOME": str(folder / "home"),
        "SDS_DRY_RUN": "true",
        "SDS_SECRET_TOKEN": "another.token",
        "SDS_CACHE_DIR": str(folder / "cache"),
        "SDS_CONFIG_DIR": str(folder / "config"),
    }
    options = ("-q", "-W", "error", "-p", "no:cacheprovider")
    return subprocess.run(
        [sys.executable, "-m", "pytest", *options, f"--basetemp={folder / 'temporary'}"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_user_s_tests_have_a_client_and_a_gateway(tmp_path: Path) -> None:
    """Each test has an empty store of its own, whatever the user's settings are."""
    done = run_tests(tmp_path, SAMPLE)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "5 passed" in done.stdout


def test_the_user_s_own_folders_stay_as_they_are(tmp_path: Path) -> None:
    """Neither the home nor the cache nor the profiles of the user are written to."""
    run_tests(tmp_path, SAMPLE)

    assert not (tmp_path / "home").exists()
    assert not (tmp_path / "cache").exists()
    assert (tmp_path / "config" / "profiles.ini").read_text() == PROFILES


def test_who_does_not_use_it_loads_nothing_heavy(tmp_path: Path) -> None:
    """Where no test asks for a fixture, no network library and no gateway is loaded."""
    done = run_tests(tmp_path, UNUSED)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("missing", ["starlette", "h5py"])
def test_a_missing_extra_is_an_error_that_says_so(tmp_path: Path, missing: str) -> None:
    """Without the extra, a test that needs the gateway says which one to install."""
    (tmp_path / "conftest.py").write_text(f"import sys\nsys.modules[{missing!r}] = None\n")

    done = run_tests(tmp_path, SAMPLE)

    assert done.returncode == 1
    assert f"needs {missing}: pip install 'spectrumx[gateway]'" in done.stdout
    assert "Traceback" not in done.stdout
