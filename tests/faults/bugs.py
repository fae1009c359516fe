"""Bugs to be planted: changes of the SDK's text that the tests here must catch."""

from __future__ import annotations

from typing import NamedTuple


class Edit(NamedTuple):
    """One change of a file's text; `old` must stand there exactly once."""

    file: str
    old: str
    new: str


class Bug(NamedTuple):
    """What is planted, and the test file that is expected to catch it."""

    name: str
    caught_by: str
    edits: tuple[Edit, ...]


def bug(name: str, caught_by: str, file: str, old: str, new: str) -> Bug:
    """Make a bug of one edit."""
    return Bug(name, caught_by, (Edit(f"spectrumx/{file}", old, new),))


INCOMING = "spectrumx/bulk/incoming.py"
_COMPLETE = "            self._opened.complete(rest, overwrite=job.overwrite)\n"
_CHECK = "        checksum = self._hasher.hexdigest()\n        if job.checksum and"

BUGS = (
    bug(
        "a download's checksum is not verified",
        "answers",
        "bulk/incoming.py",
        "if job.checksum and checksum != job.checksum:",
        "if job.checksum and not checksum:",
    ),
    Bug(
        "a download gets its name before it is verified",
        "answers",
        (
            Edit(INCOMING, _COMPLETE, "            pass\n"),
            Edit(INCOMING, _CHECK, _COMPLETE[4:] + _CHECK),
        ),
    ),
    bug(
        "a download is never renamed",
        "answers",
        "bulk/partial.py",
        "            rename_to_free_name(self._path, self._target)",
        "            pass",
    ),
    bug(
        "a large download is written under its own name",
        "kills",
        "bulk/partial.py",
        'path = f"{self._folder}{stem(self._name)}{_digest(identity)}{PARTIAL_SUFFIX}"',
        "path = self._target",
    ),
    bug(
        "a file that appeared meanwhile is replaced",
        "local_files",
        "bulk/partial.py",
        "            os.link(link, self._target,",
        "            if os.path.exists(self._target): os.unlink(self._target)\n"
        "            os.link(link, self._target,",
    ),
    bug(
        "leftovers of older versions stay",
        "partials",
        "bulk/partial.py",
        "    for path in paths:\n        descriptor",
        "    for path in ():\n        descriptor",
    ),
    bug(
        "a finished file keeps the name of its unfinished download",
        "partials",
        "transfer/download.py",
        "        bulk.remove_leftovers(run.until_cancelled(decisions.leftovers))\n",
        "",
    ),
    bug(
        "a leftover that is somebody else's file is written to",
        "partials",
        "bulk/own_files.py",
        "        and status.st_nlink == 1\n",
        "",
    ),
    bug(
        "the kept part of a download is not hashed",
        "partials",
        "bulk/incoming.py",
        "        self._hasher.update(part)\n        self._unhashed",
        "        self._unhashed",
    ),
    bug(
        "a leftover that proves wrong is continued forever",
        "partials",
        "bulk/incoming.py",
        "        self._is_continuable = False\n        self.starts_over = self._kept > 0",
        "        self.starts_over = False",
    ),
    bug(
        "a failed download is reported as done",
        "answers",
        "transfer/download.py",
        "        return Outcome(Status.FAILED, error=outcome)\n    return Outcome(Status.TRANSF",
        "        return Outcome(Status.TRANSFERRED)\n    return Outcome(Status.TRANSF",
    ),
    bug(
        "equal sizes are taken for equal contents",
        "answers",
        "transfer/plan.py",
        "    return bool(remote.sum_blake3) and remote.sum_blake3 == checksum()",
        "    return bool(remote.sum_blake3)",
    ),
    bug(
        "the checksum in an upload's answer is not compared",
        "answers",
        "bulk/outgoing.py",
        "if stored and stored != checksum:",
        "if stored and not checksum:",
    ),
    bug(
        "a file that changes while it is sent is not noticed",
        "local_files",
        "bulk/outgoing.py",
        "if (now.st_size, now.st_mtime_ns) != (self._status.st_size, self._status.st_mtime_ns):",
        "if now.st_size < 0:",
    ),
    bug(
        "a pipe in a file's place is waited for",
        "local_files",
        "bulk/outgoing.py",
        'getattr(os, "O_NONBLOCK", 0)',
        "0",
    ),
    bug(
        "any answer to an upload is a success",
        "answers",
        "bulk/outgoing.py",
        "return status == HTTPStatus.CREATED",
        "return status > 0",
    ),
    bug(
        "a duplicate after a lost answer is a failure",
        "answers",
        "transfer/upload.py",
        "if isinstance(outcome, ConflictError):",
        "if isinstance(outcome, ConflictError) and not step:",
    ),
    bug(
        "uploads do not look at what is there",
        "kills",
        "transfer/upload.py",
        "file=remote.get(found.relative),",
        "file=None,",
    ),
    bug(
        "leftovers of downloads are uploaded",
        "answers",
        "transfer/filter.py",
        '    (f".*{PARTIAL_SUFFIX}", LeftOutReason.PARTIAL),\n',
        "",
    ),
    bug(
        "redirects are followed",
        "answers",
        "bulk/curl.py",
        "(pycurl.FOLLOWLOCATION, 0)",
        "(pycurl.FOLLOWLOCATION, 1)",
    ),
    bug(
        "a broken connection is not tried again",
        "answers",
        "retry.py",
        "return isinstance(error, NetworkError | ServiceError",
        "return isinstance(error, ServiceError",
    ),
    bug(
        "the token is logged",
        "answers",
        "transport.py",
        'request_id=response.headers.get("X-Request-Id", ""),',
        'request_id=response.request.headers.get("Authorization", ""),',
    ),
    bug(
        "names may lead out of the target",
        "names",
        "paths.py",
        'if part in {"", ".", ".."}:',
        'if part in {"", "."}:',
    ),
    bug(
        "links out of the target are followed",
        "names",
        "disk.py",
        "if not existing.resolve().is_relative_to(self._root.resolve()):",
        "if not existing:",
    ),
)
