"""The servers that are compared, each granian with two processes above the database of a corpus."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.systems.server import Server
from unodc_catalogue.local.web import CONNECTIONS, WORKERS

THREADS = 8  # of a process, for those that have no queue of their own
NO_LIMITS = {
    "API_RATE": "",
    "API_FILE_RATE": "",
    "TEXT_RATE": "",
    "STATEMENT_TIMEOUT": "0",
    "LOG_REQUESTS": "0",
}
OURS, CACHED, PLAIN, BARE = "ours", "cached", "plain", "bare"
APPLICATIONS = {
    PLAIN: "tests.benchmark.http.plain_site:application",
    BARE: "tests.benchmark.http.bare:application",
}


@contextmanager
def started(url: str) -> Iterator[dict[str, Server]]:
    """Starts ours, the same with cached pages, the plain way and the bare page."""
    with ExitStack() as stack:
        yield {
            OURS: stack.enter_context(_ours(url, PAGE_CACHE_BYTES="0")),
            CACHED: stack.enter_context(_ours(url)),
            **{
                name: stack.enter_context(
                    Server(url, threads=THREADS, workers=WORKERS, application=application, **NO_LIMITS)
                )
                for name, application in APPLICATIONS.items()
            },
        }


def _ours(url, **environment):
    options = ["--http=1", f"--backpressure={CONNECTIONS}"]
    return Server(url, threads=CONNECTIONS, workers=WORKERS, options=options, **NO_LIMITS, **environment)


def megabytes(server: Server) -> list[float]:
    """Returns the resident memory of each worker of a server."""
    pid = server.process.pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    pages = (int(Path(f"/proc/{child}/statm").read_text().split()[1]) for child in children)
    return [number * 4096 / 2**20 for number in pages]
