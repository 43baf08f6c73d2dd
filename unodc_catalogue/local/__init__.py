"""Helpers shared by the modules of the local default."""

import fcntl
import os
import subprocess  # nosec B404
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

Command = Sequence[str | Path]


class LocalError(Exception):
    """An error and its remedy, in one sentence for the terminal."""


def say(text: str) -> None:
    """Reports progress on stderr, since stdout may go to a file."""
    with suppress(OSError):  # the terminal has closed: no reason to stop work
        print(text, file=sys.stderr, flush=True)


# Every command of the launcher is a list made in its own code, run without a shell: that is what the two
# checkers ask to make sure of.


def execute(command: Command, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, text=True, **options)  # noqa: S603  # nosec B603


def spawn(command: Command, **options: Any) -> subprocess.Popen[str]:
    return subprocess.Popen(command, text=True, **options)  # noqa: S603  # nosec B603


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Holds an exclusive lock on a file or directory; the kernel releases it however the process ends."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another ./catalogue to get ready…")
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
