"""Tokens that another process handed over to this one, by gateway; never written or pickled."""

from __future__ import annotations

from spectrumx.settings import Secret

_tokens: dict[str, Secret] = {}


def keep(base_url: str, token: Secret) -> None:
    """Keep a token until this process ends.

    Args:
        base_url: The only gateway it is for, as `Config.base_url` has it.
        token: The token; an earlier one for the same gateway is forgotten.
    """
    _tokens[base_url] = token


def token_for(base_url: str) -> Secret:
    """Find the token that was handed over for a gateway; an empty one where none was."""
    return _tokens.get(base_url, Secret(""))
