"""Captures and datasets that users share with each other: who sees what, and may do what."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from spectrumx.localgateway import LocalGateway, LocalGatewayError, Quirk
from tests.localgateway.recordings import create_capture, upload_folder, write_digital_rf

NEVER = "99999999-9999-4999-8999-999999999999"


class Belongings(NamedTuple):
    """What one user has: a capture in a dataset, a file of it, and one of the dataset itself."""

    capture: str
    dataset: str
    capture_file: str
    artifact: str

    def address(self, kind: str) -> str:
        """Where one of them is."""
        folder = "files" if "file" in kind or kind == "artifact" else f"{kind}s"
        return f"/assets/{folder}/{getattr(self, kind)}/"


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recording with the channel ch0."""
    return write_digital_rf(tmp_path_factory.mktemp("recording"), "ch0")


@pytest.fixture
def belongings(gateway: LocalGateway, api: Any, recording: Path) -> Belongings:
    """What the user `api` has."""
    capture_file = upload_folder(api, recording, to="/survey")[0]
    artifact = api.upload("/notes.txt", b"a note")["uuid"]
    capture = create_capture(api, "/survey", "ch0")
    dataset = gateway.create_dataset(api.email, "survey", files=[artifact], captures=[capture])
    return Belongings(capture, dataset, capture_file, artifact)


def share(api: Any, address: str, **body: str) -> Any:
    """Share what is there with another user."""
    return api.post(f"{address}share/", json=body)


def statuses(user: Any, belongings: Belongings) -> dict[str, int]:
    """Ask for everything as some user."""
    return {kind: user.get(belongings.address(kind)).status_code for kind in Belongings._fields} | {
        "download": user.get(f"{belongings.address('capture_file')}download/").status_code
    }


@pytest.mark.parametrize(
    ("shared", "seen"),
    [
        (None, set()),
        ("capture", {"capture", "capture_file", "download"}),
        ("dataset", {"capture", "dataset", "capture_file", "artifact", "download"}),
    ],
)
def test_a_viewer_sees_what_was_shared(
    api: Any, other: Any, belongings: Belongings, shared: str | None, seen: set[str]
) -> None:
    """A viewer sees just what was shared and what is in it; the rest is 403; the owner sees all."""
    if shared:
        assert share(api, belongings.address(shared), email=other.email).status_code == 200

    assert set(statuses(api, belongings).values()) == {200}
    assert statuses(other, belongings) == {
        kind: 200 if kind in seen else 403 for kind in statuses(api, belongings)
    }


@pytest.mark.parametrize("shared", ["capture", "dataset"])
def test_a_stranger_sees_nothing(
    api: Any, other: Any, connect: Any, gateway: LocalGateway, belongings: Belongings, shared: str
) -> None:
    """What was shared with one user stays closed to a third."""
    share(api, belongings.address(shared), email=other.email)
    stranger = connect(gateway)

    assert set(statuses(stranger, belongings).values()) == {403}
    for listing in ("files", "captures", "datasets"):
        assert stranger.get(f"/assets/{listing}/").json()["count"] == 0


def test_listings_have_what_was_shared(api: Any, other: Any, belongings: Belongings) -> None:
    """Shared files are listed at the root, not by path; captures and datasets are listed too."""
    share(api, belongings.address("dataset"), email=other.email)

    files = other.listed()["results"]
    assert {belongings.capture_file, belongings.artifact} <= {file["uuid"] for file in files}
    assert len(files) == other.get(f"{belongings.address('dataset')}files/").json()["count"]
    assert other.paths(path="/survey") == other.paths(path=f"/files/{api.email}/survey") == []
    for kind in ("capture", "dataset"):
        (listed,) = other.get(f"/assets/{kind}s/").json()["results"]
        assert listed["uuid"] == getattr(belongings, kind)


