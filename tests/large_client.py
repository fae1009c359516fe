"""A client in a process of its own that moves one file and prints its peak memory in KiB.

`python large_client.py upload URL FILE SDS_DIRECTORY` or `… download URL SDS_PATH FOLDER`, with
the token in SDS_SECRET_TOKEN.
"""

import re
import sys
from pathlib import Path

from spectrumx import Client


def peak_memory(pid: int | str) -> int:
    """Return the most memory that a process ever held, in KiB; Linux only."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found is not None
    return int(found[1])


def main(verb: str, url: str, source: str, target: str) -> None:
    """Move the file."""
    with Client(url, env_file=None, verbose=False) as sds:
        if verb == "upload":
            report = sds.upload(source, sds_path=target)
        else:
            report = sds.download(source, to=target)
    assert len(report.transferred) == 1, report
    print(peak_memory("self"))


if __name__ == "__main__":
    main(*sys.argv[1:])
