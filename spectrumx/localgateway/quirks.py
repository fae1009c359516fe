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

    NO_DATASET_CREATION = "no-dataset-creation"
    """There is no route to list, create, fill or share datasets, nor to share captures."""

    STORED_DIRECTORY_ONLY = "stored-directory-only"
    """A dataset's files are found by directory only where it is given in full."""

    CAPTURES_PAGING = "captures-paging"
    """A listing of captures refuses every `page` with 400, and fails with 500 on `last`."""

    NEXT_DROPS_FILTERS = "next-drops-filters"
    """The links to other pages of captures lack the filters."""

    MERGED_GROUPS = "merged-groups"
    """A listing of captures merges all in directories of the same name, whatever and whose."""

    LOST_INTEGERS = "lost-integers"
    """Integers in the properties of Digital RF, and what is computed of them, are not indexed."""

    INDEX_NAME_REQUIRED = "index-name-required"
    """Creating a capture without an index name is a 400."""

    UNKNOWN_TYPE_500 = "unknown-type-500"
    """Creating a capture of an unknown type is an HTML 500, not a 400."""

    SIGMF_500 = "sigmf-500"
    """There is no SigMF: creating such a capture is an HTML 500, listing such captures a 400."""

    UNCOMPARED_SCANS = "uncompared-scans"
    """RadioHound captures without a scan group may be made again and again."""

    MISSING_FILTER_KEYS_500 = "missing-filter-keys-500"
    """A metadata filter that lacks a key is an HTML 500, not a 400."""
