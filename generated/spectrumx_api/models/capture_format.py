from enum import StrEnum


class CaptureFormat(StrEnum):
    DRF = "drf"
    RH = "rh"
    SIGMF = "sigmf"

    def __str__(self) -> str:
        return str(self.value)
