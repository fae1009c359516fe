"""Captures of others: shown while they are shared, changed by nobody but their owner."""

from pathlib import Path
from typing import Any

import pytest

from spectrumx.localgateway import LocalGateway
from tests.localgateway.recordings import create_capture, upload_folder, write_digital_rf


@pytest.fixture
def channels(api: Any, tmp_path: Path) -> list[str]:
    """The captures of both channels of a user's recording."""
    upload_folder(api, write_digital_rf(tmp_path / "recording", "ch0", "ch1"), to="/rec")
    return [create_capture(api, "/rec", channel) for channel in ("ch0", "ch1")]


def seen(api: Any) -> list[str]:
    """The uuids of the captures that a user's listing shows."""
    return [one["uuid"] for one in api.get("/assets/captures/").json()["results"]]


def test_a_stranger_sees_nothing(other: Any, channels: list[str]) -> None:
    """Another user's capture is in no listing, and retrieving it is forbidden."""
    answer = other.get(f"/assets/captures/{channels[0]}/")

    assert (answer.status_code, seen(other)) == (403, [])
    assert answer.json() == {"detail": "You do not have permission to access this capture."}


def test_only_what_is_shared_is_shown(
    gateway: LocalGateway, other: Any, channels: list[str]
) -> None:
    """Of a recording's channels another user sees the one that is shared, as a single one."""
    gateway.share(channels[1], with_email=other.email)

    shown = other.get(f"/assets/captures/{channels[1]}/").json()

    assert (shown["channel"], seen(other)) == ("ch1", [channels[1]])
    assert (shown["permission_level"], shown["is_shared_with_me"]) == ("viewer", True)
    assert shown["share_permissions"][0]["shared_with"]["email"] == other.email
    assert other.get(f"/assets/captures/{channels[0]}/").status_code == 403


def test_a_dataset_shows_its_captures(
    gateway: LocalGateway, api: Any, other: Any, channels: list[str]
) -> None:
    """Who is given a dataset sees its captures, with the dataset's permission level."""
    dataset = gateway.create_dataset(api.email, "both", captures=channels[:1])
    gateway.share(dataset, with_email=other.email, permission_level="contributor")

    shown = other.get(f"/assets/captures/{channels[0]}/").json()

    assert (shown["permission_level"], shown["is_shared"]) == ("contributor", False)
    assert [one["uuid"] for one in shown["datasets"]] == [dataset]


@pytest.mark.parametrize(
    ("method", "below"),
    [
        ("PUT", ""),
        ("PATCH", ""),
        ("DELETE", ""),
        ("PUT", "revoke-share-permissions/"),
        ("PUT", "detach-from-datasets/"),
        ("GET", "post_processing_status/"),
    ],
)
def test_what_is_shared_is_not_changed(
    gateway: LocalGateway, other: Any, channels: list[str], method: str, below: str
) -> None:
    """To whoever is not its owner, even a shared capture is not there to be changed."""
    gateway.share(channels[0], with_email=other.email, permission_level="co-owner")

    answer = other.request(method, f"/assets/captures/{channels[0]}/{below}", json={"name": "x"})

    assert answer.status_code == 404


def test_a_shared_capture_is_not_deleted(
    gateway: LocalGateway, api: Any, other: Any, channels: list[str]
) -> None:
    """The deletion of a shared capture is refused until it is taken back."""
    gateway.share(channels[0], with_email=other.email)
    address = f"/assets/captures/{channels[0]}/"

    refused = api.delete(address)
    api.put(f"{address}revoke-share-permissions/").raise_for_status()

    assert refused.status_code == 403
    assert refused.json()["detail"].startswith("Capture is shared and cannot be deleted.")
    assert (seen(other), api.delete(address).status_code) == ([], 204)


@pytest.mark.parametrize(("state", "status"), [("draft", 204), ("final", 403)])
def test_a_capture_in_a_dataset_is_not_deleted(
    gateway: LocalGateway, api: Any, channels: list[str], state: str, status: int
) -> None:
    """The refusal names the dataset; drafts let go of a capture, published datasets do not."""
    dataset = gateway.create_dataset(
        api.email, "d", captures=channels[:1], status=state, is_public=True
    )
    address = f"/assets/captures/{channels[0]}/"

    refused = api.delete(address)
    api.put(f"{address}detach-from-datasets/").raise_for_status()

    assert refused.status_code == 403
    assert f"it is associated with datasets (1): {dataset}." in refused.json()["detail"]
    assert api.delete(address).status_code == status


def test_recordings_of_two_users_are_apart(
    gateway: LocalGateway, api: Any, other: Any, channels: list[str], tmp_path: Path
) -> None:
    """Another user's recording in a directory of the same name is listed beside one's own."""
    upload_folder(other, tmp_path / "recording", to="/rec")
    theirs = [create_capture(other, "/rec", channel) for channel in ("ch0", "ch1")]
    for uuid in theirs:
        gateway.share(uuid, with_email=api.email)

    listed = api.get("/assets/captures/").json()["results"]

    assert [[one["uuid"] for one in row["channels"]] for row in listed] == [
        theirs[::-1],
        channels[::-1],
    ]
