"""Values the SDK gives back."""

from spectrumx.models.captures import Capture, Channel
from spectrumx.models.datasets import Author, Dataset
from spectrumx.models.files import File
from spectrumx.models.formats import CaptureType
from spectrumx.models.users import User

__all__ = ["Author", "Capture", "CaptureType", "Channel", "Dataset", "File", "User"]
