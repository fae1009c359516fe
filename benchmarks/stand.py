"""The stand that contestants run on: trees, the gateway, lines with delay, fresh targets."""

from __future__ import annotations

import shlex
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from benchmarks import imports, run
from benchmarks.canned import NEW, TOKEN, TOKEN_OF_KNOWN, CannedGateway
from benchmarks.delay import delayed
from benchmarks.run import Taken
from benchmarks.trees import PAGE_SIZES, Store, Tree


@dataclass(frozen=True)
class Task:
    """What one contestant does.

    Attributes:
        sdk: "current", "published" or "curl".
        verb: "download", "upload", "again" (an upload of what is there already), "plan", or an
            import statement.
        tree: Of which files.
        milliseconds: The line's round trip.
    """

    sdk: str
    verb: str
    tree: Tree
    milliseconds: int = 0


class Stand:
    """Runs tasks; usable while the context is entered."""

    def __init__(self, scratch: Path, *, under: Sequence[str] = ()) -> None:
        """Prepare.

        Args:
            scratch: An empty folder.
            under: The command that the measured processes run under, such as a profiler's.
        """
        self._scratch = scratch
        self._under = under
        self._stack = ExitStack()
        self._store = Store(scratch / "store")
        self._served: dict[Tree, tuple[int, ...]] = {}
        self._sources: dict[Tree, Path] = {}
        self._urls: dict[int, str] = {}

    def __enter__(self) -> Self:
        folder = self._scratch / "server"
        folder.mkdir()
        gateway = CannedGateway(self._scratch / "store", folder=folder)
        self._gateway = self._stack.enter_context(gateway)
        self._urls[0] = gateway.url
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def measure(self, task: Task) -> tuple[Taken, Counter[str]]:
        """Run a task once, writing to a fresh folder.

        Returns:
            What it took, and the requests it made.

        Raises:
            RuntimeError: It failed, or did not treat every file.
        """
        if "import" in task.verb:
            return imports.take_time(task.sdk, task.verb, scratch=self._scratch), Counter()
        self._prepare(task)
        with tempfile.TemporaryDirectory(dir=self._scratch) as target:
            taken = self._run(task, Path(target))
        if taken.failures or (task.sdk != "curl" and taken.files != task.tree.count):
            raise RuntimeError(f"{task}: {taken.files} files, {taken.failures} failures")
        return taken, self._gateway.calls()

    def _run(self, task: Task, target: Path) -> Taken:
        if task.sdk == "curl":
            command = self._curl_download(task, target)
            if task.verb == "upload":
                command = self._curl_upload(task)
            return run.call("shell", "command", {"command": command}, scratch=self._scratch)
        job = {"url": self._url(task), "local": str(target), "remote": f"/{task.tree.name}"}
        if task.verb in {"upload", "again"}:
            job["local"] = str(self._source(task.tree))
            job["remote"] = NEW if task.verb == "upload" else job["remote"]
        verb = "upload" if task.verb == "again" else task.verb
        token = TOKEN_OF_KNOWN if task.verb == "again" else TOKEN
        return run.call(task.sdk, verb, job, scratch=self._scratch, token=token, under=self._under)

    def _curl_download(self, task: Task, target: Path) -> str:
        address = f"{self._url(task)}/api/v1/assets/files/{task.tree.uuid(0)}/download/"
        place = shlex.quote(str(target / "contents"))
        return (
            f"curl -sSf -H 'Authorization: Api-Key: {TOKEN}' -o {place} {address} && b3sum {place}"
        )

    def _curl_upload(self, task: Task) -> str:
        part = shlex.quote(f"file=@{self._store.one(task.tree)};filename=000.bin")
        return (
            f"curl -sSf -H 'Authorization: Api-Key: {TOKEN}' -F directory={NEW} -F name=000.bin"
            f" -F {part} {self._url(task)}/api/v1/assets/files/"
        )

    def _prepare(self, task: Task) -> None:
        """Serve what the task asks for, before its time is taken."""
        sizes = PAGE_SIZES if task.sdk == "published" else PAGE_SIZES[:1]
        if not set(sizes) <= set(self._served.get(task.tree, ())):
            self._store.serve(task.tree, page_sizes=sizes)
            self._served[task.tree] = sizes
        if task.verb in {"upload", "again"}:
            self._source(task.tree)
        self._url(task)

    def _source(self, tree: Tree) -> Path:
        if tree not in self._sources:
            folder = self._scratch / "sources" / tree.name
            self._sources[tree] = self._store.local(tree, folder)
        return self._sources[tree]

    def _url(self, task: Task) -> str:
        if task.milliseconds not in self._urls:
            line = delayed(self._gateway.port, milliseconds=task.milliseconds)
            self._urls[task.milliseconds] = self._stack.enter_context(line)
        return self._urls[task.milliseconds]
