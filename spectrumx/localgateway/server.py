"""A gateway that serves in this process."""

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from typing import NamedTuple

import uvicorn

from spectrumx.localgateway import accounts, commands, root_folder, root_lock
from spectrumx.localgateway.app import application
from spectrumx.localgateway.settings import Settings
from spectrumx.localgateway.store import Store

_GRACE = 5
_KEEP_ALIVE = 75
_BACKLOG = 2048


class Started(NamedTuple):
    """A gateway that answers now: its port, and the token that was made at its start."""

    port: int
    token: str | None


class Server:
    """One gateway, from its claim on the root folder to the last answer."""

    def __init__(self, store: Store, listener: socket.socket) -> None:
        self._store = store
        self._listener = listener
        self._uvicorn = uvicorn.Server(
            uvicorn.Config(
                application(store),
                access_log=False,
                log_config=None,
                log_level="error",
                server_header=False,
                timeout_graceful_shutdown=_GRACE,
                timeout_keep_alive=_KEEP_ALIVE,
                backlog=_BACKLOG,
            )
        )

    @property
    def port(self) -> int:
        """The port it listens at."""
        port: int = self._listener.getsockname()[1]
        return port

    def run(self) -> None:
        """Serve until told to stop."""
        self._uvicorn.run(sockets=[self._listener])

    def stop(self) -> None:
        """Finish what was begun, and stop; may be called from any thread."""
        self._uvicorn.should_exit = True

    def obey(self, command: str, arguments: Mapping[str, object]) -> str:
        """Carry out a command of the process that started this one; see `commands`."""
        return commands.carry_out(self._store, command, arguments)

    def issue_token(self, email: str, name: str | None = None) -> str:
        """Make a token for a user, who is added where not known yet.

        Raises:
            ValueError: If the e-mail is none.
        """
        return self._store.database.write(
            lambda transaction: accounts.issue_token(transaction, email=email, name=name)
        )

    def first_token(self, email: str) -> str | None:
        """Make the first token of a new root, or None where there are users already."""
        has_users = accounts.has_users(self._store.database.read())
        return None if has_users else self.issue_token(email)


@contextmanager
def opened(settings: Settings) -> Iterator[Server]:
    """Bind the port, claim the root folder, and sweep it.

    Raises:
        ForeignFolderError: If the folder is somebody else's.
        RootInUseError: If another gateway serves the folder.
        OSError: If the folder cannot be written, or the port is taken.
    """
    # It warns of every malformed form, which the client learns from the answer.
    logging.getLogger("python_multipart").setLevel(logging.ERROR)
    with ExitStack() as stack:
        # The port comes first: where it is taken, no folder has been made yet.
        listener = stack.enter_context(_listen(settings.host, settings.port))
        with root_folder.explained(settings.root):
            root_folder.prepare(settings.root)
            stack.enter_context(root_lock.claim(settings.root))
            store = stack.enter_context(closing(Store(settings.root, quirks=settings.quirks)))
            store.sweep()
        yield Server(store, listener)


def run(settings: Settings, *, announce: Callable[[Started], None], new_token: bool) -> None:
    """Serve in the foreground until interrupted.

    Args:
        settings: What to serve.
        announce: Called once the port is bound.
        new_token: Make a token of the default user although the root is not new.
    """
    with opened(settings) as server, _stopped_by_interrupt(server):
        make_token = server.issue_token if new_token else server.first_token
        announce(Started(server.port, make_token(settings.email)))
        server.run()


@contextmanager
def _stopped_by_interrupt(server: Server) -> Iterator[None]:
    """Stop at an interrupt, also where it comes before the server listens to signals itself."""
    if threading.current_thread() is not threading.main_thread():  # which alone gets signals
        yield
        return
    before = signal.signal(signal.SIGINT, lambda *_: server.stop())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns off the delaying of small packets only where the protocol is named.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name != "nt":  # where it would let two servers share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise OSError(
            f"cannot listen at {host}:{port} ({error.strerror}): choose another"
        ) from None
    return listener
