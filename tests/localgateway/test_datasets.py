"""Datasets: made, listed, shown, filled and deleted by their owner."""

from collections.abc import Callable
from typing import Any

import pytest

from spectrumx.localgateway import LocalGateway, LocalGatewayError

NEVER = "99999999-9999-4999-8999-999999999999"


def create(api: Any, name: str = "drones", **fields: object) -> dict[str, Any]:
    """Make a dataset over HTTP."""
    answer = api.post("/assets/datasets/", json={"name": name, **fields})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def names(api: Any, **query: str | int) -> list[str]:
    """List the names of the datasets that a user sees."""
    found = api.get("/assets/datasets/", params=query).json()["results"]
    return [dataset["name"] for dataset in found]


def test_what_is_said_about_a_dataset_is_kept(api: Any) -> None:
    """A new dataset answers what was said about it; the institutions are text, as recorded."""
    said: dict[str, Any] = {
        "description": "Drones over a field",
        "abstract": "",
        "keywords": ["drone", "rf"],
        "authors": [{"name": "Ada L", "orcid_id": "0000-0002-1825-0097"}, {"name": "Bob"}],
        "license": "CC-BY-4.0",
        "doi": "10.1/x",
        "website": "https://example.org",
        "repository": "https://example.org/repo",
    }

    made = create(api, institutions=["Inst A", "Inst B"], **said)

    assert {key: made[key] for key in said} == said
    assert made["institutions"] == "['Inst A', 'Inst B']"
    assert made == api.get(f"/assets/datasets/{made['uuid']}/").json()


def test_a_new_dataset_is_an_empty_private_draft(api: Any) -> None:
    """A dataset that only has a name is a draft of its owner with nothing in it."""
    made = create(api, "  drones ")

    assert (made["name"], made["status"], made["is_public"]) == ("drones", "draft", False)
    assert (made["captures"], made["files"], made["data_files_info"]["total_count"]) == ([], [], 0)
    assert (made["owner_email"], made["permission_level"]) == (api.email, "owner")
    assert (made["institutions"], made["authors"], made["provenance"]) == ("", [], None)


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({}, "name", "This field is required."),
        ({"name": " "}, "name", "This field may not be blank."),
        ({"name": None}, "name", "This field may not be null."),
        ({"name": "n" * 256}, "name", "Ensure this field has no more than 255 characters."),
        ({"name": "n", "keywords": "a"}, "keywords", "Expected a list of items but got type"),
        ({"name": "n", "keywords": [1]}, "keywords", "Not a valid string."),
        ({"name": "n", "authors": ["Ada"]}, "authors", "Not a JSON object"),
        ({"name": "n", "authors": [{"orcid_id": "1"}]}, "authors", "Each author needs a name"),
        ({"name": "n", "provenance": [1]}, "provenance", "Not a JSON object"),
        ({"name": "n", "release_date": "soon"}, "release_date", "Datetime has wrong format."),
    ],
)
def test_a_wrong_field_is_named(
    api: Any, fields: dict[str, object], field: str, sentence: str
) -> None:
    """A dataset with a field that is wrong is refused with a sentence about it, and not made."""
    answer = api.post("/assets/datasets/", json=fields)

    assert answer.status_code == 400
    assert answer.json()[field][0].startswith(sentence)
    assert names(api) == []


def test_a_list_needs_json(api: Any) -> None:
    """A form can name a dataset, but a list in it is refused."""
    form = {"name": "n", "keywords": "a"}

    assert api.post("/assets/datasets/", data={"name": "n"}).status_code == 201
    assert "keywords" in api.post("/assets/datasets/", data=form).json()


def test_the_newest_dataset_is_listed_first(api: Any, other: Any) -> None:
    """One's own datasets are listed from the newest on, over pages, and nobody else's."""
    create(other)
    for number in range(5):
        create(api, f"d{number}")

    page = api.get("/assets/datasets/", params={"page_size": 2}).json()
    assert (page["count"], page["previous"]) == (5, None)
    assert names(api, page_size=2) == ["d4", "d3"]
    assert [one["name"] for one in api.get(page["next"]).json()["results"]] == ["d2", "d1"]
    assert names(api, page="last", page_size=2) == ["d0"]


