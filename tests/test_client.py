"""The client: signing in, dry-run, and the places it is used from."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from spectrumx import (
    AuthError,
    Client,
    ConfigError,
    DryRunError,
    FileError,
    InvalidRequestError,
    NotFoundError,
)
from spectrumx.localgateway import LocalGateway
from spectrumx.models.transfers import Status
from tests.conftest import tree
from tests.faulty import faulty_gateway


def test_authenticate_says_who_one_is(sds: Client) -> None:
    """A good token is answered with its user."""
    assert sds.authenticate().email.startswith("user-")


def test_a_bad_token_is_an_auth_error(new_client: Callable[..., Client]) -> None:
    """A token the gateway does not know is an `AuthError` with the gateway's own sentence."""
    with pytest.raises(AuthError, match="API key not found") as raised:
        new_client("wrong.token").authenticate()

    assert raised.value.status == 401
    assert raised.value.detail == "API key not found"


def test_without_a_token_nothing_is_sent(gateway: LocalGateway) -> None:
    """Without a token the first call says where to put one, whatever the call."""
    with Client(gateway.url, env_file=None) as nobody:
        for call in (nobody.authenticate, lambda: list(nobody.files.list())):
            with pytest.raises(AuthError, match="SDS_SECRET_TOKEN") as raised:
                call()

            assert raised.value.status is None


def test_an_unknown_setting_is_refused() -> None:
    """A misspelt setting is an error that names the one meant."""
    with pytest.raises(ConfigError, match="did you mean SDS_SECRET_TOKEN"):
        Client(env_config={"SDS_SECRET_TOKE": "x"})


def test_settings_say_where_they_come_from(sds: Client, gateway: LocalGateway) -> None:
    """`config` has each value and its origin."""
    assert sds.config["host"] == gateway.url
    assert sds.config.origins["host"] == "argument"
    assert sds.config.origins["token"] == "env_config"
    assert sds.config.origins["timeout"] == "default"


def test_files_by_uuid(sds: Client, recording: Path) -> None:
    """A file can be looked up and deleted by its uuid, in any of its forms."""
    stored = sds.upload(recording / "notes.txt")[0]()
    assert stored.uuid is not None

    for form in (stored.uuid, str(stored.uuid), stored.uuid.hex, stored):
        assert sds.files.get(form) == stored

    assert sds.files.delete(stored)
    with pytest.raises(NotFoundError, match="No File matches") as raised:
        sds.files.get(stored)
    assert isinstance(raised.value, FileError)


def test_deleting_twice_is_an_error(sds: Client, recording: Path) -> None:
    """Deleting what is not there is a `NotFoundError`."""
    stored = sds.upload(recording / "notes.txt")[0]()
    sds.files.delete(stored)

    with pytest.raises(NotFoundError):
        sds.files.delete(stored)


@pytest.mark.parametrize("uuid", ["", "zz", "../auth", None, 7])
def test_a_malformed_uuid_is_refused_before_anything_is_sent(
    new_client: Callable[..., Client], uuid: str
) -> None:
    """What is no uuid is refused here; the gateway would answer with a failure of its own."""
    nobody = new_client("not-a-token")

    for call in (nobody.files.get, nobody.files.delete, nobody.files.detach_from_datasets):
        with pytest.raises(InvalidRequestError, match=r"no uuid.*sds\.search\(name=\.\.\.\)"):
            call(uuid)


def test_listing_is_lazy_countable_and_indexable(sds: Client, recording: Path) -> None:
    """A listing asks when it is used, starts afresh each time, and `next` keeps its own place."""
    listing = sds.files.list("r")
    assert not listing
    sds.upload(recording, sds_path="r")

    assert listing
    assert len(listing) == 3
    assert [file.name for file in listing] == [file.name for file in listing]
    assert listing[0] == listing[-3] == listing[:2][0]
    assert [next(listing).name, next(listing).name] == [file.name for file in listing][:2]
    with pytest.raises(IndexError, match="no item 3"):
        listing[3]


# -- dry-run --------------------------------------------------------------------------------------


def test_dry_run_changes_neither_side(sds: Client, recording: Path, tmp_path: Path) -> None:
    """In dry-run an upload, a download and a deletion report their plans, and change nothing."""
    sds.upload(recording / "notes.txt", sds_path="r")
    stored = sds.files.list("r")[0]
    here, there = tree(tmp_path), [file.path for file in sds.files.list()]
    sds.dry_run = True

    up = sds.upload(recording, sds_path="r")
    down = sds.download("r", to=tmp_path / "new" / "folder")
    deletion = sds.files.delete(stored)

    assert [result.status for result in up] == [Status.PLANNED, Status.PLANNED, Status.SKIPPED]
    assert [result.status for result in down] == [Status.PLANNED]
    assert up.dry_run
    assert up.bytes == 256 * 64 + 256 * 2800
    assert not deletion
    assert tree(tmp_path) == here
    assert not (tmp_path / "new").exists()
    assert [file.path for file in sds.files.list()] == there
    assert up[0]().uuid is None


def test_dry_run_says_what_is_not_there(sds: Client) -> None:
    """Reading goes on in dry-run: a deletion of nothing is found out."""
    sds.dry_run = True

    with pytest.raises(NotFoundError):
        sds.files.delete("00000000-0000-4000-8000-000000000000")


