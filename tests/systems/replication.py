"""A primary and its replicas, by PostgreSQL's own streaming replication."""

import subprocess
import time
from contextlib import ExitStack, contextmanager
from urllib.parse import quote

from tests.systems.postgres import OwnPostgres
from unodc_catalogue.local.binaries import unprivileged
from unodc_catalogue.local.postgres import NAME, LocalPostgres
from unodc_catalogue.local.sockets import PORT

PATIENCE = 60  # seconds
VERSION = "SELECT number FROM activities_catalogueversion"


class StandbyPostgres(LocalPostgres):
    def is_ready(self):
        return self.is_listening() and self._pid_file()[7:8] in (["ready"], ["standby"])


class Replica(OwnPostgres):
    """A copy of a primary that follows whichever of these servers may be written to."""

    def __init__(self, home, primary):
        super().__init__(home)
        self.server = StandbyPostgres(home)
        self.server.home.mkdir(parents=True, exist_ok=True)
        copy = [primary.binaries / "pg_basebackup", f"--dbname={primary.url}", "--checkpoint=fast"]
        target = [f"--pgdata={self.server.directory}", "--write-recovery-conf"]
        subprocess.run([*unprivileged(), *copy, *target], check=True, capture_output=True, cwd="/")

    def follow(self, servers):
        hosts = ",".join(str(one.server.sockets) for one in servers)
        conninfo = f"user={NAME} host={hosts} port={PORT} target_session_attrs=read-write"
        with (self.server.directory / "postgresql.auto.conf").open("a") as options:
            options.write(f"primary_conninfo = '{conninfo}'\nwal_retrieve_retry_interval = 500ms\n")

    def pause(self):
        self._execute("SELECT pg_wal_replay_pause()")

    def resume(self):
        self._execute("SELECT pg_wal_replay_resume()")

    def promote(self):
        self._execute("SELECT pg_promote()")

    def _execute(self, statement):
        with self.connect() as session:
            return session.execute(statement).fetchone()[0]


class Cluster:
    """A primary and two replicas; the first of them is the one to promote."""

    def __init__(self, primary, home):
        self.primary = primary
        with primary.connect() as session:
            session.execute("ALTER SYSTEM SET wal_keep_size = '256MB'")
            session.execute("SELECT pg_reload_conf()")
        self.replicas = [Replica(home / f"replica{number}", primary) for number in (1, 2)]
        for number, replica in enumerate(self.replicas):
            replica.follow([primary, *(one for one in self.replicas[:1] if number)])

    @contextmanager
    def running(self):
        with ExitStack() as started:
            for replica in self.replicas:
                replica.start()
                started.callback(replica.stop)
            yield self

    @property
    def environment(self):
        """The settings of a web process: the primary is whichever of two may be written to."""
        both = (self.primary, self.replicas[0])
        hosts = quote(",".join(str(one.server.sockets) for one in both), safe="")
        writable = f"?host={hosts}&port={PORT}&target_session_attrs=read-write"
        return {
            "DATABASE_URL": f"postgres://{NAME}@/{NAME}{writable}",
            "REPLICA_URLS": ", ".join(replica.url for replica in self.replicas),
        }

    def wait_for(self, replica, source=None):
        """Waits until a replica has everything that another server has."""
        number, end = version(source or self.primary), time.monotonic() + PATIENCE
        while version(replica) < number:
            assert time.monotonic() < end, replica.server.log.read_text()[-2000:]
            time.sleep(0.1)


def version(server):
    with server.connect() as session:
        return session.execute(VERSION).fetchone()[0]
