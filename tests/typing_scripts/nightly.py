"""Sends what was recorded during the day, and says in one line how that went."""

import logging
import sys
from datetime import UTC, datetime
from pathlib import Path

from spectrumx import AuthError, Client, NetworkError, SDSError, ServiceError, TransferReport

log = logging.getLogger("nightly")


def send(folder: Path) -> TransferReport:
    """Upload a day's folder, below a directory of that day."""
    with Client(workers=8, verbose=False) as sds:
        return sds.upload(folder, sds_path=f"station/{datetime.now(UTC):%Y-%m-%d}")


def main(folder: str) -> int:
    """Send, and give the exit code."""
    try:
        report = send(Path(folder))
    except AuthError as error:
        log.critical("token: %s (status %s)", error, error.status)
        return 2
    except (NetworkError, ServiceError) as error:
        log.warning("later: %s after %d attempts", error, error.attempts)
        return 1
    except SDSError as error:
        if isinstance(error.report, TransferReport):
            for result in error.report.failed:
                log.warning("%s: %s", result.sds_path, result.error)
        return 1
    log.info(
        "%d sent, %.1f MB, %.0f s", len(report.transferred), report.bytes / 1e6, report.elapsed
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
