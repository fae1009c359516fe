"""`datasets`: captures and files that belong together."""

# ruff: noqa: D301  \b is click's mark of lines to keep as they are

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from uuid import UUID

import click

from spectrumx.cli import parameters, quantities
from spectrumx.cli.commands import Group
from spectrumx.cli.naming import find_dataset
from spectrumx.cli.output import Column
from spectrumx.cli.records import print_details, print_rows
from spectrumx.cli.reports import conclude, said_here
from spectrumx.cli.shell import Shell, common_options
from spectrumx.models import Dataset

_COLUMNS = (
    Column(title="NAME"),
    Column(title="STATUS", is_whole=True, is_optional=True),
    Column(title="FILES", is_right=True, is_whole=True, is_optional=True),
    Column(title="SIZE", is_right=True, is_whole=True, is_optional=True),
    Column(title="CREATED", is_whole=True, is_optional=True),
    Column(title="UUID", is_whole=True),
)


@click.group(cls=Group)
def datasets() -> None:
    """Datasets: captures and files that belong together.

    Each is told by its uuid, or by its name where no other dataset has the same.

    \b
    sds datasets list
    sds datasets download "June 2024" .
    """


@datasets.command("list")
@click.option(
    "--deep", is_flag=True, help="Where a gateway lists no datasets, look through all files too."
)
@parameters.limit
@common_options
def list_datasets(shell: Shell, *, deep: bool, limit: int | None) -> None:
    """List the datasets you may see, the newest first.

    \b
    sds datasets list --limit 10
    """
    with shell.client() as sds:
        print_datasets(shell, islice(sds.datasets(deep=deep), limit))


@datasets.command()
@click.argument("wanted", metavar="UUID|NAME", type=parameters.UUID_OR_NAME)
@common_options
def show(shell: Shell, *, wanted: UUID | str) -> None:
    """Print all that is known of a dataset.

    \b
    sds datasets show "June 2024"
    sds datasets show 1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b
    """
    with shell.client() as sds:
        dataset = find_dataset(sds, wanted)
    shell.value(dataset)
    if not shell.is_json:
        print_details(_facts(dataset))


@datasets.command()
@click.argument("wanted", metavar="UUID|NAME", type=parameters.UUID_OR_NAME)
@click.argument("local_path", metavar="LOCAL", type=parameters.LOCAL_PATH)
@parameters.overwrite
@common_options
def download(shell: Shell, *, wanted: UUID | str, local_path: Path, overwrite: bool) -> None:
    """Download a dataset's files, into a folder of its name in the folder LOCAL.

    The same command continues a download that broke off.

    \b
    sds datasets download 1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b .
    """
    with shell.client() as sds:
        with said_here():
            report = find_dataset(sds, wanted).download_assets(
                local_path, overwrite=overwrite, raise_on_error=False
            )
        conclude(shell, report)


def print_datasets(shell: Shell, found: Iterable[Dataset]) -> None:
    """Print datasets as a table, or each as a JSON value."""
    print_rows(shell, found, row=_row, columns=_COLUMNS)


def _row(dataset: Dataset) -> tuple[object, ...]:
    return (
        dataset.name,
        dataset.status,
        dataset.file_count,
        quantities.size(dataset.size),
        quantities.time(dataset.created_at),
        dataset.uuid,
    )


def _facts(dataset: Dataset) -> Iterator[tuple[str, object]]:
    yield "name", dataset.name
    yield "uuid", dataset.uuid
    yield "status", dataset.status
    yield "version", dataset.version
    yield "description", dataset.description
    yield "abstract", dataset.abstract
    yield "authors", ", ".join(map(str, dataset.authors))
    yield "institutions", ", ".join(dataset.institutions)
    yield "keywords", ", ".join(dataset.keywords)
    yield "license", dataset.license
    yield "doi", dataset.doi
    yield "website", dataset.website
    yield "repository", dataset.repository
    yield "files", dataset.file_count
    yield "size", quantities.size(dataset.size)
    for capture in dataset.capture_uuids:
        yield "capture", " ".join(map(str, capture))
    yield "owner", dataset.owner.email if dataset.owner else ""
    yield "created", quantities.time(dataset.created_at)
    yield "released", quantities.time(dataset.release_date)
