"""The data directory of the private PostgreSQL: created whole, and of one major version."""

import os
import re
import sys
import tempfile
from pathlib import Path
from shutil import rmtree

from unodc_catalogue.local import Command, LocalError, execute
from unodc_catalogue.local.binaries import major_version, unprivileged, without_libpq


def create(directory: Path, binaries: Path, name: str) -> None:
    """Initializes the directory, with a superuser and a database of this name.

    It is made under a temporary name and renamed into place, so that it is never there by half.
    """
    if directory.exists() and any(directory.iterdir()):
        raise LocalError(
            f"{directory} holds something else than PostgreSQL's data: move it away, or choose"
            " another directory with --data."
        )
    home = directory.parent
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    for leftover in home.glob("initdb-*"):
        rmtree(leftover, ignore_errors=True)
    # Collation C: the same order on every machine. A UTF-8 ctype: É is a capital é.
    ctype = "C.UTF-8" if sys.platform == "linux" else "C"
    options = ["--encoding=UTF8", "--locale=C", f"--lc-ctype={ctype}", f"--username={name}"]
    with tempfile.TemporaryDirectory(prefix="initdb-", dir=home) as scratch:
        new = Path(scratch) / "postgres"
        trust = ["--auth-local=trust", "--auth-host=reject"]
        _run([binaries / "initdb", "-D", new, *options, *trust])
        single: Command = [binaries / "postgres", "--single", "-D", new, "-c", "exit_on_error=on"]
        _run([*single, "postgres"], f"CREATE DATABASE {name}\n")
        new.rename(directory)


def check_version(directory: Path, binaries: Path) -> None:
    """Raises LocalError if the data belong to another major version than the binaries."""
    theirs = (directory / "PG_VERSION").read_text().strip()
    ours = major_version(binaries)
    if theirs != ours:
        raise LocalError(
            f"The data in {directory} belong to PostgreSQL {theirs}, but {binaries} holds"
            f" PostgreSQL {ours}: set PG_BIN to the bin directory of PostgreSQL {theirs}, move the"
            " data away, or choose another directory with --data."
        )


def _run(command: Command, text: str = "") -> None:
    done = execute([*unprivileged(), *command], input=text, capture_output=True, env=server_environment())
    if done.returncode:
        raise LocalError(f"PostgreSQL could not make its data directory: {last_error(done.stderr)}.")


def server_environment() -> dict[str, str]:
    return without_libpq(os.environ) | {"LC_ALL": "C"}


def last_error(output: str) -> str:
    """Returns the last line of a program's output that names an error, or else its last line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if re.search("FATAL|ERROR|error:", line)]
    return (errors or lines or ["it gave no reason"])[-1]
