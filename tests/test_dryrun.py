"""What dry-run lets through."""

from __future__ import annotations

import pytest

from spectrumx.dryrun import DryRun, is_reading
from spectrumx.errors import DryRunError

URL = "https://sds.example.org/api/v1/assets/files/"
CHECK = "https://sds.example.org/api/v1/assets/utils/check_contents_exist/"


@pytest.mark.parametrize(
    ("method", "url", "reading"),
    [
        ("GET", URL, True),
        ("HEAD", URL, True),
        ("OPTIONS", URL, True),
        ("POST", CHECK, True),
        ("POST", f"{CHECK}?x=1", True),
        ("POST", URL, False),
        ("POST", f"{URL}?x=/assets/utils/check_contents_exist/", False),
        ("PUT", CHECK, False),
        ("PATCH", URL, False),
        ("DELETE", URL, False),
    ],
)
def test_the_operation_decides_what_reading_is(method: str, url: str, *, reading: bool) -> None:
    """Methods that only read are reading, and so is the one POST that asks a question."""
    assert is_reading(method, url) is reading


def test_a_change_is_refused_with_its_request() -> None:
    """The error names the request that would have been sent, and how to send it."""
    with pytest.raises(DryRunError, match="dry_run = False") as refused:
        DryRun(on=True).refuse_change("POST", URL, body="name=a")

    assert (refused.value.method, refused.value.url) == ("POST", URL)
    assert (refused.value.body, refused.value.status) == ("name=a", None)


def test_the_switch_may_be_turned_at_any_time() -> None:
    """The same request passes while the switch is off, and reading always does."""
    switch = DryRun(on=True)
    switch.refuse_change("GET", URL)

    switch.on = False
    switch.refuse_change("DELETE", URL)

    switch.on = True
    with pytest.raises(DryRunError):
        switch.refuse_change("DELETE", URL)
