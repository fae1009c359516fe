"""The body of an upload: multipart/form-data with one file part (RFC 7578)."""

from __future__ import annotations

import secrets

# As browsers do (WHATWG HTML, "multipart/form-data"): these three would end a quoted name.
_ESCAPES = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})


class Form:
    """What surrounds the bytes of files.

    Attributes:
        content_type: Header value, with a boundary of 128 random bits.
        tail: Everything after a file's bytes.
    """

    __slots__ = ("_start", "content_type", "tail")

    def __init__(self) -> None:
        boundary = secrets.token_hex(16)
        self._start = f"--{boundary}\r\nContent-Disposition: form-data; name="
        self.content_type = f"multipart/form-data; boundary={boundary}"
        self.tail = f"\r\n--{boundary}--\r\n".encode()

    def head(self, *, directory: str, name: str, media_type: str, permissions: str) -> bytes:
        """Everything before a file's bytes: fields as UTF-8, and the beginning of the file's part.

        Args:
            directory: SDS directory it goes to.
            name: Its name there.
            media_type: MIME type, possibly empty.
            permissions: As in `rw-r--r--`.
        """
        start = self._start
        return (
            f'{start}"directory"\r\n\r\n{directory}\r\n'
            f'{start}"name"\r\n\r\n{name}\r\n'
            f'{start}"media_type"\r\n\r\n{media_type}\r\n'
            f'{start}"permissions"\r\n\r\n{permissions}\r\n'
            f'{start}"file"; filename="{name.translate(_ESCAPES)}"\r\n'
            f"Content-Type: {media_type or 'application/octet-stream'}\r\n\r\n"
        ).encode()
