"""The environment of manage.py and the web server: settings, a reachable database, the data."""

import os
import secrets
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from unodc_catalogue.local import Command, LocalError, exclusive, execute, say
from unodc_catalogue.local.binaries import find_binaries, without_libpq
from unodc_catalogue.local.postgres import LocalPostgres
from unodc_catalogue.local.venv import LOCKS, PYTHON, ROOT, VENV, fingerprint, is_done, prepare

MANAGE = ROOT / "manage.py"
# Set by the launcher whatever the user's environment contains: this project, over plain HTTP.
FIXED = {"DJANGO_SETTINGS_MODULE": "unodc_catalogue.settings", "CATALOGUE_LOCAL": "1"}


@contextmanager
def prepared(lock: str, data: Path, server: LocalPostgres | None = None) -> Iterator[dict[str, str]]:
    """Installs, starts the private database unless DATABASE_URL names another, and yields the environment.

    A caller that watches the private database passes it as `server`.
    """
    prepare(lock)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    environment = settings(data)
    if "DATABASE_URL" in environment:
        ensure_reachable(environment)
        yield environment
    else:
        with (server or LocalPostgres(data)).in_use(find_binaries(VENV)) as url:
            yield without_libpq(environment) | {"DATABASE_URL": url}


def settings(data: Path) -> dict[str, str]:
    """Returns the user's environment, with defaults for the variables that it leaves unset."""
    defaults = {
        "SECRET_KEY": secret_key(data),
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "STATIC_ROOT": str(data / "static"),
        "SENTENCE_INDEX_DIR": str(data / "sentences"),
    }
    wishes = {name: value for name, value in os.environ.items() if value}
    return defaults | wishes | FIXED


def secret_key(data: Path) -> str:
    """Returns a key of this machine's own, generated once and readable by its owner alone."""
    path = data / "secret-key"
    with exclusive(data):
        if not path.exists():
            with tempfile.NamedTemporaryFile("w", dir=data, delete=False) as new:
                new.write(secrets.token_urlsafe(64))
            Path(new.name).replace(path)
    return path.read_text()


def ensure_reachable(environment: Mapping[str, str]) -> None:
    probe: Command = [PYTHON, "-m", "unodc_catalogue.local.probe"]
    done = execute(probe, cwd=ROOT, env=environment, capture_output=True)
    if done.returncode:
        reason = done.stdout.strip() or f"the probe failed ({done.stderr.strip().splitlines()[-1]})"
        raise LocalError(
            f"The database of DATABASE_URL cannot be reached: {reason}. Start that server"
            " or correct DATABASE_URL; without DATABASE_URL a private PostgreSQL is used."
        )


def fill(environment: Mapping[str, str], data: Path) -> None:
    """Brings the database and the static files up to date."""
    say("Bringing the database up to date…")
    run_manage(environment, "migrate", "--verbosity", "0")
    run_manage(environment, "load_catalogue")
    collect_static(environment, data)


def collect_static(environment: Mapping[str, str], data: Path) -> None:
    stamp, root = data / "static-collected", Path(environment["STATIC_ROOT"])
    mark = static_mark(root)
    if not (root.is_dir() and is_done(stamp, mark)):
        run_manage(environment, "collectstatic", "--noinput", "--verbosity", "0")
        stamp.write_text(mark)


def static_mark(root: Path) -> str:
    """Returns a fingerprint of STATIC_ROOT, the project's static files and the lock file of the packages."""
    files = [path for path in sorted((ROOT / "static").rglob("*")) if path.is_file()]
    names = "\n".join(map(str, [root, *files]))
    contents = (path.read_bytes() for path in [*files, LOCKS / "run.txt"])
    return fingerprint(names.encode(), *contents)


def run_manage(environment: Mapping[str, str], *arguments: str) -> None:
    command: Command = [PYTHON, MANAGE, *arguments]
    # In its own session, so that Ctrl-C ends it without a traceback; its transaction rolls back.
    if execute(command, cwd=ROOT, env=environment, start_new_session=True).returncode:
        raise LocalError(f"manage.py {arguments[0]} failed, for the reason above.")
