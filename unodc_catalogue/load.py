"""How many requests a process works on at once, and how long the others wait: never without an end.

The server has a thread for each connection, so that a request comes here at once instead of waiting
in a queue of the server, which has no limit and refuses nobody. Those threads only wait: the work is
done by a few others, each with its connection to the database.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from queue import Empty, Full, Queue
from threading import BoundedSemaphore, Event

from django.conf import settings

from .middleware import ADMIN
from .refusals import refuse

BUSY = "unodc_catalogue.busy"  # in the environ of a request that found no worker in time
READING = "unodc_catalogue.reading"  # there too: set when a body has been read that was given up
WHOLE = 2 * 2**20  # bytes of an answer that is handed to the server at once
LAST = 14  # seconds after which a page is given up even if a worker is at it
AHEAD = 4  # parts of a longer one
FILE_PATIENCE = 3  # seconds that a long answer waits for others to be sent
STALLED = 30  # seconds after which an answer that nobody reads is broken off


def is_page(environ) -> bool:
    """True for what may be given up: no file, which may take long to begin, and nothing of the admin."""
    path = environ["PATH_INFO"]
    return not path.startswith(ADMIN) and "." not in path.rpartition("/")[2]


class Overloaded(Exception):  # noqa: N818  # not an error of ours
    """There was no place in time: answered 503."""


class Places:
    """So many may be inside at once, and so many more wait; Overloaded for all others."""

    def __init__(self, inside, waiting):
        self.inside, self.admitted = BoundedSemaphore(inside), BoundedSemaphore(inside + waiting)

    @contextmanager
    def one(self, timeout=None):
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
    """Answers 503 to a request that found no worker in time, or a view that found no place."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return busy(request) if BUSY in request.META else self.get_response(request)

    def process_exception(self, request, exception):
        return busy(request) if isinstance(exception, Overloaded) else None


def busy(request):
    return refuse(request, 503, wait=settings.QUEUE_PATIENCE)


class Workers:
    """A WSGI application whose requests are worked on by WORKERS threads, in the order of arrival.

    A request that none has begun with within QUEUE_PATIENCE is answered 503. Long answers take half of
    the threads at most: clients that do not read what they ask for leave the others alone.
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
        return _held(parts, environ[READING]) if READING in environ else parts

    def _work(self, environ, answer):
        try:
            with closing(self.application(environ, answer.start)) as response:
                parts = iter(response)
                if answer.is_read_whole(parts):
                    return
                with self.long_answers.one(FILE_PATIENCE):
                    answer.send(parts)
        except Overloaded:
            self._work({**environ, BUSY: True}, answer)
        except Exception as error:
            answer.fail(error)
        finally:
            answer.begun.set()


def _held(parts, finished):
    """The parts, then nothing until the body is read that the answer did not wait for.

    granian drops the rest of a body when the application returns. While a thread is reading that, it
    waits for the thread without giving others the interpreter: the whole process would stand still.
    """
    try:
        yield from parts
    finally:
        finished.wait()


class Answer:
    """Goes from the worker that makes it to the thread that sends it: whole, or part by part.

    `begun` is set when `head`, the status and headers, can be sent.
    """

    def __init__(self):
        self.begun, self.gone = Event(), False
        self.head, self.ahead = None, []
        self.parts: Queue[bytes | None] | None = None
        self.error: Exception | None = None

    # Of the worker

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
        """Breaks the answer off, so that nobody takes it for whole."""
        self.error = error
        if self.parts:
            _empty(self.parts)
            self.parts.put(None)

    # Of the server

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