def test_a_single_change_in_dry_run_raises_with_the_request(sds: Client, recording: Path) -> None:
    """What has no plan to return raises `DryRunError` carrying the request it did not send."""
    stored = sds.upload(recording / "notes.txt")[0]()
    sds.dry_run = True

    with pytest.raises(DryRunError) as raised:
        sds.files.detach_from_datasets(stored)

    assert raised.value.method == "PUT"
    assert raised.value.url.endswith(f"/api/v1/assets/files/{stored.uuid}/detach-from-datasets/")


@pytest.mark.parametrize("name", ["SDS_DRY_RUN", "DRY_RUN"])
def test_dry_run_is_off_unless_asked_for(
    new_client: Callable[..., Client], token: str, name: str
) -> None:
    """Nobody uploads for a day to find that nothing was sent; a setting turns it on."""
    assert not new_client(token).dry_run
    assert new_client(token, **{name: "true"}).dry_run


def test_dry_run_takes_only_a_truth_value_and_no_other_name(sds: Client) -> None:
    """The safety switch refuses what is no truth value, and a misspelt attribute is an error."""
    with pytest.raises(InvalidRequestError, match="True or False"):
        sds.dry_run = "no"  # type: ignore[assignment]
    with pytest.raises(AttributeError):
        sds.dryrun = True  # type: ignore[attr-defined]


# -- where it is used from ------------------------------------------------------------------------


def test_inside_a_running_event_loop(sds: Client, recording: Path, tmp_path: Path) -> None:
    """Uploads and downloads work where an asyncio loop runs, as in a notebook."""

    async def work() -> None:
        sds.upload(recording, sds_path="r")
        sds.download("r", to=tmp_path / "x")

    asyncio.run(work())

    assert tree(tmp_path / "x") == tree(recording)


@pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning")
def test_in_a_forked_worker(sds: Client, recording: Path, tmp_path: Path) -> None:
    """A client used before a fork works in the child and in the parent afterwards."""
    sds.upload(recording, sds_path="before")
    worker = multiprocessing.get_context("fork").Process(
        target=_download_in_child, args=(sds, tmp_path / "child", os.getpid())
    )
    worker.start()
    sds.download("before", to=tmp_path / "parent")
    worker.join()

    assert worker.exitcode == 0
    assert tree(tmp_path / "child") == tree(tmp_path / "parent") == tree(recording)


@pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning")
def test_a_forked_worker_opens_connections_of_its_own(
    gateway: LocalGateway, token: str, recording: Path, tmp_path: Path
) -> None:
    """The child sends nothing over the connections its parent has open."""
    with (
        faulty_gateway(gateway.url) as seen,
        Client(seen.url, env_file=None, env_config={"SDS_SECRET_TOKEN": token}) as client,
    ):
        client.upload(recording, sds_path="before", verbose=False)
        client.download("before", to=tmp_path / "parent", verbose=False)
        parents = set(seen.ports)
        worker = multiprocessing.get_context("fork").Process(
            target=_download_in_child, args=(client, tmp_path / "child", os.getpid())
        )
        before = len(seen.ports)
        worker.start()
        worker.join()

        assert worker.exitcode == 0
        assert len(seen.ports) > before
        assert not parents & set(seen.ports[before:])


def _download_in_child(client: Client, to: Path, parent: int) -> None:
    assert os.getpid() != parent
    client.download("before", to=to)
    client.upload(to, sds_path="child")
    assert len(client.files.list("child")) == 3


def test_two_clients_with_two_tokens_are_never_mixed(
    new_client: Callable[..., Client],
    gateway: LocalGateway,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two users' clients at work in one process each see and write their own files only."""
    monkeypatch.setenv("SDS_SECRET_TOKEN", "the-environments.token")
    emails = ["left@example.org", "right@example.org"]
    clients = {email: new_client(gateway.add_user(email)) for email in emails}

    def work(email: str) -> None:
        source = tmp_path / email
        source.mkdir()
        for number in range(60):
            (source / f"{number}.txt").write_text(f"{email} {number}")
        clients[email].upload(source, sds_path="same/place")
        clients[email].download("same/place", to=tmp_path / "back" / email)

    threads = [threading.Thread(target=work, args=(email,)) for email in emails]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    for email in emails:
        assert clients[email].authenticate().email == email
        assert {file.owner.email for file in clients[email].files.list() if file.owner} == {email}
        assert tree(tmp_path / "back" / email) == tree(tmp_path / email)


def test_many_threads_share_one_client(sds: Client, tmp_path: Path) -> None:
    """Several threads upload and download with one client at the same time."""

    def work(number: int) -> None:
        source = tmp_path / f"source-{number}"
        source.mkdir()
        for index in range(20):
            (source / f"{index}.txt").write_text(f"{number} {index}")
        sds.upload(source, sds_path=f"thread-{number}")
        sds.download(f"thread-{number}", to=tmp_path / f"back-{number}")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    for number in range(6):
        assert tree(tmp_path / f"back-{number}") == tree(tmp_path / f"source-{number}")


def test_a_client_is_usable_after_close(sds: Client, recording: Path) -> None:
    """Closing frees the connections; a later call opens new ones."""
    sds.upload(recording, sds_path="r")
    sds.close()

    assert len(sds.files.list("r")) == 3
