"""BLAKE3 of local files."""

from __future__ import annotations

from pathlib import Path

from blake3 import blake3

_PIECE = 1024 * 1024


def checksum_of(path: Path) -> str:
    """Compute a file's BLAKE3.

    The file is read, never mapped: a file that shrinks while it is mapped ends the process.

    Args:
        path: The file.

    Returns:
        64 hexadecimal digits.

    Raises:
        OSError: It can't be read.
    """
    hasher = blake3()
    piece = memoryview(bytearray(_PIECE))
    with path.open("rb", buffering=0) as stream:
        while size := stream.readinto(piece):
            hasher.update(piece[:size])
    return hasher.hexdigest()
