"""Settings of the connections to the databases: DATABASE_URL, READER_URL and REPLICA_URLS."""

import os
import re

import dj_database_url
from django.db import DEFAULT_DB_ALIAS

from ..variables import required

OPTIONS = {
    # An unresponsive host is given up within seconds, however it fails.
    "connect_timeout": 2,
    "keepalives_idle": 30,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 3000,
}
# No page needs seconds; a query that does is a mistake or an attack. In milliseconds, 0 for none.
TIMEOUT = f"-c statement_timeout={int(os.environ.get('STATEMENT_TIMEOUT', '10000'))}"
READ_ONLY = f"{TIMEOUT} -c default_transaction_read_only=on"


def parsed(url, options=TIMEOUT):
    found = dj_database_url.parse(
        url,
        engine="unodc_catalogue.database",
        conn_max_age=None,  # each thread reuses its connection
        conn_health_checks=True,  # checked before its first use in a request
        # Each transaction may have another connection of the pool, on which no cursor of an earlier one exists.
        disable_server_side_cursors=os.environ.get("TRANSACTION_POOLING") == "1",
    )
    return found | {"OPTIONS": OPTIONS | found.get("OPTIONS", {}) | {"options": options}}


def read_only(url):
    """Returns the settings of a connection that public pages alone use; tests have the one database."""
    return parsed(url, READ_ONLY) | {"TEST": {"MIRROR": DEFAULT_DB_ALIAS}}


def urls(text):
    """Returns URLs that commas or spaces separate; other commas stand between the hosts of one URL."""
    return [url for url in re.split(r"[\s,]+(?=\w+://)", text.strip(", \n")) if url]


PRIMARY = required("DATABASE_URL", "Give it the form postgres://user:password@host:port/name.")
READER = os.environ.get("READER_URL", "").strip()
# Other commas stand between the hosts of one URL.
REPLICAS = [
    url for url in re.split(r"[\s,]+(?=\w+://)", os.environ.get("REPLICA_URLS", "").strip(", \n")) if url
]

# The aliases of the servers that public pages are read from.
READ_FROM_PRIMARY = "reader" if READER else DEFAULT_DB_ALIAS
READ_FROM_REPLICAS = tuple(f"replica{number}" for number in range(1, 1 + len(REPLICAS)))

DATABASES = {
    DEFAULT_DB_ALIAS: parsed(PRIMARY),
    **({READ_FROM_PRIMARY: read_only(READER)} if READER else {}),
    **dict(zip(READ_FROM_REPLICAS, map(read_only, REPLICAS), strict=True)),
}
