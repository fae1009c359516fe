"""SigMF: the one recording of a directory, as a pair of files or as an archive."""

from __future__ import annotations

import tarfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from spectrumx.errors import InvalidRequestError
from spectrumx.models.formats import CaptureType
from spectrumx.recordings.capture import LocalCapture
from spectrumx.recordings.folders import has_contents, only_directory
from spectrumx.recordings.json_files import read_object
from spectrumx.recordings.refusals import broken, listed

META, DATA, ARCHIVE = ".sigmf-meta", ".sigmf-data", ".sigmf"


def find(folder: Path, files: Sequence[Path]) -> LocalCapture:
    """Find the one recording.

    Args:
        folder: That it is in or below.
        files: SigMF files of all kinds.

    Raises:
        InvalidRequestError: There are several.
        LocalFileError: It is not whole.
    """
    starts = sorted(each for each in files if not each.name.endswith(DATA))
    if not starts:
        raise broken(files[0], f"has no {META} file beside it")
    directory = only_directory(folder, {each.parent for each in starts})
    if len(starts) > 1:
        raise InvalidRequestError(
            f"{starts[0].parent} holds several SigMF recordings: "
            f"{listed(each.name for each in starts)}; give each a folder of its own"
        )
    check = _check_archive if starts[0].name.endswith(ARCHIVE) else _check_pair
    check(starts[0])
    return LocalCapture(capture_type=CaptureType.SigMF, directory=directory)


def _check_pair(meta: Path) -> None:
    with meta.open("rb") as opened:
        properties = _properties(read_object(opened, meta), meta)
    name = properties.get("core:dataset", meta.name.removesuffix(META) + DATA)
    if properties.get("core:metadata_only"):
        return
    if name != Path(str(name)).name or not has_contents(meta.with_name(str(name))):
        raise broken(meta, f"has no samples beside it: {name} is missing")


def _check_archive(archive: Path) -> None:
    try:
        with tarfile.open(archive, "r:") as opened:
            metas = [each for each in opened if each.isfile() and each.name.endswith(META)]
            contents = opened.extractfile(metas[0]) if len(metas) == 1 else None
            if contents is None:
                raise broken(archive, f"holds {len(metas)} SigMF recordings instead of one")
            _properties(read_object(contents, archive), archive)
    except (tarfile.TarError, EOFError, ValueError) as problem:
        raise broken(archive, f"is no SigMF archive ({problem})") from problem


def _properties(found: Mapping[str, object], file: Path) -> Mapping[str, object]:
    properties = found.get("global")
    if not isinstance(properties, dict) or not isinstance(found.get("captures"), list):
        raise broken(file, "is no SigMF recording: it lacks global or captures")
    return properties
