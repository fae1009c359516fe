"""Other libraries read SDS through fsspec, on gateways with and without parts of files."""

from __future__ import annotations

import io
from pathlib import Path

import fsspec
import h5py
import numpy as np
import pytest

from spectrumx.filesystem import SDSFileSystem

pandas = pytest.importorskip("pandas")
pyarrow = pytest.importorskip("pyarrow")
xarray = pytest.importorskip("xarray")
parquet = pytest.importorskip("pyarrow.parquet")

FRAME = pandas.DataFrame({"frequency": [1.5e9, 1.6e9], "level": [-90, -85]})


@pytest.fixture(autouse=True)
def _environment(any_fs: SDSFileSystem, monkeypatch: pytest.MonkeyPatch) -> None:
    """URLs alone name files of the same user."""
    monkeypatch.setenv("SDS_HOST", any_fs.client.base_url)
    monkeypatch.setenv("SDS_SECRET_TOKEN", any_fs.client.config.token.reveal())


def test_pandas_reads_and_writes_tables() -> None:
    """A table that pandas writes to a URL is the one that it reads there."""
    FRAME.to_csv("sds://r/levels.csv", index=False)
    FRAME.to_parquet("sds://r/levels.parquet")

    assert pandas.read_csv("sds://r/levels.csv").equals(FRAME)
    assert pandas.read_parquet("sds://r/levels.parquet").equals(FRAME)


def test_h5py_reads_a_part(any_fs: SDSFileSystem, tmp_path: Path) -> None:
    """HDF5 datasets are read from an open file."""
    samples = np.arange(200_000, dtype="i4").reshape(-1, 2)
    with h5py.File(tmp_path / "x.h5", "w") as file:
        file.create_dataset("rf_data", data=samples, chunks=(10_000, 2))
    any_fs.put_file(str(tmp_path / "x.h5"), "/r/x.h5")

    with any_fs.open("/r/x.h5") as opened, h5py.File(opened) as file:
        assert np.array_equal(file["rf_data"][70_000:70_100], samples[70_000:70_100])


def test_xarray_reads_a_dataset(any_fs: SDSFileSystem, tmp_path: Path) -> None:
    """A netCDF file is read from an open file."""
    made = xarray.Dataset({"level": ("time", np.linspace(-90, -80, 1000))})
    made.to_netcdf(tmp_path / "x.nc", engine="scipy")
    any_fs.put_file(str(tmp_path / "x.nc"), "/r/x.nc")

    with any_fs.open("/r/x.nc") as file, xarray.open_dataset(file, engine="scipy") as read:
        assert read.load().equals(made)


def test_pyarrow_reads_a_directory(any_fs: SDSFileSystem) -> None:
    """Arrow reads all tables of a directory, and the columns asked for."""
    for name in ("a", "b"):
        buffer = io.BytesIO()
        FRAME.to_parquet(buffer)
        any_fs.pipe(f"/tables/{name}.parquet", buffer.getvalue())

    table = parquet.read_table("/tables", columns=["level"], filesystem=any_fs)

    assert table.column("level").to_pylist() == [-90, -85, -90, -85]


def test_pyarrow_writes_a_directory(any_fs: SDSFileSystem) -> None:
    """A table that Arrow writes in parts is the one that it reads."""
    table = pyarrow.table({"channel": ["a", "b"], "level": [1, 2]})
    parquet.write_to_dataset(table, "/parts", partition_cols=["channel"], filesystem=any_fs)

    read = parquet.read_table("/parts", filesystem=any_fs)

    assert sorted(read.column("level").to_pylist()) == [1, 2]
    assert len(any_fs.glob("/parts/channel=*/*")) == 2


@pytest.mark.parametrize("kind", ["simplecache", "filecache"])
def test_fsspec_keeps_copies(any_fs: SDSFileSystem, tmp_path: Path, kind: str) -> None:
    """The caches of fsspec lie on top."""
    any_fs.pipe("/r/notes.txt", b"a clear day")
    options = {kind: {"cache_storage": str(tmp_path)}}

    for _ in range(2):
        with fsspec.open(f"{kind}::sds://r/notes.txt", **options) as file:
            assert file.read() == b"a clear day"

    assert list(tmp_path.iterdir())


def test_fsspec_opens_many(any_fs: SDSFileSystem) -> None:
    """A pattern opens all files that match it."""
    any_fs.pipe({f"/many/{name}.txt": name.encode() for name in "abc"})

    files = fsspec.open_files("sds://many/*.txt")

    with files as opened:
        assert [file.read() for file in opened] == [b"a", b"b", b"c"]
