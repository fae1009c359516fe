"""libcurl: one reusable handle per lane, many lanes on one thread.

The only module that imports pycurl. Facts about libcurl's options and error numbers are those of
its own documentation (curl_easy_setopt(3), libcurl-errors(3)).
"""

from __future__ import annotations

import logging
import os
import time
from collections import deque
from collections.abc import Callable, Iterator

import pycurl

from spectrumx.answers import error_from, resource_of
from spectrumx.bulk.answer import Answer
from spectrumx.bulk.incoming import Incoming
from spectrumx.bulk.jobs import Downloaded, DownloadJob, Job, Uploaded
from spectrumx.bulk.multipart import Form
from spectrumx.bulk.outgoing import Outgoing
from spectrumx.bulk.pace import Pace
from spectrumx.bulk.schedule import Attempt
from spectrumx.bulk.tasks import BUFFER_SIZE, Request, Task
from spectrumx.connection import API_ROOT, Connection
from spectrumx.disk import descriptor_shortage, local_file_error
from spectrumx.errors import (
    Exchange,
    FileError,
    NetworkError,
    SDSError,
    about,
    unreachable,
    untrusted,
)
from spectrumx.logs import log_request

log = logging.getLogger(__name__)

_SHORT_WAIT = 0.005
_PARTIAL_CONTENT = 206
CURL_BUFFER_SIZE = 512 * 1024
_UNREACHABLE = {
    pycurl.E_COULDNT_RESOLVE_PROXY,
    pycurl.E_COULDNT_RESOLVE_HOST,
    pycurl.E_COULDNT_CONNECT,
    pycurl.E_SSL_CONNECT_ERROR,
}
_UNTRUSTED = {pycurl.E_PEER_FAILED_VERIFICATION, pycurl.E_SSL_CACERT_BADFILE}


class Terms:
    """What all transfers of one run have in common.

    Attributes:
        pace: How many bytes may move.
        form: Surrounds the files of uploads.
        headers: Of every request.
        is_logged: Whether each transfer is logged; asked once, not for every file.
        paused: Lanes that wait for the pace to let more bytes through.
    """

    def __init__(self, connection: Connection, pace: Pace) -> None:
        self.pace = pace
        self.form = Form()
        self.headers = (
            f"Authorization: {connection.authorization}",
            f"User-Agent: {connection.user_agent}",
            "Accept: */*",
            "Accept-Encoding: identity",
            "Expect:",
        )
        self.is_logged = log.isEnabledFor(logging.DEBUG)
        self.paused: deque[Lane] = deque()


