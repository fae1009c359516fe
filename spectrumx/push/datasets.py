"""Datasets: made where the other gateway offers it, with the captures they hold.

What no call can give a dataset is said instead: files of its own, being final, being public,
and some of what is said about it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from spectrumx.client import Client
from spectrumx.errors import UnsupportedByGatewayError
from spectrumx.localgateway.inventory import StoredDataset
from spectrumx.models import Dataset, User
from spectrumx.push.dataset_description import Description
from spectrumx.push.dataset_matching import Match, Wanted, held_by, pair
from spectrumx.push.report import Item, Kind, Outcome, one_by_one

_NOT_OFFERED = "this gateway lets datasets be made and filled in the browser only"
_WHERE_OFFERED = "datasets are made only where the gateway offers it"


def carry(
    datasets: Sequence[StoredDataset], sds: Client, *, captures: Mapping[int, UUID], owner: User
) -> list[Item]:
    """Make the datasets that the other gateway does not have, and put their captures into them.

    Args:
        datasets: What is here.
        sds: Client of the other gateway.
        captures: Those that are there, by their number here.
        owner: The user there.
    """
    carrier = _Carrier(datasets, sds, captures, owner)
    return one_by_one(
        Kind.DATASET,
        range(len(datasets)),
        named=lambda number: datasets[number].name,
        carry=carrier.carry,
    )


@dataclass
class _Carrier:
    """Carries datasets over."""

    datasets: Sequence[StoredDataset]
    sds: Client
    captures: Mapping[int, UUID]
    owner: User

    def carry(self, number: int) -> tuple[Outcome, str]:
        """Make a dataset, or put into the one that is there what it lacks."""
        dataset, wanted = self.datasets[number], self._wanted[number]
        try:
            match = self._matches[number]
            if match.obstacle:
                return Outcome.LEFT_BEHIND, match.obstacle
            if self.sds.dry_run:
                return _planned(dataset, wanted, match.found)
            if match.is_doubtful:
                return Outcome.LEFT_BEHIND, _doubt(wanted)
            return self._fill(dataset, wanted, match.found)
        except UnsupportedByGatewayError:
            return Outcome.LEFT_BEHIND, _NOT_OFFERED

    def _fill(
        self, dataset: StoredDataset, wanted: Wanted, found: Dataset | None
    ) -> tuple[Outcome, str]:
        note = _lacks(dataset, found, absent=wanted.absent)
        if found is not None and wanted.captures <= held_by(found):
            return Outcome.SAME, note
        target = found or _create(dataset, self.sds)
        for uuid in sorted(wanted.captures - held_by(target)):
            self.sds.datasets.attach_capture(target, uuid)
        return Outcome.DONE, note

    @cached_property
    def _wanted(self) -> Sequence[Wanted]:
        return [
            Wanted(
                dataset.name,
                frozenset(self.captures[each] for each in dataset.captures & self.captures.keys()),
                absent=len(dataset.captures - self.captures.keys()),
            )
            for dataset in self.datasets
        ]

    @cached_property
    def _matches(self) -> Sequence[Match]:
        own = [each for each in self.sds.datasets() if each.owner in {None, self.owner}]
        return pair(self._wanted, reversed(own))


def _planned(dataset: StoredDataset, wanted: Wanted, found: Dataset | None) -> tuple[Outcome, str]:
    note = _lacks(dataset, found, absent=0)
    if found is None:
        return Outcome.PLANNED, "; ".join(filter(None, (_WHERE_OFFERED, note)))
    is_same = wanted.captures <= held_by(found) and not wanted.absent
    return Outcome.SAME if is_same else Outcome.PLANNED, note


def _doubt(wanted: Wanted) -> str:
    return (
        f"{wanted.absent} of its captures are not there, so it can't be told from the others "
        "of its name there"
    )


def _create(dataset: StoredDataset, sds: Client) -> Dataset:
    said = Description.read(dataset.description)
    return sds.datasets.create(
        dataset.name,
        **said.texts,
        authors=said.authors,
        institutions=said.institutions,
        keywords=said.keywords,
    )


def _lacks(dataset: StoredDataset, found: Dataset | None, *, absent: int) -> str:
    """Say what the dataset lacks there that no call can give it."""
    said = Description.read(dataset.description)
    left = []
    if absent:
        left.append(f"without {absent} captures that are not there")
    if dataset.own_files:
        left.append(f"without its {dataset.own_files} own files")
    if dataset.status == "final" and (found is None or found.status != "final"):
        left.append("as a draft")
    if dataset.is_public and (found is None or not found.is_public):
        left.append("not public")
    if said.unsent:
        left.append(f"{', '.join(said.unsent)} not sent")
    if found is not None and (different := said.differences(found)):
        left.append(f"{', '.join(different)} not as here")
    return f"{', '.join(left)}: complete it in the browser" if left else ""
