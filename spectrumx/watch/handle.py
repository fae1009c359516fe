"""`Watch`: a folder being watched, in the hand of whoever started it."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from spectrumx.errors import SDSWarning
from spectrumx.notices import notify
from spectrumx.watch.watching import WatchCounts, Watching

_PATIENCE = 5.0
"""Seconds to wait for a watch that was told to stop at once: it may be asking the gateway."""


class Watch:
    """A folder whose finished files are uploaded, on a thread of its own, until it is stopped.

    Use it in a `with` statement, or `wait()` for its end. Leaving the `with` statement sends what
    is there first; an exception leaves it at once.
    """

    def __init__(self, folder: Path, watching: Watching) -> None:
        """Begin.

        Args:
            folder: What is watched.
            watching: The work.
        """
        self._folder = folder
        self._watching = watching
        self._error: BaseException | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="spectrumx-watch", daemon=True)
        self._thread.start()

    @property
    def counts(self) -> WatchCounts:
        """How many files were sent so far, failed, or wait; at any time, also after its end."""
        return self._watching.counts

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the watch ends; an interrupt (Ctrl-C) stops it at once.

        Args:
            timeout: Seconds to wait at most.

        Returns:
            Whether it has ended.

        Raises:
            AuthError: The token is not accepted any more, which ended it.
            Exception: Whatever else ended it.
        """
        try:
            has_ended = self._ended.wait(timeout)
        except KeyboardInterrupt:
            self.cancel()
            raise
        if self._error is not None:
            raise self._error
        return has_ended

    def stop(self, *, drain: bool = True, timeout: float | None = None) -> None:
        """End the watch; does nothing when it has ended.

        Args:
            drain: First send what is in the folder now, as soon as it is finished, however long
                the gateway can't be reached. A file that goes on changing for twice the time it
                has to settle is left, with a warning. Else stop at once; what is being sent is
                broken off. Either way, another watch or an upload sends the rest.
            timeout: Seconds to wait for what is sent first; then it is stopped at once.

        Raises:
            AuthError: The token is not accepted any more, which ended it.
            Exception: Whatever else ended it.
        """
        orders = self._watching.orders
        if threading.current_thread() is self._thread:  # on_event, which it can't wait for
            orders.drain, orders.break_off = drain, not drain
            orders.wake.set()
            return
        if drain:
            orders.drain = True
            orders.wake.set()
            if self.wait(timeout):
                return
        self.cancel()
        self.wait(_PATIENCE)

    def cancel(self) -> None:
        """Stop at once, without waiting for it; what is being sent is broken off."""
        self._watching.orders.break_off = True
        self._watching.orders.wake.set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if error is None:
            self.stop()
        else:
            self.cancel()
            self._ended.wait(_PATIENCE)

    def __repr__(self) -> str:
        state = "ended" if self._ended.is_set() else "running"
        return f"<Watch of {self._folder} ({state}): {self.counts}>"

    def _run(self) -> None:
        try:
            self._watching.run()
        except BaseException as error:  # noqa: BLE001  raised again where its end is waited for
            self._error = error
            with suppress(SDSWarning):  # where warnings are errors, the error itself is enough
                notify(f"the watch of {self._folder} has ended: {error}", SDSWarning)
        finally:
            self._ended.set()
