"""Bytes and requests that a slice of a capture takes, with and without parts of files.

    .venv/bin/python -m benchmarks.slice [folder]

Uploads a Digital RF recording to an embedded gateway, by default one that it writes: one channel at
2.5 MS/s, int16, 2 s in files of 125 ms (20 MB). Then 50 ms in its middle are read, each time by a
client with an empty cache, through a relay that counts what the gateway sends: contents, listings
and headers. What is read is compared with what digital_rf reads of the local recording.
"""

from __future__ import annotations

import contextlib
import socketserver
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from socket import SHUT_WR, create_connection, socket
from urllib.parse import urlsplit

import digital_rf
import numpy as np

from spectrumx import Client
from spectrumx.localgateway import LocalGateway, Quirk
from spectrumx.models import Capture

RATE = 2_500_000
SLICE = 0.05
"""Seconds."""

WAYS = {
    "parts of files": ((), False),
    "whole files": ((), True),
    "a gateway without parts": ((Quirk.NO_RANGE,), False),
}


class Relay(socketserver.ThreadingTCPServer):
    """Passes connections on to a gateway, and counts what comes back.

    Attributes:
        received: Bytes from the gateway.
        requests: Requests to it.
    """

    daemon_threads = True

    def __init__(self, url: str) -> None:
        address = urlsplit(url)
        self._target = (address.hostname or "", address.port or 80)
        self.received = self.requests = 0
        super().__init__(("127.0.0.1", 0), socketserver.BaseRequestHandler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"

    def finish_request(
        self, request: socket | tuple[bytes, socket], client_address: object
    ) -> None:
        """Pass one connection on."""
        del client_address
        assert isinstance(request, socket)
        with create_connection(self._target) as far, contextlib.suppress(OSError):
            back = threading.Thread(target=self._back, args=(far, request), daemon=True)
            back.start()
            while sent := request.recv(65_536):
                self.requests += sent.count(b" HTTP/1.1\r\n")
                far.sendall(sent)
            far.shutdown(SHUT_WR)
            back.join()

    def _back(self, far: socket, near: socket) -> None:
        with contextlib.suppress(OSError):
            while sent := far.recv(65_536):
                self.received += len(sent)
                near.sendall(sent)


@contextlib.contextmanager
def relayed(url: str) -> Iterator[Relay]:
    """Run a relay while the context is entered."""
    with Relay(url) as relay:
        threading.Thread(target=relay.serve_forever, daemon=True).start()
        yield relay
        relay.shutdown()


def write(folder: Path) -> Path:
    """Write the recording that is read by default."""
    channel = folder / "recording" / "ch0"
    channel.mkdir(parents=True)
    writer = digital_rf.DigitalRFWriter(
        str(channel), np.int16, 3600, 125, 1_719_499_740 * RATE, RATE, 1, "slice", is_complex=True,
        is_continuous=True, marching_periods=False,
    )  # fmt: skip
    writer.rf_write(np.random.default_rng(1).integers(-300, 300, (2 * RATE, 2), np.int16))
    writer.close()
    return channel.parent


def measure(capture: Capture, relay: Relay, recording: Path, *, whole_files: bool) -> None:
    """Open, read and compare; print what it took."""
    began, received, requests = time.perf_counter(), relay.received, relay.requests
    with capture.open(whole_files=whole_files) as there:
        opened = relay.received - received
        count = round(SLICE * there.sample_rate)
        start = len(there) // 2 + 1000
        found = there.read(start, start + count, scale="counts")
    seconds = time.perf_counter() - began
    read = relay.received - received - opened
    reader = digital_rf.DigitalRFReader(str(recording))
    channel = capture.channels[0].name
    expected = reader.read_vector(reader.get_bounds(channel)[0] + start, count, channel)
    same = "equal" if np.array_equal(found, expected) else "DIFFERENT"
    print(f"{opened:12,}{read:12,}{relay.requests - requests:10}{seconds:9.2f}  {same}")


def main() -> None:
    """Upload, and measure each way."""
    print(f"{'':26}{'opening, B':>12}{'slice, B':>12}{'requests':>10}{'seconds':>9}")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        recording = Path(sys.argv[1]) if sys.argv[1:] else write(folder)
        for name, (quirks, whole_files) in WAYS.items():
            root = folder / name
            with (
                LocalGateway(root / "root", quirks=quirks) as gateway,
                relayed(gateway.url) as relay,
            ):
                settings = {"SDS_SECRET_TOKEN": gateway.token, "SDS_CACHE_DIR": root / "cache"}
                with Client(relay.url, env_config=settings, env_file=None, verbose=False) as sds:
                    capture = sds.captures.get(sds.upload_capture(recording, sds_path="slice"))
                    print(f"{name:26}", end="")
                    measure(capture, relay, recording, whole_files=whole_files)


if __name__ == "__main__":
    main()
