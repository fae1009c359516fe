"""A plain HTTP client with a user of its own for each test, and gateways of a test's own."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest

from spectrumx.localgateway import LocalGateway

_numbers = count()


class Api(httpx.Client):
    """An HTTP client of one user, with the two requests that most tests begin with."""

    def __init__(self, gateway: LocalGateway) -> None:
        self.email = f"user{next(_numbers)}@example.org"
        token = gateway.add_user(self.email)
        super().__init__(
            base_url=f"{gateway.url}/api/v1",
            headers={"Authorization": f"Api-Key: {token}"},
            timeout=60,
            verify=False,  # it is plain http, and loading certificates takes 50 ms
        )

    def send_file(self, path: str, contents: bytes, **fields: str) -> httpx.Response:
        """Send a file to a path of the user's tree."""
        directory, _, name = path.rpartition("/")
        form = {"directory": directory or "/", "name": name, "media_type": "text/plain"} | fields
        return self.post("/assets/files/", data=form, files={"file": (name, contents)})

    def upload(self, path: str, contents: bytes = b"hello world", **fields: str) -> dict[str, Any]:
        """Send a file that has to be accepted, and return its receipt."""
        answer = self.send_file(path, contents, **fields)
        assert answer.status_code == 201, answer.text
        receipt: dict[str, Any] = answer.json()
        return receipt

    def listed(self, **query: str | int) -> dict[str, Any]:
        """List files, and return the page."""
        answer = self.get("/assets/files/", params=query)
        assert answer.status_code == 200, answer.text
        page: dict[str, Any] = answer.json()
        return page

    def paths(self, **query: str | int) -> list[str]:
        """List files, and return their paths in the user's tree."""
        found = self.listed(**query)["results"]
        tree = f"/files/{self.email}"
        return [f"{file['directory']}/{file['name']}".removeprefix(tree) for file in found]


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalGateway]:
    """A gateway without quirks for each module."""
    with LocalGateway(tmp_path_factory.mktemp("gateway")) as running:
        yield running


@pytest.fixture
def api(gateway: LocalGateway) -> Iterator[Api]:
    """A client of a user with nothing in the gateway."""
    with Api(gateway) as client:
        yield client


@pytest.fixture
def other(gateway: LocalGateway) -> Iterator[Api]:
    """A client of another such user."""
    with Api(gateway) as client:
        yield client


@pytest.fixture
def connect() -> Iterator[Callable[[LocalGateway], Api]]:
    """Make clients of any gateway, each of a new user."""
    with ExitStack() as stack:
        yield lambda gateway: stack.enter_context(Api(gateway))


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., LocalGateway]]:
    """Start gateways of the test's own, by default on one folder; all end with the test."""
    with ExitStack() as stack:

        def begin(root: Path = tmp_path / "root", **options: Any) -> LocalGateway:
            return stack.enter_context(LocalGateway(root, **options))

        yield begin
