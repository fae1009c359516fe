"""The body of an upload: multipart/form-data with one file part (RFC 7578)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

# As browsers do (WHATWG HTML, "multipart/form-data"): these three would end a quoted name.
_ESCAPES = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})


@dataclass(frozen=True, slots=True)
class Envelope:
    """What surrounds the file's bytes.

    Attributes:
        content_type: Header value, with a boundary of 128 random bits.
        head: Everything before the file's bytes.
        tail: Everything after them.
    """

    content_type: str
    head: bytes
    tail: bytes


def envelope(fields: Mapping[str, str], *, filename: str, media_type: str) -> Envelope:
    """Wrap a file in a form.

    Args:
        fields: Text fields, sent as UTF-8 before the file.
        filename: Of the file part, which is named `file`.
        media_type: Of the file part; may be empty.

    Returns:
        What goes before and after the file's bytes.
    """
    boundary = secrets.token_hex(16)
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    parts.append(
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; '
        f'filename="{filename.translate(_ESCAPES)}"\r\n'
        f"Content-Type: {media_type or 'application/octet-stream'}\r\n\r\n"
    )
    return Envelope(
        content_type=f"multipart/form-data; boundary={boundary}",
        head="".join(parts).encode(),
        tail=f"\r\n--{boundary}--\r\n".encode(),
    )
