"""The checks of the code, fastest first."""

import secrets
import shlex
from collections.abc import Collection, Mapping, Sequence

from unodc_catalogue.local import execute, say
from unodc_catalogue.local.venv import PYTHON, ROOT

IMPORT_LINTER = "from importlinter.cli import lint_imports_command; lint_imports_command()"
CHECKS = (
    ("-m", "ruff", "format", "--check", "."),
    ("-m", "ruff", "check", "."),
    ("-m", "djlint", "--lint", "templates"),
    ("-c", IMPORT_LINTER, "--no-logo"),
    ("-m", "mypy"),
    ("-m", "bandit", "-q", "-c", "pyproject.toml", "-r", "unodc_catalogue", "activities"),
    ("manage.py", "makemigrations", "--check", "--dry-run"),
    ("manage.py", "check", "--deploy", "--fail-level", "WARNING"),
)
# Tests that load the whole machine are a group: one after another, in one of the processes.
PARALLEL = ("-n", "auto", "--dist", "loadgroup")
# The tests that pytest deselects (pyproject.toml) unless requested, by their markers.
TIERS = {"browser": "those in a real browser as well (Chromium)", "systems": "those of real servers as well"}


def selection(chosen: Collection[str]) -> tuple[str, ...]:
    """Returns pytest's options that add the chosen tiers to the tests which always run."""
    if not chosen:
        return ()
    return ("-m", " and ".join(f"not {tier}" for tier in TIERS if tier not in chosen))


def run_all(steps: Sequence[Sequence[str]], environment: Mapping[str, str]) -> int:
    """Runs every step even if earlier ones fail, lists the failed ones, and returns the exit status."""
    failed = [name for step in steps for name in [_name(step)] if not _passes(step, name, environment)]
    if failed:
        say("\nFailed:\n" + "\n".join(f"  {name}" for name in failed))
    return 1 if failed else 0


def _passes(step: Sequence[str], name: str, environment: Mapping[str, str]) -> bool:
    say(f"── {name}")
    if "--deploy" in step:
        environment = as_in_production(environment)
    return execute([PYTHON, *step], cwd=ROOT, env=environment).returncode == 0


def _name(step: Sequence[str]) -> str:
    return "lint-imports" if IMPORT_LINTER in step else shlex.join(step).removeprefix("-m ")


def as_in_production(environment: Mapping[str, str]) -> dict[str, str]:
    others = {name: value for name, value in environment.items() if name != "CATALOGUE_LOCAL"}
    return others | {"SECRET_KEY": secrets.token_urlsafe(48), "ALLOWED_HOSTS": "example.org"}
