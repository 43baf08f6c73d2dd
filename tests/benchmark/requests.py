"""A request as a server makes it."""

import io
from collections.abc import Iterator


def ask(handler, path: str, query: str) -> Iterator[bytes]:
    """The parts of the answer, as they come. Raises RuntimeError for any status but 200."""
    status: list[str] = []

    def start_response(line, headers, error=None):
        status.append(line)
        return lambda data: None

    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "localhost",
        "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.input": io.BytesIO(),
        "wsgi.url_scheme": "http", "HTTP_HOST": "localhost",
    }  # fmt: skip
    response = handler(environ, start_response)
    if not status[0].startswith("200"):
        raise RuntimeError(f"{path}?{query}: {status[0]}")
    yield from response
    response.close()
