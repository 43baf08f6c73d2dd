"""Settings of the connections to the databases: DATABASE_URL, READER_URL and REPLICA_URLS."""

import re

import dj_database_url
from django.db import DEFAULT_DB_ALIAS

from ..variables import flag, required, text, whole

# Each transaction may have another connection of the pool, on which no cursor of an earlier one exists.
POOLING = flag(
    "TRANSACTION_POOLING",
    help="1 where the database is reached through PgBouncer or another pool of transactions; long files then"
    " take more memory.",
)
# No page needs seconds; a query that does is a mistake or an attack.
STATEMENT_TIMEOUT = whole(
    "STATEMENT_TIMEOUT",
    10_000,
    help="How long a query of a page may take, in milliseconds; 0 for no limit, as for commands.",
)
OPTIONS = {
    # An unresponsive host is given up within seconds, however it fails.
    "connect_timeout": 2,
    "keepalives_idle": 30,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 3000,
}
TIMEOUT = f"-c statement_timeout={STATEMENT_TIMEOUT}"
READ_ONLY = f"{TIMEOUT} -c default_transaction_read_only=on"


def parsed(url, options=TIMEOUT):
    found = dj_database_url.parse(
        url,
        engine="unodc_catalogue.database",
        conn_max_age=None,  # each thread reuses its connection
        conn_health_checks=True,  # checked before its first use in a request
        disable_server_side_cursors=POOLING,
    )
    return found | {"OPTIONS": OPTIONS | found.get("OPTIONS", {}) | {"options": options}}


def read_only(url):
    """Returns the settings of a connection that public pages alone use; tests have the one database."""
    return parsed(url, READ_ONLY) | {"TEST": {"MIRROR": DEFAULT_DB_ALIAS}}


def urls(listed):
    """Returns URLs that commas or spaces separate; other commas stand between the hosts of one URL."""
    return [url for url in re.split(r"[\s,]+(?=\w+://)", listed.strip(", \n")) if url]


PRIMARY = required(
    "DATABASE_URL",
    help="Give it the form postgres://user:password@host:port/name.",
    example="postgres://catalogue:PASSWORD@127.0.0.1:5432/catalogue",
)
READER = text(
    "READER_URL",
    help="The same database by a role that may read what public pages show, and nothing else.",
).strip()
REPLICAS = urls(
    text(
        "REPLICA_URLS",
        help="The URLs of its replicas, separated by commas, from which public pages are then read.",
    )
)

# The aliases of the servers that public pages are read from.
READ_FROM_PRIMARY = "reader" if READER else DEFAULT_DB_ALIAS
READ_FROM_REPLICAS = tuple(f"replica{number}" for number in range(1, 1 + len(REPLICAS)))

DATABASES = {
    DEFAULT_DB_ALIAS: parsed(PRIMARY),
    **({READ_FROM_PRIMARY: read_only(READER)} if READER else {}),
    **dict(zip(READ_FROM_REPLICAS, map(read_only, REPLICAS), strict=True)),
}
