"""Makes a dataset of captures, checks a copy of it, and keeps a table of its files."""

import csv
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from spectrumx import Client, DryRunError, UnsupportedByGatewayError
from spectrumx.models import Author, Capture, Dataset, File

sds = Client(env_file=Path("station.env"), dry_run=True)
authors: list[Author | str] = [Author(name="Ada", orcid_id="0000-0000-0000-0001"), "Grace"]


def publish(captures: Sequence[Capture]) -> Dataset | None:
    """Make a dataset; None where that can't be done from here."""
    try:
        dataset = sds.datasets.create("A day", authors=authors, keywords=["vhf"], license="CC0-1.0")
        for capture in captures:
            dataset = sds.datasets.attach_capture(dataset, capture)
    except DryRunError as error:
        print("would send", error.method, error.url, error.body)
    except UnsupportedByGatewayError:
        return None
    else:
        return dataset
    return None


def tabulate(dataset: Dataset, target: Path) -> None:
    """Write the dataset's files as a table."""
    with target.open("w", newline="") as stream:
        writer = csv.writer(stream)
        for file in dataset.files():
            created = file.created_at.isoformat() if file.created_at else ""
            writer.writerow([file.path, file.size, file.sum_blake3, created])


def fetch(identifier: UUID | str) -> list[File]:
    """Download a dataset, and give its files as they lie here."""
    report = Dataset.get(sds, dataset_id=identifier).download_assets(to="datasets")
    differing = {result.sds_path for result in report.conflicts}
    return [result() for result in report if result and result.sds_path not in differing]


made = publish([sds.captures.get(uuid) for uuid in ["a", "b"]])
if made and sds.check("datasets", "/day").differs:
    print(made.name, made.owner.email if made.owner else "nobody")