class Lane:
    """One reusable connection handle and what it is doing.

    Callbacks are set once and never raise into libcurl: what goes wrong is kept in `problem`.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._root = f"{connection.base_url}{API_ROOT}"
        self._buffer = memoryview(bytearray(BUFFER_SIZE))
        self._answer = Answer()
        self._write: Callable[[bytes], None] = self._answer.add_body
        self._receives_file = False
        self._is_success: bool | None = None
        self._headers: tuple[str, ...] = ()
        self._has_ready_body = False
        self.curl = pycurl.Curl()
        self.attempt: Attempt | None = None
        self.task: Task | None = None
        self.request = Request("", "")
        self.problem: BaseException | None = None
        self._set_options()

    def begin(self, attempt: Attempt, terms: Terms) -> bool:
        """Open what the job needs and aim the handle at it.

        Returns:
            False when there is more to read before; see `aim`.

        Raises:
            OSError: A local file can't be opened.
            SDSError: It can't be used.
        """
        job = attempt.job
        self.attempt, self._terms, self.problem = attempt, terms, None
        self._answer.clear()
        self._is_success = None
        self._receives_file = isinstance(job, DownloadJob)
        if isinstance(job, DownloadJob):
            self.task = Incoming(job, self._buffer)
        else:
            self.task = Outgoing(job, terms.form)
        self._write = self.task.write
        self.task.begin()
        return self.aim()

    def aim(self) -> bool:
        """Set the handle to the task's request; False while there is none yet."""
        request = self._running.request()
        if request is None:
            return False
        self.request = request
        curl = self.curl
        if self._has_ready_body and request.body is None:
            # A ready body stays with the handle, and only a reset takes it away.
            curl.reset()
            self._set_options()
        curl.setopt(pycurl.URL, self.url)
        headers = self._terms.headers + request.headers
        if headers != self._headers:
            curl.setopt(pycurl.HTTPHEADER, headers)
            self._headers = headers
        if request.body is not None:
            self._terms.pace.spend(len(request.body))
            curl.setopt(pycurl.POSTFIELDS, request.body)
            self._has_ready_body = True
        elif request.method == "GET":
            curl.setopt(pycurl.HTTPGET, 1)
        else:
            curl.setopt(pycurl.POST, 1)
            curl.setopt(pycurl.POSTFIELDSIZE_LARGE, request.body_size)
        return True

    @property
    def url(self) -> str:
        """Address of the current request."""
        return self._root + self.request.path

    def finish(self) -> Downloaded | Uploaded:
        """Settle the task whose answer is what was expected.

        Raises:
            SDSError: What arrived is not what was promised, or can't be given its name.
        """
        try:
            return self._running.finish()
        except SDSError:
            raise
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
        if code == pycurl.E_COULDNT_CONNECT and (shortage := descriptor_shortage()):
            return self.typed(shortage)  # libcurl does not tell it from an unreachable host
        if code:
            return self._network_error(code, said)
        try:
            is_success = self._judge() if self._is_success is None else self._is_success
        except Exception as problem:  # noqa: BLE001  an answer without a body
            return self.typed(problem)
        if is_success:
            return None
        exchange = self._answer.exchange(self.request.method, self.url)
        hint = self._connection.token_hint
        return error_from(exchange, resource=resource_of(self.url), token_hint=hint)

    def log(self, code: int, said: str) -> None:
        """Log the transfer that just ended, unless it failed before its request was sent.

        Args:
            code: libcurl's error number, 0 for none.
            said: libcurl's words for it.
        """
        if self.problem is not None and not code:
            return
        curl, task = self.curl, self._running
        log_request(
            log,
            method=self.request.method,
            url=self.url,
            came_to=str(self.problem or said) or curl.getinfo(pycurl.RESPONSE_CODE),
            request_id=self._answer.header("x-request-id"),
            seconds=curl.getinfo(pycurl.TOTAL_TIME),
            size=task.moved,
            file=task.job.local_path,
        )

    def typed(self, problem: BaseException) -> SDSError:
        """Make a typed error of what went wrong on this side; it fails one job, not the run."""
        if isinstance(problem, SDSError):
            return problem
        if not isinstance(problem, Exception):
            raise problem
        assert self.attempt is not None, "only an attempt has problems"
        job = self.attempt.job
        if isinstance(problem, OSError):
            return local_file_error(problem, job.local_path, doing=job.verb)
        return SDSError(f"can't {job.verb} {job.local_path}: {type(problem).__name__}: {problem}")

    def rest(self) -> None:
        """Let go of the task, finished or not."""
        if self.task is not None:
            self.task.discard()
        self.task = self.attempt = None
        self._write = self._answer.add_body

    def close(self) -> None:
        """Free the handle; its callbacks refer back to this object, so it is not left to chance."""
        self.curl.close()

    @property
    def _running(self) -> Task:
        assert self.task is not None, "libcurl calls back only while a task runs"
        return self.task

    def _network_error(self, code: int, said: str) -> NetworkError:
        connecting = code == pycurl.E_OPERATION_TIMEDOUT and not self.curl.getinfo(
            pycurl.PRETRANSFER_TIME
        )
        exchange = Exchange(method=self.request.method, url=self.url)
        if code in _UNTRUSTED:
            return untrusted(self._connection.base_url, said, exchange=exchange)
        if connecting or code in _UNREACHABLE:
            is_here = self._connection.is_to_this_machine
            url = self._connection.base_url
            return unreachable(url, said, exchange=exchange, is_here=is_here)
        return about(NetworkError, FileError)(
            f"{self.request.method} {self.url} broke off: {said}", exchange=exchange
        )

    def _set_options(self) -> None:
        connection, curl = self._connection, self.curl
        self._has_ready_body, self._headers = False, ()
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
            # What is set, also to nothing, libcurl doesn't read from the environment by its rules.
            (pycurl.PROXY, connection.proxy or ""),
            (pycurl.NOPROXY, ""),
            (pycurl.CAINFO, os.fsencode(connection.ca_file)),
            (pycurl.SSL_VERIFYPEER, int(connection.verify_tls)),
            (pycurl.SSL_VERIFYHOST, 2 if connection.verify_tls else 0),
            (pycurl.HEADERFUNCTION, self._answer.lines.append),
            (pycurl.READFUNCTION, self._on_read),
            (pycurl.SEEKFUNCTION, self._on_seek),
        ):
            curl.setopt(option, value)
        curl.setopt(pycurl.WRITEFUNCTION, self._on_write)

    def _judge(self) -> bool:
        """Read the head, which is whole when the body begins, and ask the task what it means."""
        status = self._answer.status()
        is_part = status == _PARTIAL_CONTENT
        content_range = self._answer.header("content-range") if is_part else ""
        self._is_success = self._running.answered(status, content_range)
        return self._is_success

    def _on_write(self, chunk: bytes) -> int | None:
        try:
            if not (self._judge() if self._is_success is None else self._is_success):
                self._answer.add_body(chunk)
            elif self._receives_file and not self._terms.pace.admits(len(chunk)):
                self._terms.paused.append(self)
                return pycurl.WRITEFUNC_PAUSE
            else:
                self._write(chunk)
        except BaseException as problem:  # noqa: BLE001  kept, and raised again by the pump
            self.problem = problem
            return 0
        return None

    def _on_read(self, size: int) -> bytes | int:
        try:
            pace = self._terms.pace
            allowance = pace.allowance()
            if not allowance:
                self._terms.paused.append(self)
                return pycurl.READFUNC_PAUSE
            chunk = self._running.read(min(size, allowance))
            pace.spend(len(chunk))
        except BaseException as problem:  # noqa: BLE001  kept, and raised again by the pump
            self.problem = problem
            return pycurl.READFUNC_ABORT
        return chunk

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
        self._multi = pycurl.CurlMulti()
        self._idle: list[Lane] = []
        self._preparing: dict[pycurl.Curl, Lane] = {}
        self._live: dict[pycurl.Curl, Lane] = {}
        self.count = count

    def begin_run(self, pace: Pace) -> None:
        """Settle what the transfers of the next run have in common.

        Raises:
            AuthError: There is no token.
        """
        self._terms = Terms(self._connection, pace)
        self.keep(self.count)

    def keep(self, connections: int) -> None:
        """Keep no more than so many connections; libcurl's default of four a lane is too many."""
        self._multi.setopt(pycurl.M_MAXCONNECTS, connections)

    def free_descriptors(self) -> None:
        """Keep fewer connections; none when nothing runs, for files may need their descriptors."""
        if not self.live:
            self._multi.close()
            self._multi = pycurl.CurlMulti()
        self.keep(max(self.live, 1))

    @property
    def live(self) -> int:
        """How many transfers run now."""
        return len(self._live) + len(self._preparing)

    @property
    def may_move(self) -> bool:
        """Whether the pace lets any bytes move now."""
        return self._terms.pace.allowance() > 0

    @property
    def moved(self) -> int:
        """Bytes of the running transfers that are where they should be."""
        running = (*self._live.values(), *self._preparing.values())
        return sum(lane.task.moved for lane in running if lane.task)

    def start(self, attempt: Attempt) -> None:
        """Begin a job on a free lane.

        Raises:
            SDSError: The job can't be begun.
        """
        lane = self._idle.pop() if self._idle else Lane(self._connection)
        try:
            is_aimed = lane.begin(attempt, self._terms)
        except Exception as problem:
            error = lane.typed(problem)
            self._rest(lane)
            if error is problem:
                raise
            raise error from problem
        if is_aimed:
            self._launch(lane)
        else:
            self._preparing[lane.curl] = lane

    def ended(self, wait: float) -> Iterator[tuple[Lane, SDSError | None]]:
        """Move bytes, wait at most so long for more, and give the transfers that ended.

        Args:
            wait: Seconds.

        Yields:
            A lane, still holding its task, and its error or None.
        """
        ended = self._prepare() + self._unpause()
        self._multi.perform()
        ended += self._take_ended()
        if not ended and self._live and not self._preparing:
            if self._multi.select(wait) < 0:
                # Nothing it can wait on: all paused, or more open files than select() takes.
                time.sleep(min(wait, _SHORT_WAIT))
            self._multi.perform()
            ended = self._take_ended()
        for curl, code, said in ended:
            lane = self._take_out(curl)
            if lane is None:  # it ended twice: while it was let go on, and for libcurl
                continue
            if self._terms.is_logged:
                lane.log(code, said)
            try:
                yield lane, lane.outcome(code, said)
            finally:
                self._rest(lane)

    def abandon(self) -> list[Job]:
        """Break off what runs; what may be continued later stays.

        Returns:
            The jobs that were not done.
        """
        jobs = []
        for curl in (*self._live, *self._preparing):
            lane = self._take_out(curl)
            if lane is not None and lane.attempt is not None:
                jobs.append(lane.attempt.job)
                self._rest(lane)
        return jobs

    def close(self) -> None:
        """Break off what runs and close every connection."""
        self.abandon()
        for lane in self._idle:
            lane.close()
        self._idle.clear()
        self._multi.close()

    def _launch(self, lane: Lane) -> None:
        self._multi.add_handle(lane.curl)
        self._live[lane.curl] = lane

    def _take_out(self, curl: pycurl.Curl) -> Lane | None:
        lane = self._live.pop(curl, None)
        if lane is None:
            return self._preparing.pop(curl, None)
        self._multi.remove_handle(curl)
        return lane

    def _rest(self, lane: Lane) -> None:
        lane.rest()
        if lane in self._terms.paused:
            self._terms.paused.remove(lane)
        self._idle.append(lane)

    def _prepare(self) -> list[tuple[pycurl.Curl, int, str]]:
        """Go on with what is to be read before a request, and send those that are ready."""
        failed = []
        for curl, lane in tuple(self._preparing.items()):
            try:
                is_aimed = lane.aim()
            except Exception as problem:  # noqa: BLE001  of one job, settled with the others
                lane.problem = problem
                failed.append((curl, 0, ""))
                continue
            if is_aimed:
                self._launch(self._preparing.pop(curl))
        return failed

    def _unpause(self) -> list[tuple[pycurl.Curl, int, str]]:
        """Let paused transfers go on, the longest paused first, as far as the pace allows."""
        failed: list[tuple[pycurl.Curl, int, str]] = []
        paused = self._terms.paused
        for _ in range(len(paused)):
            if not self._terms.pace.allowance():
                break
            curl = paused.popleft().curl
            try:
                curl.pause(pycurl.PAUSE_CONT)  # calls back at once, which may pause it again
            except pycurl.error as problem:
                failed.append((curl, int(problem.args[0]), str(problem)))
        return failed

    def _take_ended(self) -> list[tuple[pycurl.Curl, int, str]]:
        ended: list[tuple[pycurl.Curl, int, str]] = []
        left = 1
        while left:
            left, fine, failed = self._multi.info_read()
            ended += [(curl, 0, "") for curl in fine]
            ended += failed
        return ended
