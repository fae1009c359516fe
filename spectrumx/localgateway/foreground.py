"""A gateway in the foreground, for the command line."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from spectrumx.localgateway.quirks import Quirk
from spectrumx.localgateway.settings import Settings, url


def serve(
    root: Path | str,
    *,
    announce: Callable[[str, str | None], None],
    host: str = "127.0.0.1",
    port: int = 0,
    email: str = "researcher@example.org",
    quirks: Iterable[str] = (),
    new_token: bool = False,
) -> None:
    """Serve a folder until interrupted.

    Args:
        root: The folder; made where it is not there.
        announce: Called when the gateway answers, with its address and the token of `email`
            that was made, on a new root or for `new_token`; it is kept nowhere in clear.
        host: The address to listen at.
        port: The port to listen at; 0 lets the system choose.
        email: The user who is there from the start.
        quirks: Behaviours of the public gateway to turn on; see `Quirk`.
        new_token: Make a token although the root is not new; earlier ones stay good.

    Raises:
        ModuleNotFoundError: If the extra `gateway` is not installed.
        RuntimeError: If another gateway serves the folder, or it is somebody else's.
        OSError: If the folder cannot be written, or the port is taken.
    """
    from spectrumx.localgateway import server  # noqa: PLC0415 - needs the optional dependencies

    settings = Settings(
        root=Path(root),
        host=host,
        port=port,
        email=email,
        quirks=frozenset(Quirk(name) for name in quirks),
    )
    with suppress(KeyboardInterrupt):
        server.run(
            settings,
            announce=lambda started: announce(url(host, started.port), started.token),
            new_token=new_token,
        )
