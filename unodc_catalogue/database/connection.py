"""Settings of the connection to the database, from DATABASE_URL."""

import dj_database_url

from ..variables import flag, required, whole

DEFAULT = dj_database_url.parse(
    required(
        "DATABASE_URL",
        help="Give it the form postgres://user:password@host:port/name.",
        example="postgres://catalogue:PASSWORD@127.0.0.1:5432/catalogue",
    ),
    engine="unodc_catalogue.database",
    conn_max_age=None,  # each thread reuses its connection
    conn_health_checks=True,  # checked before its first use in a request
    # Each transaction may have another connection of the pool, on which no cursor of an earlier one exists.
    disable_server_side_cursors=flag(
        "TRANSACTION_POOLING",
        help="1 where the database is reached through PgBouncer or another pool of transactions; long files then"
        " take more memory.",
    ),
)
# No page needs seconds; a query that does is a mistake or an attack.
STATEMENT_TIMEOUT = whole(
    "STATEMENT_TIMEOUT",
    10_000,
    help="How long a query of a page may take, in milliseconds; 0 for no limit, as for commands.",
)
DEFAULT["OPTIONS"] = {
    # An unresponsive host is given up within seconds, however it fails.
    "connect_timeout": 2,
    "keepalives_idle": 30,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 3000,
    **DEFAULT.get("OPTIONS", {}),
    "options": f"-c statement_timeout={STATEMENT_TIMEOUT}",
}
