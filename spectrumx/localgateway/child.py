"""The conversation between a gateway's process and the one that started it.

The child says on its standard output, in one line of JSON, how its start went; then it answers
each line of its standard input with one that has the same number. An empty line is its end, and so
is the end of the input, which comes however the parent dies.
"""

import json
import os
import sys
import threading
import time

from spectrumx.localgateway import server, spawned
from spectrumx.localgateway.server import Server
from spectrumx.localgateway.settings import Settings

_PATIENCE = 20


def main(settings: Settings) -> None:
    """Serve until the standard input ends."""
    try:
        _serve(settings)
    except (OSError, RuntimeError, ValueError) as error:
        _say({"error": str(error)}, number=spawned.START)


def _serve(settings: Settings) -> None:
    with server.opened(settings) as gateway:
        _say({"result": str(gateway.port)}, number=spawned.START)
        threading.Thread(target=_obey, args=(gateway,), daemon=True).start()
        gateway.run()


def _obey(gateway: Server) -> None:
    """Answer commands until their end; then stop, by force where that takes too long."""
    try:
        # Unbuffered: a thread that waits in a buffered reader breaks the interpreter's shutdown.
        with open(0, "rb", buffering=0, closefd=False) as commands:
            for line in commands:
                if not line.strip():
                    break
                said = json.loads(line)
                _say(_answer(gateway, said["command"]), number=said["number"])
    finally:
        gateway.stop()
        time.sleep(_PATIENCE)
        os._exit(1)


def _answer(gateway: Server, commands: dict[str, dict[str, object]]) -> dict[str, str]:
    try:
        ((command, arguments),) = commands.items()
        return {"result": gateway.obey(command, arguments)}
    except Exception as error:  # noqa: BLE001 - the parent learns of it; the gateway goes on
        return {"error": str(error) or repr(error)}


def _say(answer: dict[str, str], *, number: int) -> None:
    sys.stdout.write(json.dumps({"number": number, "answer": answer}) + "\n")
    sys.stdout.flush()
