"""libcurl: one reusable handle per lane, many lanes on one thread.

The only module that imports pycurl. Facts about libcurl's options and error numbers are those of
its own documentation (curl_easy_setopt(3), libcurl-errors(3)).
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator

import pycurl

from spectrumx.answers import MAX_READ_BODY, error_from, exchange_from, resource_of
from spectrumx.bulk.incoming import Incoming
from spectrumx.bulk.jobs import Downloaded, DownloadJob, Job, Uploaded
from spectrumx.bulk.outgoing import Outgoing
from spectrumx.bulk.tasks import BUFFER_SIZE, Request, Task
from spectrumx.connection import API_ROOT, Connection
from spectrumx.disk import local_file_error
from spectrumx.errors import (
    Exchange,
    FileError,
    NetworkError,
    SDSError,
    about,
    unreachable,
    untrusted,
)

_SHORT_WAIT = 0.005
_NO_DESCRIPTORS = {errno.EMFILE, errno.ENFILE}
CURL_BUFFER_SIZE = 512 * 1024
_UNREACHABLE = {
    pycurl.E_COULDNT_RESOLVE_PROXY,
    pycurl.E_COULDNT_RESOLVE_HOST,
    pycurl.E_COULDNT_CONNECT,
    pycurl.E_SSL_CONNECT_ERROR,
}
_UNTRUSTED = {pycurl.E_PEER_FAILED_VERIFICATION, pycurl.E_SSL_CACERT_BADFILE}


class Lane:
    """One reusable connection handle and what it is doing.

    Callbacks are set once and never raise into libcurl: what goes wrong is kept in `problem`.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._buffer = memoryview(bytearray(BUFFER_SIZE))
        self.curl = pycurl.Curl()
        self.task: Task | None = None
        self.request = Request("")
        self.attempt = 1
        self.status = 0
        self.header_lines: list[bytes] = []
        self.error_body = bytearray()
        self.problem: BaseException | None = None
        self._has_ready_body = False
        self._set_options()

    def begin(self, job: Job, attempt: int) -> None:
        """Open what the job needs and aim the handle at it.

        Raises:
            OSError: A local file can't be opened.
            SDSError: It can't be used.
        """
        kind = Incoming if isinstance(job, DownloadJob) else Outgoing
        self.task = kind(job, self._buffer)  # type: ignore[arg-type]  # each kind takes its own job
        self.attempt, self.status, self.problem = attempt, 0, None
        self.header_lines.clear()
        self.error_body.clear()
        self.request = self.task.begin()
        self._aim(self.request)

    @property
    def url(self) -> str:
        """Address of the current request."""
        return f"{self._connection.base_url}{API_ROOT}{self.request.path}"

    def finish(self) -> Downloaded | Uploaded:
        """Settle the task whose answer is what was expected.

        Raises:
            SDSError: What arrived is not what was promised, or can't be given its name.
        """
        assert self.task is not None, "only a running transfer finishes"
        try:
            return self.task.finish()
        except Exception as problem:
            raise self.typed(problem) from problem

    def outcome(self, code: int, said: str) -> SDSError | None:
        """Decide how the transfer that just ended went.

        Args:
            code: libcurl's error number, 0 for none.
            said: libcurl's words for it.

        Returns:
            None when the expected status came with a whole body; else the error.
        """
        if self.problem is not None:
            return self.typed(self.problem)
        if code:
            return self._network_error(code, said)
        assert self.task is not None, "only a running transfer ends"
        if self.status != self.task.expected:
            return error_from(self._exchange(), resource=resource_of(self.url))
        return None

    def typed(self, problem: BaseException) -> SDSError:
        """Make a typed error of what went wrong on this side; it fails one job, not the run."""
        if isinstance(problem, SDSError):
            return problem
        if not isinstance(problem, Exception):
            raise problem
        assert self.task is not None, "only a task has problems"
        job = self.task.job
        if isinstance(problem, OSError):
            return local_file_error(problem, job.local_path, doing=job.verb)
        return SDSError(f"can't {job.verb} {job.local_path}: {type(problem).__name__}: {problem}")

    def _network_error(self, code: int, said: str) -> NetworkError:
        connecting = code == pycurl.E_OPERATION_TIMEDOUT and not self.curl.getinfo(
            pycurl.PRETRANSFER_TIME
        )
        exchange = Exchange(method=self.request.method, url=self.url)
        if code in _UNTRUSTED:
            return untrusted(self._connection.base_url, said, exchange=exchange)
        if connecting or code in _UNREACHABLE:
            return unreachable(self._connection.base_url, said, exchange=exchange)
        return about(NetworkError, FileError)(
            f"{self.request.method} {self.url} broke off: {said}", exchange=exchange
        )

    def _exchange(self) -> Exchange:
        """The current request and as much of its answer as is kept."""
        headers = dict(_header_field(line) for line in self.header_lines if b":" in line)
        return exchange_from(
            self.request.method,
            self.url,
            status=self.status,
            headers=headers,
            body=bytes(self.error_body),
        )

    def close(self) -> None:
        """Free the handle; its callbacks refer back to this object, so it is not left to chance."""
        self.curl.close()

    def _set_options(self) -> None:
        connection, curl = self._connection, self.curl
        for option, value in (
            (pycurl.NOSIGNAL, 1),
            (pycurl.BUFFERSIZE, CURL_BUFFER_SIZE),
            (pycurl.UPLOAD_BUFFERSIZE, CURL_BUFFER_SIZE),
            (pycurl.CONNECTTIMEOUT_MS, int(connection.connect_timeout * 1000)),
            (pycurl.LOW_SPEED_LIMIT, 1),
            (pycurl.LOW_SPEED_TIME, max(1, round(connection.timeout))),
            # A redirect must never carry the token elsewhere: it is an error here.
            (pycurl.FOLLOWLOCATION, 0),
            (pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1),
            (pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS),
            # An empty proxy keeps libcurl from reading the environment by other rules than ours.
            (pycurl.PROXY, connection.proxy or ""),
            (pycurl.CAINFO, os.fsencode(connection.ca_file)),
            (pycurl.SSL_VERIFYPEER, int(connection.verify_tls)),
            (pycurl.SSL_VERIFYHOST, 2 if connection.verify_tls else 0),
            (pycurl.HEADERFUNCTION, self._on_header),
            (pycurl.READFUNCTION, self._on_read),
            (pycurl.SEEKFUNCTION, self._on_seek),
        ):
            curl.setopt(option, value)
        curl.setopt(pycurl.WRITEFUNCTION, self._on_write)

    def _aim(self, request: Request) -> None:
        curl = self.curl
        if self._has_ready_body and request.body is None:
            # A ready body stays with the handle, and only a reset takes it away.
            curl.reset()
            self._set_options()
            self._has_ready_body = False
        headers = [
            f"Authorization: {self._connection.authorization}",
            f"User-Agent: {self._connection.user_agent}",
            "Accept: */*",
            "Accept-Encoding: identity",
            "Expect:",
        ]
        if request.content_type:
            headers.append(f"Content-Type: {request.content_type}")
        curl.setopt(pycurl.URL, self.url)
        curl.setopt(pycurl.HTTPHEADER, headers)
        if request.method == "GET":
            curl.setopt(pycurl.HTTPGET, 1)
            return
        curl.setopt(pycurl.POST, 1)
        if request.body is not None:
            curl.setopt(pycurl.POSTFIELDS, request.body)
            self._has_ready_body = True
        else:
            curl.setopt(pycurl.POSTFIELDSIZE_LARGE, request.body_size)

    def _on_header(self, line: bytes) -> None:
        if line.startswith(b"HTTP/"):
            self.header_lines.clear()
            self.status = int(line.split(None, 2)[1])
        else:
            self.header_lines.append(line)

    def _on_write(self, chunk: bytes) -> int | None:
        task = self.task
        assert task is not None, "libcurl writes only while a task runs"
        try:
            if self.status == task.expected:
                task.write(memoryview(chunk))
            else:
                self.error_body += chunk[: MAX_READ_BODY - len(self.error_body)]
        except BaseException as problem:  # noqa: BLE001  kept, and raised again by the pump
            self.problem = problem
            return 0
        return None

    def _on_read(self, size: int) -> bytes | int:
        task = self.task
        assert task is not None, "libcurl reads only while a task runs"
        try:
            return task.read(size)
        except BaseException as problem:  # noqa: BLE001  kept, and raised again by the pump
            self.problem = problem
            return pycurl.READFUNC_ABORT

    def _on_seek(self, offset: int, origin: int) -> int:
        if offset or origin or self.task is None:
            return pycurl.SEEKFUNC_CANTSEEK
        try:
            self.task.rewind()
        except OSError as problem:
            self.problem = problem
            return pycurl.SEEKFUNC_FAIL
        return pycurl.SEEKFUNC_OK


