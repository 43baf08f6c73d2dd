"""The web server of the local default, which never outlives the launcher."""

import http.client
import os
import signal
import socket
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from subprocess import Popen, TimeoutExpired  # nosec B404

from unodc_catalogue.local import LocalError, say, spawn
from unodc_catalogue.local.lifetime import END_WITH_PARENT
from unodc_catalogue.local.venv import PYTHON, ROOT

HOST = "127.0.0.1"
WORKERS = 2
CONNECTIONS = 512  # of a worker
GLANCE = 0.5  # seconds between two calls of `look`


def ensure_free(port: int) -> None:
    with socket.socket() as probe:
        # A port whose last connections are in TIME_WAIT is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise LocalError(f"Port {port} is reserved for root: choose one above 1023.") from None
        except OSError:
            raise LocalError(
                f"Port {port} is taken: stop the program that listens there, or choose another port,"
                f" as in ./catalogue run --port {port + 1 if port < 65535 else 8000}."
            ) from None


def serve(
    port: int,
    environment: Mapping[str, str],
    announce: Callable[[], None],
    look: Callable[[], None] = lambda: None,
) -> int:
    """Serves until interrupted, and kills every process of the server however that happens.

    `look` is called every GLANCE seconds meanwhile. Raises LocalError if the server ends by itself.
    """
    server = spawn(
        command(port), cwd=ROOT, env=environment, start_new_session=True, preexec_fn=END_WITH_PARENT
    )
    try:
        _watch(server, port, announce, look)
        raise LocalError("The web server ended by itself (see above): run ./catalogue run again.")
    except KeyboardInterrupt:
        say("Stopping…")
        _end(server)
        return 0
    finally:
        with suppress(ProcessLookupError):  # its workers survive a server that was killed
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _watch(server: Popen[str], port: int, announce: Callable[[], None], look: Callable[[], None]) -> None:
    """Announces the server once it answers, and returns when it has ended."""
    while server.poll() is None and not _answers(port):
        time.sleep(0.05)
    if server.returncode is None:
        announce()
    while server.poll() is None:
        look()
        with suppress(TimeoutExpired):
            server.wait(timeout=GLANCE)


def _end(server: Popen[str]) -> None:
    # A worker ignores signals while it boots: send the signal again.
    while server.poll() is None:
        os.killpg(server.pid, signal.SIGTERM)
        with suppress(TimeoutExpired):
            server.wait(timeout=0.5)


def command(port: int) -> list[str]:
    options = {
        "interface": "wsgi",
        "host": HOST,
        "port": port,
        "workers": WORKERS,
        # A thread for each request that can arrive: granian's own queue is unbounded. The application decides
        # how many are handled at once (unodc_catalogue/load.py).
        "http": 1,
        "backpressure": CONNECTIONS,
        "blocking-threads": CONNECTIONS,
        "workers-max-rss": 1024,  # MiB
        "workers-kill-timeout": 2,
        "log-level": "warning",
    }
    flags = [f"--{name}={value}" for name, value in options.items()]
    application = "unodc_catalogue.wsgi:application"
    return [str(PYTHON), "-m", "granian", *flags, "--respawn-failed-workers", application]


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    with suppress(OSError, http.client.HTTPException):
        connection.request("HEAD", "/")
        connection.getresponse()
        return True
    return False
