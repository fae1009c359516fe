"""Which file systems are one and the same, and what is kept of their options: never a secret."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fsspec.spec import AbstractFileSystem

from spectrumx.client import Client
from spectrumx.settings import SETTINGS

_Instances: Any = type(AbstractFileSystem)
_SECRETS = {
    variable
    for setting in SETTINGS
    if setting.name in {"token", "proxy"}  # which may have a password in it
    for variable in (setting.variable, *setting.former)
}


class Instances(_Instances):  # type: ignore[misc]  # fsspec has no types
    """Makes file systems, or gives back one that was made with the same options and surroundings.

    What it keeps of the options makes the same file system elsewhere, as one who may have another
    token and proxy there.
    """

    def __call__(self, *args: object, client: Client | None = None, **options: object) -> Any:  # noqa: ANN401  fsspec's
        """Make a file system, or give back the one that is there."""
        if client is not None:
            kept = {"host": client.base_url, **options, "skip_instance_cache": True}
            made = super().__call__(*args, client=client, **kept)
        else:
            made = super().__call__(*args, **options)
        told = {name: value for name, value in made.storage_options.items() if name != "client"}
        made.storage_options = without_secrets(told)
        return made

    @property
    def surroundings(self) -> tuple[object, ...]:
        """What settles a client's settings besides its arguments."""
        settings = sorted(each for each in os.environ.items() if each[0].startswith("SDS_"))
        try:
            here = str(Path.cwd())
        except FileNotFoundError:  # it was removed
            here = ""
        return (here, *settings)


def without_secrets(options: Mapping[str, object]) -> dict[str, object]:
    """Options without any token or proxy that they carry."""
    settings = options.get("env_config")
    if not isinstance(settings, Mapping):
        return dict(options)
    others = {name: value for name, value in settings.items() if name not in _SECRETS}
    return {**options, "env_config": others}
