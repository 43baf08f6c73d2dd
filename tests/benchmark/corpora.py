"""The databases that are measured: one a corpus, beside that of the catalogue, made once and kept."""

import json
import os
import subprocess  # nosec B404
import sys
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from psycopg import sql

from tests.benchmark.targets import REAL

MANAGE = settings.BASE_DIR / "manage.py"


class Corpus:
    """A database with the curated catalogue and `size` made-up activities, and a process that times it."""

    def __init__(self, size: int, url: str):
        self.size = size
        parts = urlsplit(url)
        self.name = f"{parts.path.lstrip('/')}_bench_{size}"
        self.server, self.url = url, urlunsplit(parts._replace(path=f"/{self.name}"))
        self.worker: subprocess.Popen[str] | None = None

    def __str__(self):
        return "real" if self.size == REAL else f"{self.size:,} made-up"

    def prepare(self):
        with psycopg.connect(self.server, autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.name])
            if not found.fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self.name)))
        self._done(sys.executable, str(MANAGE), "migrate", "--verbosity", "0")
        self._done(*self._command("--fill", str(self.size)))

    def start(self, seed: int):
        self.worker = subprocess.Popen(  # noqa: S603  # nosec B603
            self._command("--worker", str(seed)),
            env=self._environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, do: str, **arguments) -> Any:
        if not (self.worker and self.worker.stdin and self.worker.stdout):
            raise RuntimeError(f"The process of {self} has not been started.")
        self.worker.stdin.write(json.dumps({"do": do, **arguments}) + "\n")
        self.worker.stdin.flush()
        if not (line := self.worker.stdout.readline()):
            raise RuntimeError(f"The process of {self} ended: see above.")
        return json.loads(line)

    def run(self, *arguments) -> Any:
        """Runs a separate process and returns its output, parsed as JSON."""
        command = self._command(*arguments)
        done = subprocess.run(  # noqa: S603  # nosec B603
            command, env=self._environment(), check=True, stdout=subprocess.PIPE, text=True
        )
        return json.loads(done.stdout)

    def stop(self):
        if self.worker:
            self.worker.communicate()

    def _done(self, *command):
        subprocess.run(command, env=self._environment(), check=True, stdout=sys.stderr)  # noqa: S603  # nosec B603

    def _command(self, *arguments):
        return [sys.executable, "-m", "tests.benchmark", *arguments]

    def _environment(self):
        return os.environ | {"DATABASE_URL": self.url, "STATEMENT_TIMEOUT": "0"}
