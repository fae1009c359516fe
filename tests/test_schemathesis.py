"""Schemathesis makes calls out of openapi/gateway.yaml; the embedded gateway answers them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any, TypedDict

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, settings

from spectrumx.localgateway import LocalGateway

CONFIG = {
    # Calls without a token would be most of what is made, and all of it answered with 401.
    "generation": {"with-security-parameters": False},
    "checks": {
        # The gateway takes more than the description lets a client send: any page_size, any field.
        "negative_data_rejection": {"enabled": False},
        # It refuses some of what follows the description: a duplicate, a page behind the last.
        "positive_data_acceptance": {"enabled": False},
    },
}
WHOLE = schemathesis.openapi.from_path(
    Path(__file__).parents[1] / "openapi" / "gateway.yaml",
    config=schemathesis.Config.from_dict(CONFIG),
)
DESCRIPTION = WHOLE.include(tag=["auth", "users", "files", "captures", "datasets"])
OF_ONE_FILE = WHOLE.include(
    operation_id=[
        f"files_{verb}" for verb in ("upload", "retrieve", "update", "download", "detach", "delete")
    ]
)
OF_ONE_DATASET = WHOLE.include(
    operation_id=[f"datasets_{verb}" for verb in ("retrieve", "files", "share", "revoke", "delete")]
)
OF_ONE_CAPTURE = WHOLE.include(
    operation_id=[
        f"captures_{verb}"
        for verb in (
            *("create", "retrieve", "update", "rename", "delete", "share", "revoke", "detach"),
            *("post_processing_status", "post_processed_metadata"),
        )
    ]
)
# A made-up capture is not there, which says nothing against the dataset that was just made.
STORIES = DESCRIPTION.exclude(operation_id="datasets_attach_capture")
FEW = settings(max_examples=20, derandomize=True, deadline=None)
MANY = settings(max_examples=250, deadline=None)
Case = schemathesis.Case[Any]


OTHER_EMAIL = "other@example.org"
RECORDING = '{"global": {"core:datatype": "cf32_le", "core:metadata_only": true}}'


class Call(TypedDict):
    """What every call has in common."""

    base_url: str
    headers: dict[str, str]


class User:
    """Somebody whose calls are made, so that each meets what earlier ones left."""

    def __init__(self, url: str, token: str) -> None:
        self.call: Call = {"base_url": url, "headers": {"Authorization": f"Api-Key: {token}"}}
        self._client = httpx.Client(**self.call, verify=False)
        self._numbers = count(1)

    def contents(self) -> str:
        """Make contents that nobody has uploaded yet."""
        return f"contents {next(self._numbers)}"

    def upload(self) -> str:
        """Upload a new file and return its uuid."""
        answer = self._client.post(
            "/api/v1/assets/files/",
            data={"directory": "/there"},
            files={"file": ("already.bin", self.contents())},
        )
        return str(answer.raise_for_status().json()["uuid"])

    def create_dataset(self) -> str:
        """Make a new dataset with a file in it and return its uuid."""
        path = "/api/v1/assets/datasets/"
        answer = self._client.post(path, json={"name": "already there"})
        uuid = str(answer.raise_for_status().json()["uuid"])
        self._client.post(
            "/api/v1/assets/files/",
            data={"directory": "/there", "dataset": uuid},
            files={"file": ("held.bin", self.contents())},
        ).raise_for_status()
        return uuid

    def upload_recording(self) -> str:
        """Upload a SigMF recording of its own directory, and return the directory."""
        directory = f"/recordings/{next(self._numbers)}"
        self._client.post(
            "/api/v1/assets/files/",
            data={"directory": directory},
            files={"file": ("a.sigmf-meta", RECORDING)},
        ).raise_for_status()
        return directory

    def create_capture(self) -> str:
        """Make a new capture and return its uuid."""
        form = {"capture_type": "sigmf", "top_level_dir": self.upload_recording()}
        answer = self._client.post("/api/v1/assets/captures/", json=form)
        return str(answer.raise_for_status().json()["uuid"])

    def close(self) -> None:
        """Close the connection that `upload` used."""
        self._client.close()


@pytest.fixture(scope="session")
def user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[User]:
    """One user for all calls, of a gateway that has none of the public one's faults."""
    with (
        LocalGateway(tmp_path_factory.mktemp("gateway")) as gateway,
        closing(User(gateway.url, gateway.token)) as user,
    ):
        gateway.add_user(OTHER_EMAIL)
        yield user


