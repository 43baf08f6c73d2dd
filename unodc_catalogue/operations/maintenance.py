"""The page that a proxy serves in place of the catalogue, public pages and admin, while it is there.

The samples of nginx and Caddy in deploy/ look for it at each request: nothing is reloaded.
"""

import json
import os
from http import HTTPStatus
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from unodc_catalogue.problems import details

PAGE, PROBLEM = "maintenance.html", "maintenance.json"
TITLE = "Maintenance"
DETAIL = "Le catalogue revient dans quelques minutes. / The catalogue will be back in a few minutes."


def is_on() -> bool:
    return (settings.MAINTENANCE_DIR / PAGE).exists()


def begin() -> None:
    """Writes the page, last of all: a proxy that sees it finds the other file."""
    problem = details(HTTPStatus.SERVICE_UNAVAILABLE, TITLE, DETAIL)
    _write(settings.MAINTENANCE_DIR / PROBLEM, json.dumps(problem, ensure_ascii=False))
    _write(settings.MAINTENANCE_DIR / PAGE, (settings.BASE_DIR / "deploy" / PAGE).read_text(encoding="utf-8"))


def end() -> None:
    for name in (PAGE, PROBLEM):
        (settings.MAINTENANCE_DIR / name).unlink(missing_ok=True)


def _write(path: Path, text: str) -> None:
    """Replaces a file at once by one that the account of the proxy may read."""
    with NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as unfinished:
        unfinished.write(text)
        os.fchmod(unfinished.fileno(), 0o644)
    Path(unfinished.name).replace(path)
