"""A gateway in a process of its own."""

import subprocess
import threading
import weakref
from collections.abc import Iterable
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import UUID

from spectrumx.localgateway import spawned
from spectrumx.localgateway.quirks import Quirk
from spectrumx.localgateway.settings import Settings, url
from spectrumx.localgateway.spawned import LocalGatewayError


class LocalGateway:
    """A gateway of one's own, in a process of its own, that keeps everything under one folder.

    It ends with the process that started it, however that ends. Started again on the same folder
    it has all files that it acknowledged and knows all tokens that it gave out.

    Args:
        root: The folder; made where it is not there.
        host: The address to listen at.
        port: The port to listen at; 0 lets the system choose, once for this object.
        email: The user of `token`, there from the start.
        quirks: Behaviours of the public gateway to turn on; see `Quirk`.
    """

    def __init__(
        self,
        root: Path | str,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        email: str = "researcher@example.org",
        quirks: Iterable[str] = (),
    ) -> None:
        self._root = Path(root).absolute()
        self._host = host
        self._port = port
        self._email = email
        self._quirks = frozenset(Quirk(name) for name in quirks)
        self._token: str | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._conversation = threading.Lock()
        self._commands = count(1)

    def __repr__(self) -> str:
        address = url(self._host, self._port) if self._port else "a port to be chosen"
        state = "running" if self._is_running() else "stopped"
        return f"<{type(self).__name__} at {address} ({state}), root {self._root}>"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The address of the gateway, as `http://host:port`.

        Raises:
            LocalGatewayError: If the system is to choose the port, and has not yet.
        """
        if not self._port:
            raise LocalGatewayError("the gateway does not run: start() chooses its port")
        return url(self._host, self._port)

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._running().pid

    @property
    def token(self) -> str:
        """A token of the user who is there from the start; made when first asked for."""
        if self._token is None:
            self._token = self.add_user(self._email)
        return self._token

    def add_user(self, email: str, name: str | None = None) -> str:
        """Add a user, unless there is one with this e-mail, and return a new token of theirs.

        Raises:
            LocalGatewayError: If the e-mail is none, or the gateway does not run.
        """
        return self._tell("add_user", email=email, name=name)

    def create_dataset(
        self,
        email: str,
        name: str,
        *,
        files: Iterable[UUID | str] = (),
        captures: Iterable[UUID | str] = (),
        status: str = "draft",
        is_public: bool = False,
        **fields: object,
    ) -> str:
        """Make a dataset, also one that cannot be made over HTTP, and return its uuid.

        Args:
            email: The user who shall own it.
            name: Its name.
            files: The uuids of those of the owner's files that it shall hold itself.
            captures: The uuids of those of the owner's captures that it shall hold; of a
                composite, every channel's.
            status: "draft" or "final".
            is_public: Whether it is public.
            fields: What else is said about it, as in `DatasetCreateBody`; and `provenance`,
                `citation`, `other` and `release_date`.

        Raises:
            LocalGatewayError: If something is not there or not the owner's, a field is wrong, or
                the gateway does not run.
        """
        return self._tell(
            "create_dataset",
            email=email,
            status=status,
            is_public=is_public,
            file_uuids=list(map(str, files)),
            capture_uuids=list(map(str, captures)),
            fields={**fields, "name": name},
        )

    def share(self, uuid: UUID | str, *, with_email: str, permission_level: str = "viewer") -> None:
        """Share a capture or dataset with another user, in the name of whoever owns it.

        Args:
            uuid: Which one; of a composite, one channel.
            with_email: The other user.
            permission_level: "viewer", "contributor" or "co-owner".

        Raises:
            LocalGatewayError: If there is no such thing, user or permission level, or the
                gateway does not run.
        """
        self._tell("share", uuid=str(uuid), email=with_email, permission_level=permission_level)

    def start(self) -> None:
        """Start the process and wait until it answers.

        Raises:
            LocalGatewayError: If it cannot start; the message says why.
        """
        if self._is_running():
            raise LocalGatewayError(f"the gateway at {self.url} runs already")
        self.stop()
        settings = Settings(
            root=self._root,
            host=self._host,
            port=self._port,
            email=self._email,
            quirks=self._quirks,
        )
        self._process = spawned.spawn(settings)
        self._end = weakref.finalize(self, spawned.end, self._process)
        try:
            self._port = int(spawned.hear(self._process, number=spawned.START))
        except LocalGatewayError:
            self.stop()
            raise

    def stop(self) -> None:
        """Let it finish what it has begun, and end it; does nothing where it does not run."""
        if self._process is not None:
            self._end()
            self._process = None

    def kill(self) -> None:
        """End it at once, as a crash would."""
        self._running().kill()
        self.stop()

    def _tell(self, command: str, **arguments: object) -> str:
        process = self._running()
        with self._conversation:
            number = next(self._commands)
            spawned.say(process, {command: arguments}, number=number)
            return spawned.hear(process, number=number)

    def _is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is None:
            raise LocalGatewayError("the gateway does not run: call start() first")
        if self._process.stdin is None or self._process.stdin.closed:
            raise LocalGatewayError("the gateway obeys only the process that started it")
        return self._process