@pytest.mark.parametrize("level", ["viewer", "contributor", "co-owner"])
@pytest.mark.parametrize("kind", ["capture", "dataset"])
def test_each_side_sees_the_permission(
    api: Any, other: Any, belongings: Belongings, kind: str, level: str
) -> None:
    """Owner and viewer see to whom a thing was given; the level is that of who asks."""
    address = belongings.address(kind)
    assert api.get(address).json()["is_shared"] is False

    share(api, address, email=other.email, permission_level=level)

    owners, viewers = api.get(address).json(), other.get(address).json()
    (permission,) = owners["share_permissions"]
    assert permission == {
        "item_type": kind,
        "item_uuid": getattr(belongings, kind),
        "shared_with": permission["shared_with"] | {"email": other.email},
        "permission_level": level,
    }
    assert viewers["share_permissions"] == owners["share_permissions"]
    assert (owners["permission_level"], viewers["permission_level"]) == ("owner", level)
    assert (owners["is_shared"], owners["is_shared_with_me"]) == (True, False)
    assert (viewers["is_shared"], viewers["is_shared_with_me"]) == (True, True)


def test_a_dataset_names_whom_it_is_shared_with(
    api: Any, other: Any, belongings: Belongings
) -> None:
    """Sharing again changes the level; a viewer is told that the dataset is not theirs."""
    address = belongings.address("dataset")
    share(api, address, email=other.email)
    share(api, address, email=other.email, permission_level="co-owner")

    shown = other.get(address).json()

    (user,) = shown["shared_users"]
    assert (user["email"], user["type"], user["permission_level"]) == (
        *(other.email, "user", "co-owner"),
    )
    assert (shown["is_owner"], shown["can_edit"], shown["can_advance_version"]) == (False,) * 3


@pytest.mark.parametrize("level", ["viewer", "co-owner"])
def test_what_is_shared_is_not_changed_by_the_other(
    api: Any, other: Any, belongings: Belongings, level: str
) -> None:
    """Whoever was given a dataset may read it, and do nothing else with it or what is in it."""
    share(api, belongings.address("dataset"), email=other.email, permission_level=level)
    dataset, capture = belongings.address("dataset"), belongings.address("capture")
    file = belongings.address("artifact")

    refused = [
        *(other.delete(address) for address in (dataset, capture, file)),
        *(other.put(address, data={"directory": "/mine"}) for address in (capture, file)),
        other.patch(capture, json={"name": "mine"}),
        *(other.put(f"{one}revoke-share-permissions/") for one in (dataset, capture)),
        *(other.put(f"{one}detach-from-datasets/") for one in (capture, file)),
        *(share(other, one, email=other.email) for one in (dataset, capture)),
        other.post(f"{dataset}attach-capture/", json={"capture_uuid": belongings.capture}),
    ]

    assert {answer.status_code for answer in refused} == {404}
    assert set(statuses(api, belongings).values()) == {200}


@pytest.mark.parametrize("kind", ["capture", "dataset"])
def test_others_that_a_thing_is_shared_with_are_told_to_the_owner_alone(
    gateway: LocalGateway, api: Any, other: Any, connect: Any, belongings: Belongings, kind: str
) -> None:
    """Whoever is given something sees their own permission and nobody else's address."""
    address, third = belongings.address(kind), connect(gateway)
    for one in (other, third):
        share(api, address, email=one.email)

    assert other.email in api.get(address).text
    assert third.email in api.get(address).text
    for seen in (third.get(address), third.get(f"/assets/{kind}s/")):
        assert third.email in seen.text
        assert other.email not in seen.text


def test_what_holds_a_shared_thing_is_told_to_those_who_may_see_it(
    api: Any, other: Any, belongings: Belongings
) -> None:
    """Datasets and captures that are not shared are not named by what is in them."""
    share(api, belongings.address("capture"), email=other.email)
    hidden = api.upload("/survey/ch0/private.h5", b"x", dataset=belongings.dataset)
    form = {"capture": belongings.capture, "directory": hidden["directory"], "name": "p.h5"}
    api.post("/assets/files/", data=form | {"sibling_uuid": hidden["uuid"]}).raise_for_status()

    for address in (
        belongings.address("capture"),
        belongings.address("capture_file"),
        "/assets/files/",
        "/assets/captures/",
    ):
        assert belongings.dataset not in other.get(address).text
    assert belongings.capture in other.get(belongings.address("capture_file")).text
    assert belongings.dataset in api.get(belongings.address("capture")).text


def test_a_file_does_not_name_captures_that_are_not_shared(
    gateway: LocalGateway, api: Any, other: Any, belongings: Belongings
) -> None:
    """Of a file's captures and datasets another user sees those that are shared."""
    share(api, belongings.address("dataset"), email=other.email)
    secret = gateway.create_dataset(api.email, "secret", files=[belongings.artifact])
    address = belongings.address("artifact")

    shown = other.get(address).json()["datasets"]

    assert [one["uuid"] for one in shown] == [belongings.dataset]
    assert secret in api.get(address).text


