"""Asks a server as fast as it answers, by wrk, whose own cost is small beside that of any page."""

import json
import shutil
import subprocess  # nosec B404
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypedDict

from django.core.management.base import CommandError

SCRIPT = Path(__file__).parent / "asking.lua"


class Measured(TypedDict):
    requests: int
    seconds: float
    p50: float
    p99: float
    errors: int


class Addresses:
    """The addresses of a class, asked for in turn: each call of `ask` begins where the last one ended."""

    def __init__(self, lines: list[str], folder: Path):
        self.number, self.next = len(lines), 0
        with (folder / f"{len(list(folder.iterdir()))}.txt").open("w", encoding="utf-8") as file:
            file.write("".join(f"{line}\n" for line in lines))
        self.path = file.name

    @property
    def are_used_up(self) -> bool:
        return self.next >= self.number


def ensure_wrk() -> str:
    if not (found := shutil.which("wrk")):
        raise CommandError("It needs wrk in the path: on Debian, apt-get install wrk.")
    return found


def ask(url: str, addresses: Addresses, connections: int, seconds: int) -> Measured:
    command = [
        ensure_wrk(), "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", str(SCRIPT), url,
        "--", addresses.path, str(addresses.next % addresses.number),
    ]  # fmt: skip
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  # nosec B603
    measured: Measured = json.loads(done.stdout.strip().rpartition("\n")[2])
    addresses.next += measured["requests"]
    return measured


def folder() -> TemporaryDirectory:
    return TemporaryDirectory(prefix="addresses-")