class Lanes:
    """A fixed number of lanes sharing one thread and its connections."""

    def __init__(self, connection: Connection, count: int) -> None:
        self._connection = connection
        self._count = count
        self._multi = pycurl.CurlMulti()
        # libcurl's default of four connections kept for each handle suits one host badly.
        self._multi.setopt(pycurl.M_MAXCONNECTS, count)
        self._idle: list[Lane] = []
        self._live: dict[pycurl.Curl, Lane] = {}

    @property
    def live(self) -> int:
        """How many transfers run now."""
        return len(self._live)

    @property
    def has_room(self) -> bool:
        """Whether another transfer may start."""
        return len(self._live) < self._count

    @property
    def moved(self) -> int:
        """Bytes the running transfers moved so far."""
        return sum(lane.task.moved for lane in tuple(self._live.values()) if lane.task)

    def start(self, job: Job, attempt: int) -> bool:
        """Begin a job on a free lane.

        Args:
            job: What to do.
            attempt: Which attempt it is, from 1.

        Returns:
            False when the process has no file descriptor left until another transfer ends.

        Raises:
            SDSError: The job can't be begun.
        """
        lane = self._idle.pop() if self._idle else Lane(self._connection)
        try:
            lane.begin(job, attempt)
        except Exception as problem:
            error = lane.typed(problem)
            self._rest(lane)
            if self._live and getattr(problem, "errno", None) in _NO_DESCRIPTORS:
                return False
            raise error from problem
        self._multi.add_handle(lane.curl)
        self._live[lane.curl] = lane
        return True

    def ended(self, wait: float) -> Iterator[tuple[Lane, SDSError | None]]:
        """Move bytes, wait at most so long for more, and give the transfers that ended.

        Args:
            wait: Seconds.

        Yields:
            A lane, still holding its task, and its error or None.
        """
        self._multi.perform()
        ended = self._take_ended()
        if not ended and self._live:
            if self._multi.select(wait) < 0:
                # Nothing it can wait on, as with more open files than select() takes.
                time.sleep(min(wait, _SHORT_WAIT))
            self._multi.perform()
            ended = self._take_ended()
        for curl, code, said in ended:
            lane = self._live.pop(curl)
            self._multi.remove_handle(curl)
            try:
                yield lane, lane.outcome(code, said)
            finally:
                self._rest(lane)

    def abandon(self) -> None:
        """Break off what runs, leaving nothing half done."""
        for curl, lane in self._live.items():
            self._multi.remove_handle(curl)
            self._rest(lane)
        self._live.clear()

    def close(self) -> None:
        """Break off what runs and close every connection."""
        self.abandon()
        for lane in self._idle:
            lane.close()
        self._idle.clear()
        self._multi.close()

    def _rest(self, lane: Lane) -> None:
        if lane.task is not None:
            lane.task.discard()
            lane.task = None
        self._idle.append(lane)

    def _take_ended(self) -> list[tuple[pycurl.Curl, int, str]]:
        ended: list[tuple[pycurl.Curl, int, str]] = []
        left = 1
        while left:
            left, fine, failed = self._multi.info_read()
            ended += [(curl, 0, "") for curl in fine]
            ended += failed
        return ended


def _header_field(line: bytes) -> tuple[str, str]:
    name, _, value = line.decode("latin-1").partition(":")
    return name.strip().lower(), value.strip()
