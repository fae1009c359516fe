"""`LocalCapture`: what the gateway will make one capture of."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from spectrumx import paths
from spectrumx.errors import InvalidRequestError
from spectrumx.models.formats import CaptureType


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalCapture:
    """What the gateway makes one capture of: a Digital RF channel, a scan group, a SigMF recording.

    Attributes:
        capture_type: Its format.
        directory: Its top-level directory below the folder, with `/` between components; empty
            for the folder itself.
        channel: Name of the channel's folder; None where the format has none.
        scan_group: Of RadioHound scans that have one.
        folder_is_channel: Whether the folder is itself the Digital RF channel, so that the
            top-level directory is the one above it.
    """

    capture_type: CaptureType
    directory: str = ""
    channel: str | None = None
    scan_group: UUID | None = None
    folder_is_channel: bool = False

    def place(self, sds_path: str) -> tuple[str, str | None]:
        """Decide what the capture is called where the folder's contents go.

        Args:
            sds_path: SDS directory of the contents, in normal form.

        Returns:
            Its `top_level_dir` and its channel. A folder that is itself the channel takes the
            channel's name from the directory.

        Raises:
            InvalidRequestError: The folder is itself the channel, and the root has no name.
        """
        if not self.folder_is_channel:
            directory = paths.join(sds_path, self.directory) if self.directory else sds_path
            return directory, self.channel
        if sds_path == paths.ROOT:
            raise InvalidRequestError(
                f"the folder is itself a Digital RF channel and the root can't be one; "
                f'give sds_path="/…/{self.channel}"'
            )
        return paths.parent(sds_path), paths.name_of(sds_path)
