"""The server of the tests, for processes of their own."""

from urllib.parse import quote

from django.db import connection


def address(name):
    """The URL of a database on the server of the tests."""
    given = connection.get_connection_params()
    user, host, port = (str(given.get(key) or "") for key in ("user", "host", "port"))
    password = f":{quote(given['password'], safe='')}" if given.get("password") else ""
    # The host may be the folder of a socket.
    place = f"{quote(host, safe='')}:{port}" if port else quote(host, safe="")
    return f"postgres://{user}{password}@{place}/{name}"
