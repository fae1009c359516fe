"""Single behaviours of the public gateway that the embedded one mends unless asked for."""

from enum import StrEnum


class Quirk(StrEnum):
    """A fault of the public gateway, turned back on by name for tests of a client.

    See docs/gateway.md, Known faults.
    """

    MALFORMED_UUID_500 = "malformed-uuid-500"
    """A malformed uuid in a path or a sibling_uuid is an HTML 500, not a 404 or 400."""

    BAD_DIRECTORY_500 = "bad-directory-500"
    """Creating a file with a missing, blank or escaping directory is an HTML 500, not a 400."""

    PUT_STORES_NOTHING = "put-stores-nothing"
    """Updating a file answers the new values and keeps the old ones."""

    PREFIX_LISTING = "prefix-listing"
    """A listing of /x also returns the files of /xy."""

    UNORDERED_ROOT = "unordered-root"
    """The listing of the root comes in no useful order."""

    DUPLICATE_ROWS = "duplicate-rows"
    """Identical uploads at the same moment, and repeated sibling requests, each make a row."""

    NO_RANGE = "no-range"
    """Downloads ignore Range and carry no ETag."""
