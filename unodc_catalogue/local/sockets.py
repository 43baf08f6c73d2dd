"""The socket directory of the private PostgreSQL, which only its owner may enter."""

import hashlib
import os
import socket
import stat
from contextlib import suppress
from pathlib import Path

from unodc_catalogue.local import LocalError

PORT = 5432
SOCKET = f".s.PGSQL.{PORT}"
LONGEST = 103  # bytes of a socket path that every system accepts
SHORT = Path("/tmp")  # noqa: S108  # nosec B108


def socket_directory(home: Path) -> Path:
    inside = home / "socket"
    if len(os.fsencode(inside / SOCKET)) <= LONGEST:
        return inside
    # make_private refuses a directory that another user created under this name.
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    return SHORT / f"catalogue-{os.geteuid()}-{digest}"


def make_private(directory: Path) -> None:
    directory.mkdir(mode=0o700, exist_ok=True)
    found = directory.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise LocalError(f"{directory} belongs to somebody else: have it removed.")
    directory.chmod(0o700)


def answers(directory: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe, suppress(OSError):
        probe.connect(os.fsencode(directory / SOCKET))
        return True
    return False
