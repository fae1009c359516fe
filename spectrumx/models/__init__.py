"""Values the SDK gives back."""

from spectrumx.models.files import File
from spectrumx.models.users import User

__all__ = ["File", "User"]
