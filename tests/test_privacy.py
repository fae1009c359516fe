"""What belongs to another user is never given: refused or not found, for every call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from spectrumx import Client
from spectrumx.errors import NotFoundError, PermissionDeniedError
from spectrumx.localgateway import LocalGateway
from spectrumx.models import Capture, Dataset, File
from tests.conftest import tree
from tests.recordings import write_radiohound


@dataclass
class Owned:
    """What one user has."""

    sds: Client
    file: File
    capture: Capture
    dataset: Dataset


@pytest.fixture
def owned(new_client: Callable[..., Client], gateway: LocalGateway, tmp_path: Path) -> Owned:
    """A user with a file, a capture and a dataset, none of them shared."""
    email = f"{uuid4()}@example.org"
    sds = new_client(gateway.add_user(email))
    folder = write_radiohound(tmp_path / "scans", scan_group=str(uuid4()))
    capture = sds.upload_capture(folder, sds_path="scans")
    made = gateway.create_dataset(email, "Mine", captures=[capture.uuid])
    (file,) = sds.files.list()
    return Owned(sds, file, capture, sds.datasets.get(made))


READS: dict[str, Callable[[Client, Owned], object]] = {
    "files.get": lambda sds, it: sds.files.get(it.file),
    "captures.get": lambda sds, it: sds.captures.get(it.capture),
    "capture.download": lambda sds, it: sds.captures.download(it.capture, to="stolen"),
    "datasets.get": lambda sds, it: sds.datasets.get(it.dataset),
    "datasets.files": lambda sds, it: list(sds.datasets.files(it.dataset)),
    "datasets.captures": lambda sds, it: list(sds.datasets.captures(it.dataset.uuid)),
    "dataset.download": lambda sds, it: sds.datasets.download(it.dataset, to="stolen"),
}

CHANGES: dict[str, Callable[[Client, Owned], object]] = {
    "files.delete": lambda sds, it: sds.files.delete(it.file),
    "files.detach": lambda sds, it: sds.files.detach_from_datasets(it.file),
    "captures.update": lambda sds, it: sds.captures.update(it.capture),
    "captures.rename": lambda sds, it: sds.captures.rename(it.capture, "stolen"),
    "captures.delete": lambda sds, it: sds.captures.delete(it.capture),
    "captures.revoke": lambda sds, it: sds.captures.revoke_share_permissions(it.capture),
    "captures.detach": lambda sds, it: sds.captures.detach_from_datasets(it.capture),
    "datasets.delete": lambda sds, it: sds.datasets.delete(it.dataset),
    "datasets.revoke": lambda sds, it: sds.datasets.revoke_share_permissions(it.dataset),
}


@pytest.mark.parametrize("call", [*READS, *CHANGES])
def test_a_stranger_is_refused(
    sds: Client, owned: Owned, call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every call on what is another's is PermissionDenied or NotFound, and nothing comes of it."""
    monkeypatch.chdir(tmp_path)
    before = everything(owned)

    with pytest.raises((PermissionDeniedError, NotFoundError)):
        {**READS, **CHANGES}[call](sds, owned)
    assert not tree(tmp_path / "stolen")
    assert everything(owned) == before


def test_a_stranger_sees_nothing(sds: Client, owned: Owned) -> None:
    """No listing and no search shows what is another's, even when it is asked for by name."""
    owner = owned.sds.authenticate()

    assert not sds.files.list()
    assert not sds.captures.list()
    assert not sds.datasets(deep=True)
    assert not sds.search(owner=owner)
    assert not sds.search(File, owner=owner)
    assert not sds.search(Dataset, owner=owner)
    assert not sds.files.list(f"/files/{owner.email}/scans")


@pytest.mark.parametrize("call", CHANGES)
def test_whom_it_is_shared_with_may_not_change_it(
    sds: Client, owned: Owned, gateway: LocalGateway, call: str
) -> None:
    """Sharing shows a capture and a dataset, and lets nobody else change them."""
    email = sds.authenticate().email
    for shared in (owned.capture, owned.dataset):
        gateway.share(shared.uuid, with_email=email)
    before = everything(owned)

    assert sds.captures.get(owned.capture) == owned.capture
    with pytest.raises((PermissionDeniedError, NotFoundError)):
        CHANGES[call](sds, owned)
    assert everything(owned) == before


def test_a_bystander_does_not_learn_what_is_there(sds: Client) -> None:
    """What is not there and was never there are told in one way: not found."""
    for read in (sds.files.get, sds.captures.get, sds.datasets.get):
        with pytest.raises(NotFoundError):
            read(UUID(int=7))


def everything(owned: Owned) -> tuple[object, ...]:
    """What the owner sees of their own."""
    capture, dataset = owned.sds.captures.get(owned.capture), owned.sds.datasets.get(owned.dataset)
    return (
        list(owned.sds.files.list()),
        (capture, capture.name, capture.updated_at, capture.is_shared, capture.datasets),
        (dataset, dataset.capture_uuids, dataset.is_shared),
    )
