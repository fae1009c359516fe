"""Datasets: made where the other gateway offers it, with the captures they hold.

What no call can give a dataset is said instead: files of its own, being final, being public.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from spectrumx.client import Client
from spectrumx.localgateway.inventory import StoredDataset
from spectrumx.models import Author, Dataset, User
from spectrumx.push.report import Item, Kind, Outcome, one_by_one

_TEXTS = ("description", "abstract", "license", "doi", "website", "repository")


def carry(
    datasets: Sequence[StoredDataset], sds: Client, *, captures: Mapping[int, UUID], owner: User
) -> list[Item]:
    """Make the datasets that the other gateway does not have, and put their captures into them.

    A dataset is known by its name; of several with one name, by their order.

    Args:
        datasets: What is here.
        sds: Client of the other gateway.
        captures: Those that are there, by their number here.
        owner: The user there.
    """
    carrier = _Carrier(sds, captures, owner)
    return one_by_one(
        Kind.DATASET, datasets, named=lambda dataset: dataset.name, carry=carrier.carry
    )


@dataclass
class _Carrier:
    """Carries datasets over."""

    sds: Client
    captures: Mapping[int, UUID]
    owner: User

    def carry(self, dataset: StoredDataset) -> tuple[Outcome, str]:
        """Make a dataset, or put into the one that is there what it lacks."""
        namesakes = self._there[dataset.name]
        found = namesakes.pop(0) if namesakes else None
        held = {uuid for parts in found.capture_uuids for uuid in parts} if found else set()
        wanted = {self.captures[each] for each in dataset.captures if each in self.captures}
        absent = len(dataset.captures) - len(wanted)
        if self.sds.dry_run:
            is_same = found is not None and wanted <= held and not absent
            return Outcome.SAME if is_same else Outcome.PLANNED, _lacks(dataset, found, absent=0)
        note = _lacks(dataset, found, absent=absent)
        if found is not None and wanted <= held:
            return Outcome.SAME, note
        target = found or _create(dataset, self.sds)
        for uuid in sorted(wanted - held):
            self.sds.datasets.attach_capture(target, uuid)
        return Outcome.DONE, note

    @cached_property
    def _there(self) -> Mapping[str, list[Dataset]]:
        """The user's own datasets there by name, the oldest first."""
        found: dict[str, list[Dataset]] = defaultdict(list)
        for dataset in reversed(list(self.sds.datasets())):
            if dataset.owner in {None, self.owner}:
                found[dataset.name].append(dataset)
        return found


def _create(dataset: StoredDataset, sds: Client) -> Dataset:
    said = dataset.description
    texts = {key: str(said[key]) for key in _TEXTS if said.get(key)}
    return sds.datasets.create(
        dataset.name,
        **texts,
        authors=[
            Author(name=str(author["name"]), orcid_id=str(author.get("orcid_id", "")))
            for author in _rows(said.get("authors"))
        ],
        institutions=map(str, _listed(said.get("institutions"))),
        keywords=map(str, _listed(said.get("keywords"))),
    )


def _lacks(dataset: StoredDataset, found: Dataset | None, *, absent: int) -> str:
    """Say what the dataset lacks there that no call can give it."""
    left = []
    if absent:
        left.append(f"without {absent} captures that are not there")
    if dataset.own_files:
        left.append(f"without its {dataset.own_files} own files")
    if dataset.status == "final" and (found is None or found.status != "final"):
        left.append("as a draft")
    if dataset.is_public and (found is None or not found.is_public):
        left.append("not public")
    return f"{', '.join(left)}: complete it in the browser" if left else ""


def _listed(value: object) -> Iterable[object]:
    return value if isinstance(value, list) else ()


def _rows(value: object) -> Iterable[Mapping[str, object]]:
    return (row for row in _listed(value) if isinstance(row, Mapping))
