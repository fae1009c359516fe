"""Uploads, and the captures made of them."""

from __future__ import annotations

import logging
from collections.abc import Collection
from pathlib import Path
from uuid import UUID

import attrs

from spectrumx import paths
from spectrumx.disk import local_path as path_of
from spectrumx.errors import InvalidRequestError, SDSError
from spectrumx.former_names.registry import CLIENT
from spectrumx.former_names.sds import Sds, SdsPath
from spectrumx.models import Capture, CaptureType, File
from spectrumx.models.transfers import FileResult, Reason
from spectrumx.resources import capture_parts
from spectrumx.resources.former_names import refuse_other_index

log = logging.getLogger(__name__)


def upload(
    self: Sds,
    local_path: Path | str,
    *,
    sds_path: SdsPath = paths.ROOT,
    verbose: bool = True,
    warn_skipped: bool = True,
    persist_state: bool = True,  # noqa: ARG001  what is there is asked of the gateway
) -> list[FileResult]:
    """Upload, with a result for each file that was not left out."""
    report = self.upload(local_path, sds_path=sds_path, verbose=verbose, raise_on_error=False)
    results: list[FileResult] = []
    for result in report:
        if not result or result.reason in set(Reason):
            results.append(result)
        elif warn_skipped:
            log.warning("%s was left out: it %s", result.local_path, result.reason)
    return results


@CLIENT.call("Client.upload(local_path, sds_path=)")
def upload_file(
    self: Sds, *, local_file: File | Path | str, sds_path: SdsPath = paths.ROOT
) -> File:
    """Upload one file."""
    source = local_file.local_path if isinstance(local_file, File) else local_file
    if source is None or path_of(source, "local_file").is_dir():
        raise InvalidRequestError(f"{local_file!r} is no local file; Client.upload takes folders")
    return self.upload(source, sds_path=sds_path, verbose=False)[0]()


def upload_capture(
    self: Sds,
    local_path: Path | str,
    *,
    sds_path: SdsPath = paths.ROOT,
    capture_type: CaptureType | str,
    index_name: str = "",
    channel: str | None = None,
    scan_group: UUID | str | None = None,
    name: str | None = None,
    verbose: bool = True,
    warn_skipped: bool = False,  # noqa: ARG001  what is left out stands in the upload's report
    raise_on_error: bool = True,
    persist_state: bool = True,  # noqa: ARG001  what is there is asked of the gateway
) -> Capture | None:
    """Upload a recording and make a capture of one channel; None when that fails quietly."""
    refuse_other_index(index_name, capture_type)
    try:
        capture = self.upload_capture(
            local_path,
            sds_path=sds_path,
            capture_type=capture_type,
            channel=channel,
            scan_group=scan_group,
            name=name,
            verbose=verbose,
        )
    except SDSError as error:
        if raise_on_error:
            raise
        log.warning("no capture of %s: %s", local_path, error)
        return None
    return _only(capture, channel) if channel else capture


@CLIENT.call("Client.upload_capture(local_path, sds_path=)")
def upload_multichannel_drf_capture(
    self: Sds,
    *,
    local_path: Path | str,
    sds_path: SdsPath = paths.ROOT,
    channels: Collection[str],
    verbose: bool = True,
    warn_skipped: bool = False,  # noqa: ARG001  what is left out stands in the upload's report
    raise_on_error: bool = True,
    persist_state: bool = True,  # noqa: ARG001  what is there is asked of the gateway
) -> list[Capture] | None:
    """Upload a recording of several channels, with a capture for each; None on a quiet failure."""
    try:
        capture = self.upload_capture(
            local_path,
            sds_path=sds_path,
            capture_type=CaptureType.DigitalRF,
            channel=channels,
            verbose=verbose,
        )
    except SDSError as error:
        if raise_on_error:
            raise
        log.warning("no captures of %s: %s", local_path, error)
        return None
    return [_only(capture, channel) for channel in channels]


def _only(capture: Capture, channel: str) -> Capture:
    """One channel of a capture, as if it were a capture by itself."""
    part = capture_parts.select(capture, channel=channel, start=None, end=None)
    channels = tuple(each for each in capture.channels if each.name == channel)
    return attrs.evolve(capture, channels=channels, files=[tuple(part.files)])
