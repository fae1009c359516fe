"""The fields of a request, checked: text of limited length, without characters that break it."""

from collections.abc import Mapping

from spectrumx.localgateway.answers import NULL_CHARACTERS, GatewayError

_NULL = "This field may not be null."


class Fields:
    """Reads fields and remembers what is wrong with them, so that all of it is answered at once."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values
        self._errors: dict[str, list[str]] = {}

    def text(self, key: str, *, most: int, default: str = "") -> str:
        """Return a text field.

        Args:
            key: The field.
            most: How many characters it may have.
            default: What stands for an absent or blank one.
        """
        text = self._values.get(key, "")
        if not isinstance(text, str):
            self.reject(key, _NULL if text is None else "Not a valid string.")
            return default
        if len(text) > most:
            self.reject(key, f"Ensure this field has no more than {most} characters.")
        if "\x00" in text:
            self.reject(key, NULL_CHARACTERS)
        if not _is_unicode(text):
            self.reject(key, "Surrogate characters are not allowed.")
        return text or default

    def reject(self, key: str, sentence: str) -> None:
        """Remember that a field is wrong."""
        self._errors.setdefault(key, []).append(sentence)

    def check(self) -> None:
        """Refuse the request if any field was wrong.

        Raises:
            GatewayError: 400 with the sentences by field.
        """
        if self._errors:
            raise GatewayError(400, self._errors)


def _is_unicode(text: str) -> bool:
    """Tell whether a text can be written in UTF-8, which lone surrogates cannot."""
    return not any("\ud800" <= character <= "\udfff" for character in text)
