"""Forms with a file, read as they arrive and never held in memory.

The framing of the parts is found by python-multipart; text fields are collected, and the bytes of
the part named `file` are handed on in pieces.
"""

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from spectrumx.localgateway.answers import GatewayError, refused

_MOST_PARTS = 1000
_MOST_FIELD_BYTES = 16 * 1024 * 1024


class FormReader:
    """Reads one multipart body.

    Attributes:
        fields: The text fields; of several with one name the last counts.
        filename: The name that came with the file; None where no file came.
        waiting: How many bytes of the file were read and not taken yet.
    """

    def __init__(self, content_type: str) -> None:
        self.fields: dict[str, str] = {}
        self.filename: str | None = None
        self.waiting = 0
        self._pieces: list[bytes] = []
        self._parts = 0
        self._field_bytes = 0
        self._is_complete = False
        self._part = _Part()
        self._parser = self._make_parser(content_type)

    def feed(self, data: bytes) -> None:
        """Read some bytes of the body.

        Raises:
            GatewayError: 400 where the form is malformed, 413 where its fields are too large.
        """
        try:
            self._parser.write(data)
        except FormParserError as error:
            raise malformed(str(error)) from None

    def take(self) -> list[bytes]:
        """Return the file's bytes read since the last call."""
        pieces, self._pieces, self.waiting = self._pieces, [], 0
        return pieces

    def finish(self) -> None:
        """Check that the body was complete.

        Raises:
            GatewayError: 400 where the last boundary is missing.
        """
        if not self._is_complete:
            raise malformed("the body ends before its last boundary")

    def _make_parser(self, content_type: str) -> MultipartParser:
        _, options = parse_options_header(content_type.encode("latin-1"))
        boundary = options.get(b"boundary")
        if not boundary:
            raise malformed("Invalid boundary in multipart: None")
        try:
            # A dictionary of its own: before 0.0.34 parsers share the one that is there by default.
            parser = MultipartParser(boundary, callbacks={})
        except FormParserError as error:
            raise malformed(str(error)) from None
        parser.set_callback("part_begin", self._begin)
        parser.set_callback("header_field", self._header_name)
        parser.set_callback("header_value", self._header_value)
        parser.set_callback("header_end", self._end_header)
        parser.set_callback("headers_finished", self._end_headers)
        parser.set_callback("part_data", self._data)
        parser.set_callback("part_end", self._end)
        parser.set_callback("end", self._complete)
        return parser

    def _begin(self) -> None:
        self._parts += 1
        if self._parts > _MOST_PARTS:
            raise malformed(f"more than {_MOST_PARTS} parts")
        self._part = _Part()

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._part.header_name += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._part.header_value += data[start:end]

    def _end_header(self) -> None:
        self._part.end_header()

    def _end_headers(self) -> None:
        if self._part.is_file and self._part.name == "file":
            if self.filename is not None:
                raise malformed("more than one file")
            self.filename = self._part.filename

    def _data(self, data: bytes, start: int, end: int) -> None:
        if not self._part.is_file:
            self._field_bytes += end - start
            if self._field_bytes > _MOST_FIELD_BYTES:
                raise too_large(_MOST_FIELD_BYTES)
            self._part.text += data[start:end]
        elif self._part.name == "file":
            self._pieces.append(data[start:end])
            self.waiting += end - start

    def _end(self) -> None:
        if not self._part.is_file:
            self.fields[self._part.name] = self._part.text.decode("utf-8", "replace")

    def _complete(self) -> None:
        self._is_complete = True


class _Part:
    """The part being read."""

    def __init__(self) -> None:
        self.header_name = bytearray()
        self.header_value = bytearray()
        self.text = bytearray()
        self.name = ""
        self.filename = ""
        self.is_file = False

    def end_header(self) -> None:
        """Take what a finished header says, and make room for the next."""
        if bytes(self.header_name).lower() == b"content-disposition":
            _, options = parse_options_header(bytes(self.header_value))
            self.name = options.get(b"name", b"").decode("utf-8", "replace")
            self.filename = options.get(b"filename", b"").decode("utf-8", "replace")
            self.is_file = b"filename" in options
        self.header_name.clear()
        self.header_value.clear()


def malformed(reason: str) -> GatewayError:
    """Make the refusal of a form that cannot be read."""
    return refused(400, f"Multipart form parse error - {reason}")


def too_large(most: int) -> GatewayError:
    """Make the refusal of a body beyond what is read into memory."""
    return refused(413, f"The request has more than {most} bytes besides its file.")
