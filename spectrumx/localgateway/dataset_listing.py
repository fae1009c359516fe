"""Listing the files of a dataset (docs/gateway.md, Datasets: files)."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from uuid import UUID

from starlette.responses import Response

from spectrumx.localgateway import dataset_contents, dataset_routes, files, pages, paths, shapes
from spectrumx.localgateway.answers import JSONAnswer, refused
from spectrumx.localgateway.datasets import Dataset
from spectrumx.localgateway.files import Selection
from spectrumx.localgateway.quirks import Quirk
from spectrumx.localgateway.resource import Call

_TRUE = {"1", "true", "yes"}
_LISTS = ("capture", "top_level_dir")


def list_files(call: Call) -> Response:
    """List one page of a dataset's files."""
    with call.store.database.snapshot() as connection:
        dataset = dataset_routes.readable(connection, call)
        selection = _select(call, dataset)
        count = files.count(connection, selection)
        if not count and not dataset_contents.totals(connection, dataset.id).files:
            raise refused(404, "No files found in dataset.")
        page = pages.requested(call.query, count=count)
        found = files.rows(connection, selection, limit=page.size, offset=page.offset)
        results = shapes.details(connection, found, base_url=call.base_url, reader_id=call.user.id)
    links = pages.links(page, _with_lists(call), url=call.url)
    return JSONAnswer({"count": page.count, **links, "results": results})


def _select(call: Call, dataset: Dataset) -> Selection:
    """Return which of a dataset's files are asked for."""
    asked = _listed(call, "top_level_dir")
    stored = list(_stored(call, asked, email=dataset.owner_email))
    if call.query.get("artifacts_only", "").lower() in _TRUE:
        artifacts = dataset_contents.artifacts(dataset.id)
        return dataset_contents.beneath(artifacts, stored) if asked else artifacts
    captures = [_uuid(text) for text in _listed(call, "capture")]
    if not captures and not asked:
        return dataset_contents.everything(dataset.id)
    return dataset_contents.of_captures_or_beneath(
        dataset.id, captures=captures, directories=stored
    )


def _listed(call: Call, key: str) -> list[str]:
    """Return the values of a parameter that may be repeated, and hold several between commas."""
    values = ",".join(call.query.getlist(key)).split(",")
    return [value.strip() for value in values if value.strip()]


def _with_lists(call: Call) -> dict[str, str]:
    """Return the query with each list in one parameter."""
    lists = {key: ",".join(_listed(call, key)) for key in _LISTS if key in call.query}
    return dict(call.query) | lists


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise refused(400, f"Invalid capture UUID: '{text}'") from None


def _stored(call: Call, directories: Sequence[str], *, email: str) -> Iterator[str]:
    """Give those of the directories that can be in the owner's tree, as they are stored."""
    if Quirk.STORED_DIRECTORY_ONLY in call.store.quirks:
        tree = f"{paths.root(email)}/"
        directories = [directory for directory in directories if directory.startswith(tree)]
    for directory in directories:
        with suppress(paths.OutsideTreeError):
            yield paths.relative(directory, email=email)
