"""A PostgreSQL of a test's own, with a copy of the catalogue: it may be killed, filled up and restored."""

import os
import signal
import subprocess
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from unodc_catalogue.local.binaries import find_binaries
from unodc_catalogue.local.postgres import LocalPostgres

CONNECTIONS = 40  # that the server takes: few enough to use them up


class OwnPostgres:
    def __init__(self, home):
        self.binaries = find_binaries()
        self.server = LocalPostgres(home)
        self.url = self.server.url

    def fill(self, source):
        """Copies the database of that URL."""
        self.start()
        with self.connect() as connection:
            connection.execute(f"ALTER SYSTEM SET max_connections = {CONNECTIONS}")
        self.server.stop()
        self.start()
        self.restore(self.dump(source))

    def start(self):
        self.server.start(self.binaries)

    def stop(self):
        self.server.stop()

    @property
    def pid(self):
        return int((self.server.directory / "postmaster.pid").read_text().split()[0])

    def kill(self):
        """Ends the server as the kernel would, without a word to anybody."""
        os.kill(self.pid, signal.SIGKILL)
        while self.server.is_listening():
            time.sleep(0.01)

    @contextmanager
    def frozen(self):
        """Stops the server and all its sessions: connections stay open, and nothing answers."""
        postmaster = self.pid
        os.kill(postmaster, signal.SIGSTOP)  # first, so that it has no more children than these
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        processes = [postmaster, *map(int, children)]
        try:
            for pid in processes[1:]:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGSTOP)
            yield
        finally:
            for pid in processes:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGCONT)

    def connect(self):
        return psycopg.connect(self.url, autocommit=True)

    def terminate_others(self, session=None, but=()):
        """Ends every session but these process numbers, by one that is open or another; returns how many."""
        if session is None:
            with self.connect() as session:
                return self.terminate_others(session)
        ended = session.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND pid <> ALL(%s)",
            [list(but)],
        )
        return ended.fetchone()[0]

    @contextmanager
    def used_up(self):
        """Holds every connection that the server has to give."""
        held, deadline = [self.connect()], time.monotonic() + 20
        try:
            while len(held) < CONNECTIONS:
                assert time.monotonic() < deadline
                self.terminate_others(held[0], but=[session.info.backend_pid for session in held])
                with suppress(psycopg.OperationalError):
                    while True:
                        held.append(self.connect())
            yield
        finally:
            for session in held:
                session.close()
            while self._are_used_up():  # a backend ends after its client has gone
                time.sleep(0.05)

    def _are_used_up(self):
        with suppress(psycopg.OperationalError), self.connect() as session:
            count = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
            return session.execute(count).fetchone()[0] > CONNECTIONS / 2
        return True

    def dump(self, url=None):
        done = self._run("pg_dump", "--format=custom", "--no-owner", f"--dbname={url or self.url}")
        return done.stdout

    def restore(self, dump):
        """As an operator restores it: object by object, while the catalogue is served."""
        options = ["--clean", "--if-exists", "--no-owner", f"--dbname={self.url}"]
        self._run("pg_restore", *options, input=dump)

    def _run(self, program, *arguments, **options):
        command = [self.binaries / program, *arguments]
        return subprocess.run(command, check=True, capture_output=True, **options)
