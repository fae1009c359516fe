"""What a gateway keeps in its root folder, and how its catalogue and its contents agree.

A row is written after its contents have their place, and contents are removed after their last
row is gone; a crash in between leaves contents without a row, which the next start sweeps away.
"""

from collections.abc import Set as AbstractSet
from pathlib import Path

from spectrumx.localgateway import files
from spectrumx.localgateway.blobs import Arrival, Blobs
from spectrumx.localgateway.database import Database, Transaction
from spectrumx.localgateway.files import File, NewFile
from spectrumx.localgateway.quirks import Quirk
from spectrumx.localgateway.root_folder import BLOBS, CATALOGUE, INCOMING


class Store:
    """The catalogue and the contents of one gateway, and the quirks it was started with."""

    def __init__(self, root: Path, *, quirks: AbstractSet[Quirk] = frozenset()) -> None:
        self.quirks = quirks
        self.blobs = Blobs(root / BLOBS, incoming=root / INCOMING)
        self.database = Database(root / CATALOGUE)

    def sweep(self) -> None:
        """Remove what an earlier crash left behind."""
        connection = self.database.read()
        self.blobs.sweep(lambda name: files.are_contents_used(connection, name))

    def add(self, transaction: Transaction, new: NewFile, *, arrival: Arrival | None) -> File:
        """Add a file.

        Args:
            transaction: Where the row is written.
            new: The row.
            arrival: Its contents; None where they are stored already.
        """
        if arrival is not None:
            self.blobs.place(arrival)
            transaction.before_commit.add(self.blobs.sync)
        return files.add(transaction, new)

    def remove(self, transaction: Transaction, file: File) -> None:
        """Remove a file, and its contents where no other file has the same."""
        files.remove(transaction, file)
        transaction.after_commit.append(lambda: self._collect(transaction, file.sum_blake3))

    def close(self) -> None:
        """Finish what was begun."""
        self.database.close()

    def _collect(self, transaction: Transaction, sum_blake3: str) -> None:
        if not files.are_contents_used(transaction.connection, sum_blake3):
            self.blobs.remove(sum_blake3)
