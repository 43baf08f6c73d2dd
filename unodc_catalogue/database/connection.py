"""Settings of the connection to the database, from DATABASE_URL."""

import os

import dj_database_url

from ..variables import required

DEFAULT = dj_database_url.parse(
    required("DATABASE_URL", "Give it the form postgres://user:password@host:port/name."),
    engine="unodc_catalogue.database",
    conn_max_age=None,  # each thread reuses its connection
    conn_health_checks=True,  # checked before its first use in a request
    # Each transaction may have another connection of the pool, on which no cursor of an earlier one exists.
    disable_server_side_cursors=os.environ.get("TRANSACTION_POOLING") == "1",
)
DEFAULT["OPTIONS"] = {
    # An unresponsive host is given up within seconds, however it fails.
    "connect_timeout": 2,
    "keepalives_idle": 30,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 3000,
    **DEFAULT.get("OPTIONS", {}),
    # No page needs seconds; a query that does is a mistake or an attack. In milliseconds, 0 for none.
    "options": f"-c statement_timeout={int(os.environ.get('STATEMENT_TIMEOUT', '10000'))}",
}