def answered_as_described(case: Case, user: User) -> None:
    """Make a call and compare its answer with the description."""
    case.call_and_validate(**user.call)


def aimed(case: Case, user: User) -> Case:
    """Make a call about something that is there, where made-up identifiers only ever give 404."""
    if "uuid" in case.path_parameters:
        case.path_parameters["uuid"] = user.upload()
    if case.method == "POST":
        with_contents(case, user)
    return case


def aimed_at_dataset(case: Case, user: User) -> Case:
    """Make a call about a dataset that is there, and share it with somebody who is there."""
    case.path_parameters["uuid"] = user.create_dataset()
    if isinstance(case.body, dict) and "email" in case.body:
        case.body["email"] = OTHER_EMAIL
    return case


def aimed_at_capture(case: Case, user: User) -> Case:
    """Make a call about a capture that is there, or about a recording to make one of."""
    if "uuid" in case.path_parameters:
        case.path_parameters["uuid"] = user.create_capture()
    elif isinstance(case.body, dict):
        case.body["top_level_dir"] = user.upload_recording()
    if isinstance(case.body, dict) and "email" in case.body:
        case.body["email"] = OTHER_EMAIL
    return case


def with_contents(case: Case, user: User) -> None:
    """Let an upload carry a file, and name nothing that is not there."""
    if isinstance(case.body, dict) and case.path == "/api/v1/assets/files/":
        for name in ("capture", "dataset", "sibling_uuid"):
            case.body.pop(name, None)
        case.body["file"] = case.body.get("file") or user.contents()


@DESCRIPTION.parametrize()
@settings(FEW)
def test_answers_are_described(case: Case, user: User) -> None:
    """No call, well formed or not, has an answer that the description does not foresee."""
    answered_as_described(case, user)


@OF_ONE_FILE.parametrize()
@settings(FEW)
def test_answers_about_files_are_described(case: Case, user: User) -> None:
    """No call about a file that is there has an answer that the description does not foresee."""
    answered_as_described(aimed(case, user), user)


@OF_ONE_DATASET.parametrize()
@settings(FEW)
def test_answers_about_datasets_are_described(case: Case, user: User) -> None:
    """No call about a dataset that is there has an answer that the description does not foresee."""
    answered_as_described(aimed_at_dataset(case, user), user)


@OF_ONE_CAPTURE.parametrize()
@settings(FEW)
def test_answers_about_captures_are_described(case: Case, user: User) -> None:
    """No call about a capture that is there has an answer that the description does not foresee."""
    answered_as_described(aimed_at_capture(case, user), user)


@pytest.mark.slow
@DESCRIPTION.parametrize()
@settings(MANY)
def test_many_answers_are_described(case: Case, user: User) -> None:
    """The same of a great many calls."""
    answered_as_described(case, user)


@pytest.mark.slow
@OF_ONE_DATASET.parametrize()
@settings(MANY)
def test_many_answers_about_datasets_are_described(case: Case, user: User) -> None:
    """The same of a great many calls about datasets."""
    answered_as_described(aimed_at_dataset(case, user), user)


@pytest.mark.slow
@OF_ONE_CAPTURE.parametrize()
@settings(MANY)
def test_many_answers_about_captures_are_described(case: Case, user: User) -> None:
    """The same of a great many calls about captures."""
    answered_as_described(aimed_at_capture(case, user), user)


@pytest.mark.slow
@OF_ONE_FILE.parametrize()
@settings(MANY)
def test_many_answers_about_files_are_described(case: Case, user: User) -> None:
    """The same of a great many calls about files."""
    answered_as_described(aimed(case, user), user)


def tell_stories(user: User, how_many: settings) -> None:
    """Make calls one after another, each led to by a link from the answer to an earlier one."""

    class Story(STORIES.as_state_machine()):  # type: ignore[misc]  # is made at run time
        def before_call(self, case: Case) -> None:
            if case.method == "POST":
                with_contents(case, user)

        def get_call_kwargs(self, _: Case) -> Call:
            return user.call

    Story.run(settings=settings(how_many, suppress_health_check=[HealthCheck.too_slow]))


def test_stories_are_as_described(user: User) -> None:
    """Files that were created are shown, changed, sent, and deleted once, as described."""
    tell_stories(user, settings(FEW, max_examples=5, stateful_step_count=10))


@pytest.mark.slow
def test_many_stories_are_as_described(user: User) -> None:
    """The same of a great many files."""
    tell_stories(user, settings(MANY, stateful_step_count=20))
