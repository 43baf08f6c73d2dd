"""The project's own Python environment, installed from the hashed lock files."""

import os
import sys
import venv
from hashlib import sha256
from pathlib import Path
from subprocess import CalledProcessError  # nosec B404

from unodc_catalogue.local import Command, LocalError, exclusive, execute, say

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = ROOT / "requirements"
LOCALE = ROOT / "unodc_catalogue" / "locale"


def prepare(lock: str) -> None:
    """Installs requirements/<lock>.txt and compiles the messages, unless that is done already."""
    with exclusive(LOCKS):
        _install(lock)
        _compile_messages()


def fingerprint(*parts: bytes) -> str:
    return sha256(b"".join(sha256(part).digest() for part in parts)).hexdigest()


def is_done(stamp: Path, mark: str) -> bool:
    return stamp.exists() and stamp.read_text() == mark


def _install(lock: str) -> None:
    stamp = VENV / "installed"
    # The test lock contains the other one.
    if any(is_done(stamp, _mark(name)) for name in (lock, "test")):
        return
    say(f"Installing requirements/{lock}.txt: a minute the first time…")
    # An unfinished environment, or one of a Python that the system has replaced, is created anew.
    usable = stamp.exists() and stamp.read_text().startswith(f"{_python()}\n")
    installer = pip()
    try:
        builder = venv.EnvBuilder(symlinks=True, clear=not usable, with_pip=installer[0] == str(PYTHON))
        builder.create(VENV)
    except CalledProcessError as error:
        raise LocalError(f"Python could not put pip into {VENV}: {error}.") from error
    except (ValueError, NotADirectoryError) as error:  # it is a link or a file
        raise LocalError(f"{VENV} cannot be Python's environment: remove it and run this again.") from error
    _pip_install([*installer, "install", "--require-hashes", "-r", str(LOCKS / f"{lock}.txt")])
    stamp.write_text(_mark(lock))


def _mark(lock: str) -> str:
    return f"{_python()}\n{fingerprint((LOCKS / f'{lock}.txt').read_bytes())}"


def _python() -> str:
    return str(PYTHON.resolve()) if PYTHON.exists() else "none"


def pip() -> list[str]:
    """Returns the pip command: one from outside, as Debian may lack ensurepip; else the venv's own."""
    for python in dict.fromkeys((sys.executable, getattr(sys, "_base_executable", sys.executable))):
        if _succeeds(python, "-m", "pip", "--version"):
            return [python, "-m", "pip", "--python", str(PYTHON)]
    if _succeeds(sys.executable, "-c", "import ensurepip"):
        return [str(PYTHON), "-m", "pip"]
    raise LocalError(
        f"There is no pip for {sys.executable}: install one (Debian: apt install python3-pip) and run"
        " this again."
    )


def _succeeds(*command: str) -> bool:
    return execute(command, capture_output=True).returncode == 0


def _pip_install(command: list[str]) -> None:
    quietly = os.environ | {"PIP_USER": "0", "PIP_QUIET": "1", "PIP_RETRIES": "2"}
    done = execute(command, env=quietly, capture_output=True)
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["it gave no reason"]
        reason = next((line for line in lines if line.startswith("ERROR")), lines[-1])
        raise LocalError(
            f"pip could not install {command[-1]} ({reason.strip()}): make sure that this machine"
            " reaches the network and run this again; what was there is kept."
        )


def _compile_messages() -> None:
    sources = sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))
    stamp, mark = VENV / "messages", fingerprint(*(source.read_bytes() for source in sources))
    compiled = all(source.with_suffix(".mo").exists() for source in sources)
    if compiled and (not sources or is_done(stamp, mark)):
        return
    command: Command = [PYTHON, "-m", "babel.messages.frontend", "-q", "compile", "--domain", "django"]
    done = execute([*command, "--directory", LOCALE], capture_output=True)
    if done.returncode:
        raise LocalError(f"The messages in {LOCALE} do not compile: {done.stderr.strip()}")
    stamp.write_text(mark)
