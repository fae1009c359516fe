from enum import StrEnum


class ShareBodyPermissionLevel(StrEnum):
    CONTRIBUTOR = "contributor"
    CO_OWNER = "co-owner"
    VIEWER = "viewer"

    def __str__(self) -> str:
        return str(self.value)
