"""Prints in one line, without the password, why DATABASE_URL does not lead to a database."""

import os
import sys
from collections.abc import Mapping
from typing import Any

import dj_database_url
import psycopg
from psycopg.conninfo import make_conninfo

TIMEOUT = 5  # seconds


def complaint(url: str) -> str:
    try:
        parts: Mapping[str, Any] = dict(dj_database_url.parse(url))
    except ValueError:
        # The parser's own message may quote a part of the password.
        return "it is not of the form postgres://user:password@host:port/name"
    if not parts["ENGINE"].endswith(("postgresql", "postgis")):
        return "it does not name a PostgreSQL database"
    try:
        psycopg.connect(conninfo(parts)).close()
    except psycopg.Error as error:
        return str(error).strip().splitlines()[0]
    return ""


def conninfo(parts: Mapping[str, Any]) -> str:
    """Returns the libpq connection string of Django's settings, with a timeout."""
    known = {option.keyword.decode() for option in psycopg.pq.Conninfo.get_defaults()}
    options = {key: value for key, value in parts.get("OPTIONS", {}).items() if key in known}
    named = {key: parts[key.upper()] for key in ("user", "password", "host", "port")}
    given = {key: value for key, value in {"dbname": parts["NAME"], **named}.items() if value}
    return make_conninfo(**options | given | {"connect_timeout": TIMEOUT})


if __name__ == "__main__":
    if found := complaint(os.environ["DATABASE_URL"]):
        print(found)
        sys.exit(1)
