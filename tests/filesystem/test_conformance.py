"""fsspec's own tests of file systems, against the embedded gateway."""

from __future__ import annotations

import posixpath
from collections.abc import Callable

import pytest
from fsspec.implementations.local import LocalFileSystem
from fsspec.tests import abstract

from spectrumx import Client
from spectrumx.filesystem import SDSFileSystem


class TouchedFileSystem(SDSFileSystem):
    """Touches files as the tests need it: SDS keeps no empty ones."""

    def touch(self, path: str, *_: object, **__: object) -> None:
        """Write a byte."""
        self.pipe_file(path, b"1")


class TouchedLocalFileSystem(LocalFileSystem):
    """The same here."""

    cachable = False

    def touch(self, path: str, *_: object, **__: object) -> None:
        """Write a byte."""
        self.pipe_file(path, b"1")


class Fixtures(abstract.AbstractFixtures):
    """What the tests are run on."""

    @pytest.fixture
    def fs(self, client: Client) -> SDSFileSystem:
        """Files of a user with nothing in SDS."""
        return TouchedFileSystem(client=client)

    @pytest.fixture
    def fs_path(self) -> str:
        """A directory."""
        return "/tests"

    @pytest.fixture
    def fs_join(self) -> Callable[..., str]:
        """Paths in SDS are the same on all systems."""
        return posixpath.join

    @pytest.fixture
    def local_fs(self) -> LocalFileSystem:
        """This machine."""
        return TouchedLocalFileSystem(auto_mkdir=True)

    @pytest.fixture
    def supports_empty_directories(self) -> bool:
        """Directories exist as long as files are in them."""
        return False


class TestCopy(Fixtures, abstract.AbstractCopyTests):
    """Copying within SDS."""


class TestGet(Fixtures, abstract.AbstractGetTests):
    """Downloading."""


class TestPut(Fixtures, abstract.AbstractPutTests):
    """Uploading."""


class TestOpen(Fixtures, abstract.AbstractOpenTests):
    """Opening."""


class TestPipe(Fixtures, abstract.AbstractPipeTests):
    """Writing at once."""