def test_a_dataset_is_its_owners(api: Any, other: Any) -> None:
    """A stranger may not read a dataset, and it is not there for anything else."""
    uuid = create(api)["uuid"]
    address = f"/assets/datasets/{uuid}/"
    sent = {"json": {"email": other.email, "capture_uuid": NEVER}}

    for answer in (other.get(address), other.get(f"{address}files/")):
        assert answer.status_code == 403
        assert answer.json() == {"detail": "You do not have permission to access this dataset."}
    for answer in (
        other.delete(address),
        other.put(f"{address}revoke-share-permissions/"),
        other.post(f"{address}share/", **sent),
        other.post(f"{address}attach-capture/", **sent),
    ):
        assert answer.status_code == 404
        assert answer.json() == {"detail": "No Dataset matches the given query."}
    assert api.get(address).status_code == 200


def test_a_published_dataset_stays_closed_to_strangers(
    gateway: LocalGateway, api: Any, other: Any
) -> None:
    """Being final and public opens a dataset to nobody."""
    uuid = gateway.create_dataset(api.email, "published", status="final", is_public=True)

    shown = api.get(f"/assets/datasets/{uuid}/").json()
    assert (shown["status_display"], shown["is_public"]) == ("Final", True)
    assert other.get(f"/assets/datasets/{uuid}/").status_code == 403


def test_a_deleted_dataset_leaves_its_files(gateway: LocalGateway, api: Any) -> None:
    """A deleted dataset answers 404 to everything, and its files are free."""
    file = api.upload("/d/f")["uuid"]
    uuid = gateway.create_dataset(api.email, "drones", files=[file])
    address = f"/assets/datasets/{uuid}/"

    assert api.delete(address).status_code == 204

    assert api.get(address).status_code == api.delete(address).status_code == 404
    assert api.get(f"{address}files/").status_code == 404
    assert api.get(f"/assets/files/{file}/").json()["datasets"] == []
    assert api.delete(f"/assets/files/{file}/").status_code == 204


def test_a_dataset_forgets_nothing_in_a_crash(
    start: Callable[..., LocalGateway], connect: Any
) -> None:
    """A dataset that was acknowledged is there after the gateway was killed."""
    gateway = start()
    api = connect(gateway)
    uuid = create(api, keywords=["kept"])["uuid"]

    gateway.kill()
    gateway.start()

    assert api.get(f"/assets/datasets/{uuid}/").json()["keywords"] == ["kept"]


def test_a_malformed_uuid_is_no_dataset(api: Any) -> None:
    """A uuid that is none is 404 in a path and 400 in a body."""
    uuid = create(api)["uuid"]
    answer = api.post(f"/assets/datasets/{uuid}/attach-capture/", json={"capture_uuid": "zz"})

    assert api.get("/assets/datasets/zz/").status_code == 404
    assert (answer.status_code, answer.json()) == (400, {"capture_uuid": ["Must be a valid UUID."]})


def test_a_gateway_makes_any_dataset_for_its_own_process(gateway: LocalGateway, api: Any) -> None:
    """What starts a gateway can make a dataset of any user with files in it and all fields."""
    file = api.upload("/d/f")["uuid"]
    said: dict[str, Any] = {
        "provenance": {"how": "script"},
        "citation": {"text": "cite"},
        "other": {"k": 1},
    }

    uuid = gateway.create_dataset(
        api.email, "all", files=[file], release_date="2025-01-02T03:04:05Z", **said
    )

    shown = api.get(f"/assets/datasets/{uuid}/").json()
    assert {key: shown[key] for key in said} == said
    assert shown["release_date"] == "2025-01-01T22:04:05-05:00"
    assert [one["uuid"] for one in shown["files"]] == [file]


def test_a_dataset_takes_nobody_elses_files(gateway: LocalGateway, api: Any, other: Any) -> None:
    """A dataset with something that is not its owner's is not made at all."""
    file = other.upload("/d/f")["uuid"]

    for wrong in ({"files": [file]}, {"captures": [NEVER]}, {"status": "odd"}, {"keywords": 1}):
        with pytest.raises(LocalGatewayError, match=r"query|Choose|Expected"):
            gateway.create_dataset(api.email, "wrong", **wrong)
    with pytest.raises(LocalGatewayError, match="No user has the e-mail nobody"):
        gateway.create_dataset("nobody@example.org", "wrong")

    assert names(api) == []


@pytest.mark.parametrize("levels", [101, 965, 975, 990])
def test_deep_nesting_is_refused(api: Any, levels: int) -> None:
    """An object nested beyond all use is a 400, and listings go on."""
    nested = '{"a":' * levels + "1" + "}" * levels
    json_type = {"Content-Type": "application/json"}

    answer = api.post(
        "/assets/datasets/", content=f'{{"name": "n", "other": {nested}}}', headers=json_type
    )

    assert answer.status_code == 400
    assert api.get("/assets/datasets/").status_code == 200
