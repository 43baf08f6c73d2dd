"""Limits how many requests a process works on at once and how long the others wait.

The server has a thread for each connection, so that a request arrives here at once instead of waiting in the
server's queue, which has no limit. Those threads only wait: the work is done by a few others, each with its
database connection.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from queue import Empty, Full, Queue
from threading import BoundedSemaphore, Event

from django.conf import settings
from django.db import InterfaceError, OperationalError

from .database.routing import may_read_elsewhere
from .middleware import ADMIN
from .reading import SAFE
from .refusals import refuse

BUSY = "unodc_catalogue.busy"  # environ key of a request that found no worker in time
READING = "unodc_catalogue.reading"  # environ key: an Event set when an abandoned body has been read
WHOLE = 2 * 2**20  # bytes of a response that is passed to the server at once
LAST = 14  # seconds after which a page is abandoned even if a worker has begun it
AHEAD = 4  # buffered parts of a longer response
FILE_PATIENCE = 3  # seconds that a long response waits for others to be sent
STALLED = 30  # seconds after which a response that the client does not read is broken off


def is_page(environ) -> bool:
    """True for requests that may be abandoned: neither a file, which may be slow to begin, nor the admin."""
    path = environ["PATH_INFO"]
    return not path.startswith(ADMIN) and "." not in path.rpartition("/")[2]


class Overloaded(Exception):  # noqa: N818  # not an error of ours
    """No place became free in time: leads to a 503."""


class Places:
    """Admits `inside` threads at once and lets `waiting` more wait; raises Overloaded for any other."""

    def __init__(self, inside, waiting):
        self.inside, self.admitted = BoundedSemaphore(inside), BoundedSemaphore(inside + waiting)

    @contextmanager
    def admit(self, timeout=None):
        if not self.admitted.acquire(blocking=False):
            raise Overloaded
        try:
            if not self.inside.acquire(timeout=timeout):
                raise Overloaded
            try:
                yield
            finally:
                self.inside.release()
        finally:
            self.admitted.release()


class LoadMiddleware:
    """Answers 503 to a request that found no worker in time, or whose view raised Overloaded."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return busy(request) if BUSY in request.META else self.get_response(request)

    def process_exception(self, request, exception):
        return busy(request) if isinstance(exception, Overloaded) else None


def busy(request):
    return refuse(request, 503, wait=settings.QUEUE_PATIENCE)


class Workers:
    """A WSGI application whose requests are handled by WORKERS threads, in the order of arrival.

    A request not begun within QUEUE_PATIENCE seconds is answered 503. Long responses occupy at most half of
    the threads, so that clients who do not read them leave the others free.
    """

    def __init__(self, application):
        self.application = application
        self.threads = ThreadPoolExecutor(settings.WORKERS, "worker")
        self.long_answers = Places(settings.WORKERS // 4, settings.WORKERS // 4)

    def __call__(self, environ, start_response):
        answer = Answer()
        job = self.threads.submit(self._work, environ, answer)
        if not answer.begun.wait(settings.QUEUE_PATIENCE) and not job.cancel():
            answer.begun.wait(LAST - settings.QUEUE_PATIENCE if is_page(environ) else None)
        if not answer.begun.is_set():
            answer.close()
            return self.application({**environ, BUSY: True}, start_response)
        if answer.head is None:
            raise answer.error
        start_response(*answer.head)
        parts = answer if answer.parts or answer.error else answer.ahead
        return _until_body_is_read(parts, environ[READING]) if READING in environ else parts

    def _work(self, environ, answer, is_retry=False):
        try:
            with closing(self.application(environ, answer.start)) as response:
                parts = iter(response)
                if answer.is_read_whole(parts):
                    return
                with self.long_answers.admit(FILE_PATIENCE):
                    answer.send(parts)
        except Overloaded:
            self._work({**environ, BUSY: True}, answer)
        except (OperationalError, InterfaceError) as error:
            # In the body of a file, since views have answered theirs; nothing of it is sent yet.
            if is_retry or environ["REQUEST_METHOD"] not in SAFE:
                answer.fail(error)
            else:
                may_read_elsewhere()
                self._work(environ, answer, is_retry=True)
        except Exception as error:
            answer.fail(error)
        finally:
            answer.begun.set()


def _until_body_is_read(parts, finished):
    """Yields the parts, then waits until the abandoned body has been read.

    granian drops the rest of a body when the application returns. If a thread is still reading it, granian
    waits for that thread while holding the GIL, and the whole process hangs.
    """
    try:
        yield from parts
    finally:
        finished.wait()


class Answer:
    """Passes a response from its worker to the thread that sends it: whole, or part by part.

    `begun` is set when `head`, the status and headers, can be sent.
    """

    def __init__(self):
        self.begun, self.gone = Event(), False
        self.head, self.ahead = None, []
        self.parts: Queue[bytes | None] | None = None
        self.error: Exception | None = None

    # Called by the worker

    def start(self, status, headers, exc_info=None):
        self.head, self.ahead = (status, headers), []

    def is_read_whole(self, parts) -> bool:
        size = 0
        for part in parts:
            self.ahead.append(part)
            size += len(part)
            if size > WHOLE:
                return False
        return True

    def send(self, parts):
        self.parts = Queue(AHEAD)
        self.begun.set()
        try:
            for part in parts:
                self.parts.put(part, timeout=STALLED)
                if self.gone:
                    return
        except Full:
            self.fail(TimeoutError("The client does not read what it asked for."))
        except Exception as error:
            self.fail(error)
        else:
            self.parts.put(None, timeout=STALLED)

    def fail(self, error):
        """Breaks the response off, so that no client takes it for complete."""
        self.error = error
        if self.parts:
            _empty(self.parts)
            self.parts.put(None)

    # Called by the server thread

    def __iter__(self):
        yield from self.ahead
        if self.parts:
            yield from iter(self.parts.get, None)
        if self.error:
            raise self.error

    def close(self):
        self.gone = True
        if self.parts:
            _empty(self.parts)


def _empty(queue):
    with suppress(Empty):
        while True:
            queue.get_nowait()
