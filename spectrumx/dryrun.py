"""Dry-run: what counts as a change, and the switch both doors to the network ask."""

from __future__ import annotations

from dataclasses import dataclass

from spectrumx.errors import DryRunError, Exchange

_READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_READING_POSTS = ("/assets/utils/check_contents_exist/",)


@dataclass(slots=True)
class DryRun:
    """A switch shared by everything that could change something.

    Attributes:
        on: Whether changes are refused.
    """

    on: bool

    def refuse_change(self, method: str, url: str, *, body: str = "") -> None:
        """Refuse a request that would change the store while the switch is on.

        Args:
            method: HTTP method.
            url: Full URL.
            body: The body that would be sent, as text.

        Raises:
            DryRunError: The request is a change; it carries the request.
        """
        if self.on and not is_reading(method, url):
            raise DryRunError(
                f"dry-run: {method} {url} was not sent; set dry_run = False to carry it out",
                exchange=Exchange(method=method, url=url, body=body),
            )


def is_reading(method: str, url: str) -> bool:
    """Tell whether a request only reads, by what the operation does and not by its method alone."""
    path = url.partition("?")[0]
    return method in _READING_METHODS or (method == "POST" and path.endswith(_READING_POSTS))
