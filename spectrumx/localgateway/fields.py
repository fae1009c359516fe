"""The fields of a request, checked: text, moments in time, lists and objects."""

import json
from collections.abc import Mapping
from typing import TypeGuard
from uuid import UUID

from spectrumx.localgateway import times
from spectrumx.localgateway.answers import BLANK, NULL_CHARACTERS, REQUIRED, GatewayError
from spectrumx.localgateway.json_values import is_deep

_MOST_MOMENT = 100
_MOST_UUID = 45
_NULL = "This field may not be null."
_NO_OBJECT = "Not a JSON object, or nested more than 100 levels deep."
_NO_MOMENT = (
    "Datetime has wrong format. Use one of these formats instead: "
    "YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z]."
)


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
        return self._text(key, self._values.get(key, ""), most=most) or default

    def required_text(self, key: str, *, most: int) -> str:
        """Return a text field that must have something in it, without white space around it."""
        text = self.text(key, most=most).strip()
        if not text and key not in self._errors:
            self.reject(key, BLANK if key in self._values else REQUIRED)
        return text

    def required_uuid(self, key: str) -> str:
        """Return a field that must have a uuid, dashed and in lower case."""
        text = self.required_text(key, most=_MOST_UUID)
        try:
            return str(UUID(text))
        except ValueError:
            if text:
                self.reject(key, "Must be a valid UUID.")
            return ""

    def moment(self, key: str) -> int | None:
        """Return a field with a moment in time in microseconds, or None where it is absent."""
        text = self.text(key, most=_MOST_MOMENT)
        try:
            moment = times.parse(text, naive=times.ZONE) if text else None
        except (ValueError, OverflowError):
            self.reject(key, _NO_MOMENT)
            return None
        if moment is not None and not times.EARLIEST <= moment <= times.LATEST:
            self.reject(key, "Datetime value out of range.")
        return moment

    def objects(self, key: str) -> list[dict[str, object]]:
        """Return a field with a list of JSON objects, empty where it is absent."""
        items = self._list(key)
        objects = [item for item in items if _is_object(item)]
        if len(objects) < len(items):
            self.reject(key, _NO_OBJECT)
        return objects

    def texts(self, key: str, *, most: int) -> list[str]:
        """Return a field with a list of texts, empty where it is absent.

        Args:
            key: The field.
            most: How many characters each may have.
        """
        return [self._text(key, item, most=most) for item in self._list(key)]

    def json_object(self, key: str) -> dict[str, object] | None:
        """Return a field with a JSON object, or None where it is absent or null."""
        value = self._values.get(key)
        if value is None or _is_object(value):
            return value
        self.reject(key, _NO_OBJECT)
        return None

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

    def _text(self, key: str, text: object, *, most: int) -> str:
        if not isinstance(text, str):
            self.reject(key, _NULL if text is None else "Not a valid string.")
            return ""
        if len(text) > most:
            self.reject(key, f"Ensure this field has no more than {most} characters.")
        if "\x00" in text:
            self.reject(key, NULL_CHARACTERS)
        if not _is_unicode(text):
            self.reject(key, "Surrogate characters are not allowed.")
        return text

    def _list(self, key: str) -> list[object]:
        items = self._values.get(key, [])
        if isinstance(items, list):
            return items
        self.reject(key, f'Expected a list of items but got type "{type(items).__name__}".')
        return []


def _is_object(value: object) -> TypeGuard[dict[str, object]]:
    """Tell whether a value is a JSON object of sane depth that can be written again."""
    if is_deep(value):
        return False
    try:
        json.dumps(value, allow_nan=False)
    except ValueError:
        return False
    return isinstance(value, dict)


def _is_unicode(text: str) -> bool:
    """Tell whether a text can be written in UTF-8, which lone surrogates cannot."""
    return not any("\ud800" <= character <= "\udfff" for character in text)
