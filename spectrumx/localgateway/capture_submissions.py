"""What a client asks for when it creates or renames a capture: read from its fields and checked."""

import posixpath
from collections.abc import Mapping
from uuid import UUID, uuid4

from spectrumx.localgateway import paths
from spectrumx.localgateway.accounts import User
from spectrumx.localgateway.answers import GatewayError, refused
from spectrumx.localgateway.captures import NewCapture
from spectrumx.localgateway.fields import Fields
from spectrumx.localgateway.submissions import MOST_DIRECTORY

INDEX_NAMES = {"drf": "captures-drf", "rh": "captures-rh", "sigmf": "captures-sigmf"}
"""The search index of each type of capture."""

_MOST_TEXT = 255
_NAME_TOO_LONG = f"Name must be {_MOST_TEXT} characters or less."


def read(values: Mapping[str, object], *, user: User, infer_index_name: bool) -> NewCapture:
    """Read the fields of a capture to be created.

    Args:
        values: The fields.
        user: Whose it will be.
        infer_index_name: Take the index of the type where none is named.

    Raises:
        GatewayError: 400 where a field is wrong.
    """
    capture_type = _capture_type(values)
    fields = Fields(values)
    given = fields.text("top_level_dir", most=MOST_DIRECTORY)
    name = fields.text("name", most=_MOST_TEXT).strip()
    channel = fields.text("channel", most=_MOST_TEXT)
    index_name = fields.text("index_name", most=_MOST_TEXT)
    if "/" in channel:
        fields.reject("channel", "A channel is one directory: its name has no slash.")
    scan_group = _scan_group(fields)
    fields.check()
    if capture_type == "drf" and not channel:
        raise refused(400, "The `channel` field is required for DigitalRF captures.")
    top_level_dir, uuid = _directory(given, email=user.email), str(uuid4())
    if not index_name and infer_index_name:
        index_name = INDEX_NAMES[capture_type]
    _check_index_name(index_name, capture_type=capture_type, uuid=uuid)
    return NewCapture(
        uuid=uuid,
        owner_id=user.id,
        capture_type=capture_type,
        top_level_dir=top_level_dir,
        index_name=index_name,
        channel=channel if capture_type == "drf" else "",
        scan_group=scan_group if capture_type == "rh" else None,
        name=name or _default_name(top_level_dir),
    )


def new_name(values: Mapping[str, object]) -> str:
    """Read the new name of a capture.

    Raises:
        GatewayError: 400 where there is none, or it is too long.
    """
    given = values.get("name", "")
    if isinstance(given, str) and len(given.strip()) > _MOST_TEXT:
        raise refused(400, _NAME_TOO_LONG)
    fields = Fields(values)
    name = fields.text("name", most=len(given) if isinstance(given, str) else 0).strip()
    fields.check()
    if not name:
        raise refused(400, "Name field is required.")
    return name


def violated(constraint: str, sentence: str) -> GatewayError:
    """Make the refusal of a capture that breaks a rule."""
    return refused(
        400,
        "One or more capture creation constraints violated:"
        f"\n\tCapture creation constraints violated:\n\t\t{constraint}: {sentence}",
    )


def unusable(uuid: str, sentence: str) -> GatewayError:
    """Make the refusal of a capture that cannot be indexed."""
    return refused(400, f"Error handling metadata for capture '{uuid}': {sentence}")


def _capture_type(values: Mapping[str, object]) -> str:
    given = values.get("capture_type")
    if not given:
        raise refused(400, "The `capture_type` field is required.")
    if not isinstance(given, str) or given not in INDEX_NAMES:
        raise refused(400, f"{given!r} is not a valid CaptureType")
    return given


def _scan_group(fields: Fields) -> str | None:
    text = fields.text("scan_group", most=_MOST_TEXT)
    try:
        return str(UUID(text)) if text else None
    except ValueError:
        fields.reject("scan_group", "Must be a valid UUID.")
        return None


def _directory(given: str, *, email: str) -> str:
    if not given:
        raise violated("top_level_dir", "'top_level_dir' is required.")
    try:
        return paths.relative(given, email=email)
    except paths.OutsideTreeError:
        raise refused(400, "The provided `top_level_dir` is invalid.") from None


def _default_name(directory: str) -> str:
    return (posixpath.basename(directory).strip() or directory)[:_MOST_TEXT]


def _check_index_name(index_name: str, *, capture_type: str, uuid: str) -> None:
    if not index_name:
        raise unusable(uuid, "Empty value passed for a required argument 'index'.")
    if index_name not in INDEX_NAMES.values():
        raise refused(
            400,
            f"Unknown index: 'Unknown index name: {index_name}'. Try recreating this capture.",
        )
    if index_name != INDEX_NAMES[capture_type]:
        raise unusable(uuid, f"Its index is {INDEX_NAMES[capture_type]}, not {index_name}.")
