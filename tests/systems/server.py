"""A granian of its own for a test, as an installation runs it."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage

from django.conf import settings

from tests.ports import free_port
from unodc_catalogue.local.lifetime import END_WITH_PARENT

HOST = "127.0.0.1"
APPLICATION = "unodc_catalogue.wsgi:application"
PATIENCE = 60  # seconds, on a machine that does much else


@dataclass(frozen=True)
class Answer:
    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Server:
    """Runs granian on a free port above a database; no process of it outlives the block.

    with Server(url, threads=8, API_RATE="") as server:
        assert server.get("/fr/").status == 200, server.log()

    `environment` names further variables of the server's environment; None removes one. `options`
    are further options of granian, which override those given here; `application` is what it serves.
    """

    def __init__(
        self, database_url, *, threads=8, workers=1, options=(), application=APPLICATION, **environment
    ):
        self.port = free_port()
        self.url = f"http://{HOST}:{self.port}"
        flags = {
            "interface": "wsgi",
            "host": HOST,
            "port": self.port,
            "workers": workers,
            "blocking-threads": threads,
            "log-level": "warning",
        }
        self.command = [sys.executable, "-m", "granian", "--respawn-failed-workers"]
        self.command += [f"--{name}={value}" for name, value in flags.items()]
        self.command += [*options, application]
        given = os.environ | {
            "DATABASE_URL": database_url,
            "CATALOGUE_LOCAL": "1",
            "ALLOWED_HOSTS": HOST,
            "STATIC_ROOT": str(settings.STATIC_ROOT),
            **environment,
        }
        self.environment = {name: value for name, value in given.items() if value is not None}

    def __enter__(self):
        self._log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            self.command,
            cwd=settings.BASE_DIR,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=END_WITH_PARENT,
        )
        try:
            self._wait_for_socket()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_error):
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=10)
        with suppress(ProcessLookupError):  # workers that did not end with it
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._log.close()

    def get(self, path, **headers) -> Answer:
        """Asks for a path once; redirects are not followed. Underscores in names of headers become hyphens."""
        return self.request("GET", path, **headers)

    def request(self, method, path, body=None, timeout=PATIENCE, **headers) -> Answer:
        connection = HTTPConnection(HOST, self.port, timeout=timeout)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body=body, headers=named)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def ready(self, path="/robots.txt"):
        """Waits until the path is answered without a server error; a server that has just begun is cold."""
        for _attempt in range(2 * PATIENCE):
            with suppress(OSError, http.client.HTTPException):
                if self.get(path).status < 500:
                    return self
            time.sleep(0.5)
        raise TimeoutError(self.log())

    def log(self) -> str:
        """Returns what the server has written so far to its standard output and error."""
        size = os.fstat(self._log.fileno()).st_size
        return os.pread(self._log.fileno(), size, 0).decode(errors="replace")

    def _wait_for_socket(self):
        # The socket listens before a worker is up: requests wait there, and nothing is warmed by asking.
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            with suppress(OSError), socket.create_connection((HOST, self.port), timeout=1):
                return
            time.sleep(0.05)
        raise RuntimeError(f"granian does not listen:\n{self.log()}")
