"""SDS as a file system of fsspec: `sds://a/b` is your file `/a/b`.

    import pandas

    frame = pandas.read_csv("sds://survey/levels.csv")

fsspec finds it by the entry point of this package; it needs the extra `fsspec`.
"""

from spectrumx.errors import missing_extra

try:
    from spectrumx.filesystem.file_system import SDSFileSystem
except ModuleNotFoundError as missing:
    if (missing.name or "").partition(".")[0] != "fsspec":
        raise
    raise missing_extra("fsspec", doing="the file system sds://", missing=missing) from None

__all__ = ["SDSFileSystem"]
