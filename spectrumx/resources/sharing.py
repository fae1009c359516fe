"""What is sent to share something with another user."""

from __future__ import annotations

from spectrumx_api import models as generated

from spectrumx.errors import InvalidRequestError


def share_body(email: str, permission_level: str) -> generated.ShareBody:
    """Write whom something is shared with.

    Args:
        email: The other user.
        permission_level: What they may do.

    Raises:
        InvalidRequestError: The e-mail is blank, or there is no such level.
    """
    if not isinstance(email, str) or "@" not in email:
        raise InvalidRequestError(f"{email!r} is no e-mail")
    try:
        level = generated.ShareBodyPermissionLevel(permission_level)
    except ValueError:
        known = ", ".join(repr(each.value) for each in generated.ShareBodyPermissionLevel)
        raise InvalidRequestError(
            f"permission_level {permission_level!r} is none of {known}"
        ) from None
    return generated.ShareBody(email=email, permission_level=level)
