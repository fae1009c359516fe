"""What is read of a capture's files when it is made: the recording as found, and its properties."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from spectrumx.localgateway.blobs import Blobs
from spectrumx.localgateway.files import File

Json = dict[str, object]


class IndexingError(ValueError):
    """Files that make no capture; the sentence says why."""


@dataclass(frozen=True, kw_only=True)
class Recording:
    """The files below a capture's top-level directory.

    Attributes:
        uuid: The capture's.
        directory: The top-level directory inside its owner's tree.
        place: The same in full, for sentences.
        files: The newest version of every file anywhere below it, by path.
        blobs: Where their contents are.
    """

    uuid: str
    directory: str
    place: str
    files: Sequence[File]
    blobs: Blobs

    def open(self, file: File) -> BinaryIO:
        """Open a file's contents, where they are stored.

        Raises:
            IndexingError: If it was deleted just now.
        """
        try:
            return self.blobs.open(file.sum_blake3)
        except FileNotFoundError:
            raise IndexingError(f"{file.name} is not there any more") from None


class Indexed(NamedTuple):
    """The files of a capture and what they say.

    Attributes:
        files: The capture's files.
        capture_props: The properties as they are found.
        search_props: The properties that all formats have in common, in hertz and Unix seconds.
    """

    files: Sequence[File]
    capture_props: Json
    search_props: Json
