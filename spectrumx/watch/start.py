"""Starting a watch: everything that may be wrong with what was asked for is refused here."""

from __future__ import annotations

import errno
import math
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from spectrumx import paths
from spectrumx.bulk import Bulk
from spectrumx.errors import DryRunError, InvalidRequestError, LocalFileError, LocalFileMissingError
from spectrumx.progress import Consumer
from spectrumx.resources.catalogue import Catalogue
from spectrumx.watch.handle import Watch
from spectrumx.watch.sending import Destination
from spectrumx.watch.watching import Watching


def watch(
    folder: Path,
    sds_path: str | PurePosixPath,
    *,
    catalogue: Catalogue,
    bulk: Bulk,
    cache_dir: Path,
    include: Iterable[str],
    exclude: Iterable[str],
    settle: float,
    consumer: Consumer,
) -> Watch:
    """Begin to watch a folder.

    Args:
        folder: What to watch.
        sds_path: SDS directory its contents go to.
        catalogue: Knows what is there.
        bulk: Moves the contents.
        cache_dir: Where checksums are remembered.
        include: Patterns of which a file must match one, if there are any.
        exclude: Patterns of what is left out.
        settle: Seconds that a file has to stay as it is before it counts as finished.
        consumer: Takes the events, on the watch's own thread.

    Raises:
        DryRunError: Dry-run is on.
        InvalidRequestError: A path, pattern or number is malformed.
        LocalFileError: The folder is not there, or can't be read.
    """
    if bulk.is_dry_run:
        raise DryRunError("dry-run: a watch only sends; upload() in dry-run tells what would be")
    paths.normalise(sds_path)
    if not 0 < settle < math.inf:
        raise InvalidRequestError(f"settle= is a positive number of seconds, not {settle!r}")
    # A change of the working directory, or of a link on the way, does not change what is meant.
    folder = _existing(folder).resolve()
    watching = Watching(
        folder,
        include=_patterns(include),
        exclude=_patterns(exclude),
        settle=settle,
        destination=Destination(
            sds_path=str(sds_path), catalogue=catalogue, bulk=bulk, cache_dir=cache_dir
        ),
        consumer=consumer,
    )
    return Watch(folder, watching)


def _existing(folder: Path) -> Path:
    if folder.is_dir():
        return folder
    if not folder.exists():
        message = f"{folder} does not exist; make the folder before it is watched"
        raise LocalFileMissingError(message, path=str(folder), errno=errno.ENOENT)
    raise LocalFileError(f"{folder} is no folder; upload() sends a single file", path=str(folder))


def _patterns(given: Iterable[str]) -> tuple[str, ...]:
    # A lone string is a likely slip, and iterating it would give its letters.
    return (given,) if isinstance(given, str) else tuple(given)
