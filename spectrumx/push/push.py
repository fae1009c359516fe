"""The order of a push: files, then the captures made of them, then datasets of captures."""

from __future__ import annotations

import time
from pathlib import Path

from spectrumx.client import Client
from spectrumx.localgateway import inventory
from spectrumx.progress import Consumer
from spectrumx.push import captures, datasets, files
from spectrumx.push.report import PushReport


def push(root: Path, sds: Client, *, email: str | None = None, consumer: Consumer) -> PushReport:
    """Carry one user's files, captures and datasets over to another gateway.

    Args:
        root: Folder of the embedded gateway; it may be serving meanwhile.
        sds: Client of the other gateway; while its `dry_run` is on, nothing is changed there.
        email: Whose; None for the only user who has anything in the folder.
        consumer: Takes the events of the files' transfer.

    Returns:
        What became of everything.

    Raises:
        InventoryError: The folder is no gateway's, or the user is not known or not the only one.
        SDSError: What is there can't be listed; nothing was sent.
    """
    began = time.monotonic()
    found = inventory.read(root, email=email)
    there = sds.authenticate()
    arrived = files.carry(found, sds, consumer=consumer)
    made = captures.carry(found.captures, sds, there=arrived.there, owner=there)
    joined = datasets.carry(found.datasets, sds, captures=made.uuids, owner=there)
    return PushReport(
        items=[*arrived.items, *made.items, *joined],
        elapsed=time.monotonic() - began,
        dry_run=sds.dry_run,
    )
