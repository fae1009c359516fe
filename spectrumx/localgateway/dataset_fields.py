"""What a client says about a dataset that it creates: read from its fields and checked."""

from collections.abc import Mapping

from spectrumx.localgateway.datasets import NewDataset
from spectrumx.localgateway.fields import Fields

_MOST_NAME = 255
_MOST_TEXT = 1_000_000
_TEXTS = ("abstract", "description", "doi", "license", "repository", "website")
_LISTS = ("keywords", "institutions")
_OBJECTS = ("provenance", "citation", "other")


def read(values: Mapping[str, object]) -> NewDataset:
    """Read the fields of a dataset to be created.

    Raises:
        GatewayError: 400 where a field is wrong.
    """
    fields = Fields(values)
    name = fields.required_text("name", most=_MOST_NAME)
    description: dict[str, object] = {
        **{key: fields.text(key, most=_MOST_TEXT) for key in _TEXTS},
        **{key: fields.texts(key, most=_MOST_TEXT) for key in _LISTS},
        **{key: fields.json_object(key) for key in _OBJECTS},
        "authors": _authors(fields),
        "release_date": fields.moment("release_date"),
    }
    fields.check()
    return NewDataset(name=name, description=description)


def _authors(fields: Fields) -> list[dict[str, object]]:
    authors = fields.objects("authors")
    if not all(map(_is_author, authors)):
        fields.reject("authors", "Each author needs a name, and may have an orcid_id: both text.")
    return authors


def _is_author(author: Mapping[str, object]) -> bool:
    return bool(author.get("name")) and all(
        isinstance(author.get(key, ""), str) for key in ("name", "orcid_id")
    )
