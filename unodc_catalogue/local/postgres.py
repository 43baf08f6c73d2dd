"""A private PostgreSQL in a directory of its own, for machines without a server.

It listens on a Unix socket alone, in a directory that only its owner may enter. That is the whole access
control: there is no TCP port for other users of the machine to try and no password to protect. It works for
root too, whose server runs under another uid, so that `peer` could not.
"""

import fcntl
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import DEVNULL, Popen, TimeoutExpired  # nosec B404

from unodc_catalogue.local import LocalError, data_directory, exclusive, spawn
from unodc_catalogue.local.binaries import unprivileged
from unodc_catalogue.local.data_directory import last_error, server_environment
from unodc_catalogue.local.sockets import PORT, SOCKET, answers, make_private, socket_directory

NAME = "catalogue"
PATIENCE = 60  # seconds; recovery after a crash takes a few
ORPHANS = "pre-existing shared memory block"


class LocalPostgres:
    """The server whose data, socket and log are in `home`."""

    def __init__(self, home: Path) -> None:
        self.home = home.resolve()
        self.directory = self.home / "postgres"
        self.log = self.home / "postgres.log"
        self.sockets = socket_directory(self.home)
        self._child: Popen[str] | None = None
        self._used_with: Path | None = None  # the binaries, while this process uses the server

    @property
    def url(self) -> str:
        # Every byte is escaped, since URL parsers lower the capitals of a host.
        host = "".join(f"%{byte:02x}" for byte in os.fsencode(self.sockets))
        return f"postgresql://{NAME}@{host}:{PORT}/{NAME}"

    @contextmanager
    def in_use(self, binaries: Path) -> Iterator[str]:
        """Yields the URL of the running server; the last of its users to leave stops it."""
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.home / "in-use").open("a") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            try:
                with exclusive(self.home):
                    self.start(binaries)
                self._used_with = binaries
                yield self.url
            finally:
                self._used_with = None
                with suppress(BlockingIOError):
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    self.stop()

    def stop_unless_in_use(self) -> bool:
        if not self.home.exists():
            return False
        with (self.home / "in-use").open("a") as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise LocalError(
                    f"Another ./catalogue uses the database in {self.home}: end that one (Ctrl-C where"
                    " it runs), and the database stops with it."
                ) from None
            return self.stop()

    def start(self, binaries: Path) -> None:
        """Returns once the server accepts connections; starts it if it is not running."""
        if self.is_listening():
            self._await(lambda: self.is_ready() or not self.is_listening(), "get ready")
            if self.is_listening():
                return
        if not (self.directory / "PG_VERSION").exists():
            data_directory.create(self.directory, binaries, NAME)
        data_directory.check_version(self.directory, binaries)
        make_private(self.sockets)
        deadline = time.monotonic() + PATIENCE
        while complaint := self._launch(binaries):
            # Backends of a killed server live on until they notice, after their current work.
            if ORPHANS not in complaint or time.monotonic() > deadline:
                raise LocalError(f"PostgreSQL did not start: {last_error(complaint)} (see {self.log}).")
            time.sleep(0.2)

    def revive(self) -> bool:
        """Restarts the server if it has ended while this process uses it; True if it did."""
        if self._used_with is None or self._process():
            return False
        with exclusive(self.home):
            # Another ./catalogue that uses it may have restarted it first.
            if self.is_listening():
                return False
            self.start(self._used_with)
        return True

    def stop(self) -> bool:
        """Stops the server and waits for it; False if it was not running."""
        process = self._process()
        if process:
            os.kill(process, signal.SIGINT)  # "fast" shutdown: ends the sessions, commits stay
            self._await(lambda: self._process() is None, "stop")
        self._reap()
        with suppress(OSError):
            self.sockets.rmdir()
        return process is not None

    def is_listening(self) -> bool:
        # The pid file may be stale; a socket in a private directory belongs to its server alone.
        return answers(self.sockets)

    def is_ready(self) -> bool:
        return self.is_listening() and self._pid_file()[7:8] == ["ready"]

    def _launch(self, binaries: Path) -> str:
        """Starts the server; returns its error output, or "" once it accepts connections."""
        self._reap()
        self._rewrite_stale_locks()
        with self.log.open("a+b") as log:
            before = log.seek(0, os.SEEK_END)
            child = self._child = spawn(
                [*unprivileged(), binaries / "postgres", "-D", self.directory, *self._options()],
                stdin=DEVNULL,
                stdout=log,
                stderr=log,
                env=server_environment(),
                start_new_session=True,  # a Ctrl-C at the terminal is not meant for the server
            )
            self._await(lambda: child.poll() is not None or self.is_ready(), "get ready")
            if child.returncode is None:
                return ""
            log.seek(before)
            return log.read().decode(errors="replace") or "it gave no reason"

    def _options(self) -> list[str]:
        quoted = str(self.sockets).replace('"', '""')
        settings = {
            "listen_addresses": "",
            "port": PORT,
            "unix_socket_directories": f'"{quoted}"',
            "unix_socket_permissions": "0700",
        }
        return [f"--{name}={value}" for name, value in settings.items()]

    def _reap(self) -> None:
        """Reaps the server if it has ended as a child of this process."""
        if self._child:
            with suppress(TimeoutExpired):
                self._child.wait(timeout=1)

    def _await(self, condition: Callable[[], bool], aim: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > deadline:
                raise LocalError(f"PostgreSQL did not {aim} within {PATIENCE} s: see {self.log}.")
            time.sleep(0.02)

    def _pid_file(self) -> list[str]:
        with suppress(OSError):
            text = (self.directory / "postmaster.pid").read_text()
            return [line.strip() for line in text.splitlines()]
        return []

    def _process(self) -> int | None:
        """Returns the server's pid, never that of another process with the number in a stale pid file."""
        number = next(iter(self._pid_file()), "")
        if not number.isdigit():
            return None
        if not _has_proc():
            return int(number) if self.is_listening() else None
        with suppress(OSError):
            name, *arguments = Path(f"/proc/{number}/cmdline").read_bytes().split(b"\0")
            if name.endswith(b"postgres") and os.fsencode(self.directory) in arguments:
                return int(number)
        return None

    def _rewrite_stale_locks(self) -> None:
        """Rewrites lock files whose pid is no server's but an unrelated process's or a zombie's.

        Deleting them would also disable the check for sessions that outlived a killed server. A server treats
        the pid of its own parent as stale, and makes that check.
        """
        if not _has_proc() or self._process():
            return
        for lock in (self.directory / "postmaster.pid", self.sockets / f"{SOCKET}.lock"):
            with suppress(FileNotFoundError):
                rest = lock.read_text().splitlines()[1:]
                lock.write_text("\n".join([str(os.getpid()), *rest, ""]))


def _has_proc() -> bool:
    return Path("/proc/self").exists()
