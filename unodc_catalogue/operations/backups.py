"""Backups of the whole database in PostgreSQL's custom format, each with the digests of its tables beside it.

The digests are taken in the snapshot that pg_dump reads, so that a restored copy must have the same.
"""

import json
import os
from collections.abc import Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from subprocess import CalledProcessError  # nosec B404

import psycopg
from django.db import connection
from psycopg import pq, sql
from psycopg.conninfo import make_conninfo

from unodc_catalogue.local import execute
from unodc_catalogue.local.binaries import find_binaries, without_libpq

SUFFIX = ".dump"
DEBIAN = Path("/usr/lib/postgresql")
KEYWORDS = {option.keyword.decode() for option in pq.Conninfo.get_defaults()}

Digests = dict[str, list]  # [number of rows, sum of their hashes] by table


class BackupError(Exception):
    """The reason, in words, why a backup could not be made, read or restored."""


class Database:
    """A database of the server of DATABASE_URL, as PostgreSQL's own programs reach it."""

    def __init__(self, name: str | None = None):
        # Without STATEMENT_TIMEOUT, which is meant for pages.
        given = {
            key: value
            for key, value in connection.get_connection_params().items()
            if key in KEYWORDS - {"options", "client_encoding"}
        }
        given["dbname"] = name or given["dbname"]
        self.name = given["dbname"]
        self.password = given.pop("password", "")
        self.conninfo = make_conninfo(**given)

    def connect(self, **options) -> psycopg.Connection:
        return psycopg.connect(self.conninfo, password=self.password, **options)

    def run(self, program: str, *arguments: str) -> str:
        """Runs a program of PostgreSQL; the password is in its environment, where other users cannot read it."""
        environment = without_libpq(os.environ) | {"PGPASSWORD": self.password}
        command: list[str | Path] = [self._programs() / program, *arguments]
        try:
            return execute(command, env=environment, capture_output=True, check=True).stdout
        except CalledProcessError as error:
            raise BackupError(f"{program}: {error.stderr.strip()}") from None

    def _programs(self) -> Path:
        """Returns PG_BIN, else Debian's programs of the server's version, else those that are found.

        A newer pg_restore sets parameters that an older server refuses.
        """
        with self.connect() as session:
            own = DEBIAN / str(session.info.server_version // 10_000) / "bin"
        return own if not os.environ.get("PG_BIN") and (own / "pg_restore").is_file() else find_binaries()

    @contextmanager
    def scratch(self):
        """Creates an empty database beside this one, and drops it afterwards."""
        name = f"{self.name}_drill_{os.getpid()}"
        with self.connect(autocommit=True) as session:
            session.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
            try:
                yield Database(name)
            finally:
                session.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def digests(session: psycopg.Connection) -> Digests:
    """Returns the number of rows of each table and a hash of them that does not depend on their order."""
    tables = session.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
    ).fetchall()
    query = "SELECT count(*), coalesce(sum(hashtextextended(row_::text, 0)::numeric), 0)::text FROM {} row_"
    return {
        table: list(session.execute(sql.SQL(query).format(sql.Identifier(table))).fetchone() or ())
        for (table,) in tables
    }


def back_up(path: Path, now: datetime | None = None) -> Path:
    """Writes a backup to a file, or under the name of its time to a directory; returns the file.

    Raises BackupError if pg_dump fails, or if the file lacks a table.
    """
    if path.is_dir():
        path = path / f"catalogue-{now or datetime.now(UTC):%Y%m%dT%H%M%SZ}{SUFFIX}"
    database = Database()
    unfinished = path.with_name(f"{path.name}.unfinished")
    os.close(
        os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    )  # it has the hashes of passwords
    try:
        with database.connect() as session:
            session.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            ((snapshot,),) = session.execute("SELECT pg_export_snapshot()").fetchall()
            database.run(
                "pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}",
                f"--file={unfinished}", f"--dbname={database.conninfo}",
            )  # fmt: skip
            found = digests(session)
        _ensure_complete(database, unfinished, found)
        _digests_of(path).write_text(json.dumps(found, indent=1), encoding="utf-8")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return path


def _ensure_complete(database: Database, path: Path, expected: Mapping[str, list]):
    listed = database.run("pg_restore", "--list", str(path))
    missing = [table for table in expected if f" TABLE DATA public {table} " not in listed]
    if missing:
        raise BackupError(f"{path} lacks {', '.join(missing)}.")


def _digests_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def rotate(directory: Path, keep: int) -> list[Path]:
    """Deletes all backups of a directory but the newest `keep`; returns those deleted."""
    outdated = sorted(directory.glob(f"catalogue-*{SUFFIX}"))[:-keep]
    for path in outdated:
        path.unlink()
        _digests_of(path).unlink(missing_ok=True)
    return outdated


def newest(path: Path) -> Path:
    """Returns a backup itself, or the newest of a directory; raises BackupError if there is none."""
    found = sorted(path.glob(f"catalogue-*{SUFFIX}"))[-1:] if path.is_dir() else [path]
    if not found or not found[0].is_file():
        raise BackupError(f"{path} is no backup and has none.")
    return found[0]


def is_empty(database: Database) -> bool:
    with database.connect() as session:
        return not digests(session)


def restore(path: Path, database: Database) -> None:
    """Replaces the contents of a database by those of a backup, all or nothing."""
    database.run(
        "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error",
        f"--dbname={database.conninfo}", str(path),
    )  # fmt: skip


def drill(path: Path) -> tuple[list[str], list[str]]:
    """Restores a backup beside the database and returns the tables that were not restored as they were backed up,
    and those that have changed in the database since.
    """
    source = Database()
    expected = json.loads(_digests_of(path).read_text(encoding="utf-8"))
    with source.scratch() as scratch:
        restore(path, scratch)
        with scratch.connect() as session:
            restored = digests(session)
    with source.connect() as session:
        present = digests(session)
    return _differing(expected, restored), _differing(restored, present)


def _differing(one: Digests, other: Digests) -> list[str]:
    return sorted(table for table in one.keys() | other.keys() if one.get(table) != other.get(table))
