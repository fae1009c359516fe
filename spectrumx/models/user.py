"""Where `User` was in spectrumx 0.2."""

from typing import TYPE_CHECKING

from spectrumx.deprecation import former_place
from spectrumx.models.users import User as _User

if not TYPE_CHECKING:
    __getattr__ = former_place(__name__, {"User": (_User, "spectrumx.models.User")})
