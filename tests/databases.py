"""The server of the tests: its databases, and its URL for processes of their own."""

from contextlib import suppress
from functools import cache
from hashlib import sha256
from urllib.parse import quote

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

# A database with the curated catalogue is made anew when one of these has changed.
MADE_OF = (
    "fixtures",
    "activities/migrations",
    "activities/language",
    "activities/search/lexemes.py",
    "activities/search/vectors.py",
    "activities/search/indexing.py",
    "activities/search/meaning/stored.py",
    "unodc_catalogue/locale",  # the names of kinds are found too
)


def name_after_its_contents(kind=""):
    """Names the test database after what it is made of, so that an existing one can be used again."""
    connection.settings_dict["TEST"]["NAME"] = f"{_stem()}{_digest()}{kind}"


def drop_outdated():
    """Drops the databases of earlier contents, but for those that another run is using."""
    with psycopg.connect(address("postgres"), autocommit=True) as server:
        found = server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [_stem()])
        for (name,) in found.fetchall():
            if not name.startswith(f"{_stem()}{_digest()}"):
                with suppress(psycopg.errors.ObjectInUse, psycopg.errors.InvalidCatalogName):
                    server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


@cache  # Django gives the settings the name of the test database later
def _stem():
    return f"test_{settings.DATABASES['default']['NAME']}_"


@cache
def _digest():
    digest = sha256()
    for place in MADE_OF:
        root = settings.BASE_DIR / place
        for path in sorted(root.rglob("*") if root.is_dir() else [root]):
            if path.suffix in {".py", ".yaml", ".po"}:
                digest.update(str(path.relative_to(settings.BASE_DIR)).encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def address(name):
    """The URL of a database on the server of the tests."""
    given = connection.get_connection_params()
    user, host, port = (str(given.get(key) or "") for key in ("user", "host", "port"))
    password = f":{quote(given['password'], safe='')}" if given.get("password") else ""
    # The host may be the folder of a socket.
    place = f"{quote(host, safe='')}:{port}" if port else quote(host, safe="")
    return f"postgres://{user}{password}@{place}/{name}"
