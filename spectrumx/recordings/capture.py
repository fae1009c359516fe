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
            Its `top_level_dir` and its channel.

        Raises:
            InvalidRequestError: The folder is itself the channel, and goes where its channel would
                have another name, or a recording none.
        """
        if not self.folder_is_channel:
            directory = paths.join(sds_path, self.directory) if self.directory else sds_path
            return directory, self.channel
        above = paths.parent(sds_path) if sds_path != paths.ROOT else sds_path
        if above == paths.ROOT or paths.name_of(sds_path) != self.channel:
            raise InvalidRequestError(
                f"the folder is itself the Digital RF channel {self.channel}; give the folder "
                f"above it, or an SDS path such as /recording/{self.channel}"
            )
        return above, self.channel