@pytest.mark.parametrize("kind", ["capture", "dataset"])
def test_revoking_ends_all_sharing(api: Any, other: Any, belongings: Belongings, kind: str) -> None:
    """Something shared is not deleted; revoked, twice at that, nobody sees it any more."""
    address = belongings.address(kind)
    share(api, address, email=other.email)
    refusal = api.delete(address)

    for _ in range(2):
        answer = api.put(f"{address}revoke-share-permissions/")
        assert answer.json() == {"message": "Share permissions revoked successfully"}

    assert refusal.status_code == 403
    assert refusal.json()["detail"].startswith(f"{kind.title()} is shared and cannot be deleted.")
    assert set(statuses(other, belongings).values()) == {403}
    assert other.listed()["count"] == 0
    assert api.delete(belongings.address("dataset")).status_code == 204


def test_a_file_that_leaves_a_dataset_is_no_longer_shared(
    api: Any, other: Any, belongings: Belongings
) -> None:
    """What is shared is what the dataset holds now."""
    share(api, belongings.address("dataset"), email=other.email)

    api.put(f"{belongings.address('artifact')}detach-from-datasets/")
    joined = api.upload("/later.txt", b"later", dataset=belongings.dataset)["uuid"]

    assert other.get(belongings.address("artifact")).status_code == 403
    assert other.get(f"/assets/files/{joined}/download/").content == b"later"


@pytest.mark.parametrize("kind", ["capture", "dataset"])
def test_a_wrong_share_is_refused(api: Any, other: Any, belongings: Belongings, kind: str) -> None:
    """An unknown user, oneself, an unknown level and no user at all are 400 and share nothing."""
    address = belongings.address(kind)

    for field, body in (
        ("email", {"email": "nobody@example.org"}),
        ("email", {"email": api.email}),
        ("email", {}),
        ("permission_level", {"email": other.email, "permission_level": "owner"}),
    ):
        answer = share(api, address, **body)
        assert (answer.status_code, list(answer.json())) == (400, [field])
    assert api.get(address).json()["share_permissions"] == []


@pytest.mark.parametrize("kind", ["capture", "dataset"])
def test_a_gateway_shares_for_its_own_process(
    gateway: LocalGateway, other: Any, belongings: Belongings, kind: str
) -> None:
    """What starts a gateway can share captures and datasets of any user."""
    gateway.share(getattr(belongings, kind), with_email=other.email)

    assert other.get(belongings.address(kind)).json()["permission_level"] == "viewer"


def test_a_gateway_shares_only_what_is_there(
    gateway: LocalGateway, api: Any, other: Any, belongings: Belongings
) -> None:
    """The refusals of a share by the process that started the gateway say what is wrong."""
    with pytest.raises(LocalGatewayError, match="No Capture or Dataset matches"):
        gateway.share(NEVER, with_email=other.email)
    with pytest.raises(LocalGatewayError, match=f"The dataset belongs to {api.email}"):
        gateway.share(belongings.dataset, with_email=api.email)
    with pytest.raises(LocalGatewayError, match="permission_level: Choose one of viewer"):
        gateway.share(belongings.dataset, with_email=other.email, permission_level="all")


def test_the_public_gateway_makes_no_datasets(
    start: Callable[..., LocalGateway], connect: Any
) -> None:
    """With the quirk there is no route to list, make, fill or share, but datasets are shown."""
    gateway = start(quirks=[Quirk.NO_DATASET_CREATION])
    api = connect(gateway)
    uuid = gateway.create_dataset(api.email, "made elsewhere")

    for method, address in (
        ("GET", "datasets/"),
        ("POST", "datasets/"),
        ("POST", f"datasets/{uuid}/attach-capture/"),
        ("POST", f"datasets/{uuid}/share/"),
        ("POST", f"captures/{NEVER}/share/"),
    ):
        answer = api.request(method, f"/assets/{address}", json={"name": "n"})
        assert (answer.status_code, answer.text[:9]) == (404, "<!DOCTYPE")
    assert api.get(f"/assets/datasets/{uuid}/").json()["name"] == "made elsewhere"
