"""`search`: captures by frequency, time and place, and the files or datasets that hold them."""

# ruff: noqa: D301  \b is click's mark of lines to keep as they are

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

import click

from spectrumx.cli import parameters, quantities
from spectrumx.cli.captures import print_captures
from spectrumx.cli.datasets import print_datasets
from spectrumx.cli.output import Column
from spectrumx.cli.quantities import Ends
from spectrumx.cli.records import print_rows
from spectrumx.cli.shell import Shell, common_options
from spectrumx.models import Dataset, File

if TYPE_CHECKING:  # whatever makes requests is loaded with the first client
    from spectrumx.resources.criteria import Conditions

_FILE_COLUMNS = (
    Column(title="SIZE", is_right=True, is_whole=True),
    Column(title="CREATED", is_whole=True, is_optional=True),
    Column(title="OWNER", is_optional=True),
    Column(title="PATH", is_whole=True),
)


@click.command()
@click.argument(
    "kind",
    metavar="[captures|files|datasets]",
    type=click.Choice(["captures", "files", "datasets"]),
    default="captures",
)
@click.option(
    "--freq",
    "center_freq_range",
    type=parameters.FREQUENCIES,
    metavar="RANGE",
    help="Centre frequency.",
)
@click.option(
    "--rate",
    "sample_rate_range",
    type=parameters.SAMPLE_RATES,
    metavar="RANGE",
    help="Samples per second.",
)
@click.option(
    "--time",
    "capture_time_range",
    type=parameters.TIMES,
    metavar="RANGE",
    help="When it was recorded.",
)
@parameters.capture_type(help="Format of the capture.")
@click.option("--channel", metavar="NAME", help="Name of a channel.")
@click.option("--name", metavar="PATTERN", help="Name, with wildcards, as in 'roof-*'.")
@click.option(
    "--box",
    "bounding_box",
    metavar="W,S,E,N",
    help="Recorded between these degrees: west, south, east, north; not for Digital RF.",
)
@click.option("--owner", metavar="EMAIL", help="Whose it is.")
@click.option(
    "--filter",
    "metadata_filters",
    type=(str, str, str),
    multiple=True,
    metavar="FIELD QUERY VALUE",
    help="A condition in the gateway's own terms; may be repeated.",
)
@parameters.limit
@common_options
def search(
    shell: Shell,
    *,
    kind: str,
    center_freq_range: Ends[float] | None,
    sample_rate_range: Ends[float] | None,
    capture_time_range: Ends[datetime] | None,
    capture_type: str | None,
    channel: str | None,
    name: str | None,
    bounding_box: str | None,
    owner: str | None,
    metadata_filters: Sequence[tuple[str, str, str]],
    limit: int | None,
) -> None:
    """Find captures, or the files or datasets that hold them.

    All conditions must hold. A range is written A..B, and includes both ends; A.. and ..B are open.
    A frequency alone is exactly that one; a time alone is that moment, and a date alone, or at the
    end of a range, that whole day. A recording is found when it overlaps the time. Times are in
    ISO 8601, and UTC without an offset.

    Of files and datasets, --name and --owner are about themselves, and everything else is about a
    capture that they belong to.

    \b
    sds search --freq 2.4GHz..2.5GHz --time 2024-01-01..2024-01-31 \\
        --type drf
    sds search --freq 915MHz --rate 1MHz.. --time 2024-06-27
    sds search files --name '*.h5' --freq ..1GHz --json
    """
    conditions: Conditions = {
        "center_freq_range": center_freq_range,
        "sample_rate_range": sample_rate_range,
        "capture_time_range": capture_time_range,
        "capture_type": capture_type,
        "channel": channel,
        "name": name,
        "bounding_box": None if bounding_box is None else _degrees(bounding_box),
        "owner": owner,
        "metadata_filters": [_filter(*each) for each in metadata_filters] or None,
    }
    with shell.client() as sds:
        if kind == "files":
            _print_files(shell, islice(sds.search(File, **conditions), limit))
        elif kind == "datasets":
            print_datasets(shell, islice(sds.search(Dataset, **conditions), limit))
        else:
            print_captures(shell, islice(sds.search(**conditions), limit))


def _print_files(shell: Shell, found: Iterable[File]) -> None:
    print_rows(
        shell,
        found,
        row=lambda file: (
            quantities.size(file.size),
            quantities.time(file.created_at),
            file.owner.email if file.owner else "",
            file.path,
        ),
        columns=_FILE_COLUMNS,
    )


def _degrees(text: str) -> Sequence[float]:
    try:
        west, south, east, north = (float(each) for each in text.split(","))
    except ValueError:
        message = f"{text!r} is no box; write west,south,east,north as in -87,41,-86,42"
        raise click.BadParameter(message, param_hint="--box") from None
    return west, south, east, north


def _filter(field: str, query: str, value: str) -> dict[str, object]:
    return {"field_path": field, "query_type": query, "filter_value": _plain_value(value)}


def _plain_value(text: str) -> object:
    """A value as JSON where it is such, as a number or a list; else the text itself."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):  # nested too deep is no JSON of use either
        return text
