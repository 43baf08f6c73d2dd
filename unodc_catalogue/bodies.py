"""Request bodies: refused unread, or read under a deadline before any view asks for them.

A client that sends the headers of a form and then nothing would occupy the thread that reads it indefinitely:
no WSGI server enforces a timeout here. So at most READERS threads of a process read a body at once, and a
request whose body is late gets its response without it. Its reader thread ends with the connection, which the
client has to close: granian gives the application no way to do so. Until then two threads are idle, of which
there are as many as connections (load.py).
"""

import time
from contextlib import contextmanager
from http import HTTPStatus
from io import BytesIO
from threading import Condition, Event, Thread

from django.conf import settings
from django.contrib.auth import SESSION_KEY

from .load import READING
from .middleware import is_admin
from .rates import address_of
from .refusals import refuse

SAFE = ("GET", "HEAD", "OPTIONS")
READERS = 2
WAITING = 2  # requests that wait for a reader; any further one is refused at once
TURN = 2  # seconds that they wait
GRACE = 10  # seconds in which the body of an anonymous request must have arrived
SLOWEST = 8 * 1024  # bytes a second that extend the deadline of a signed-in user's upload beyond GRACE
PIECE = 16 * 1024
MOST_DIGITS = 18


class Refused(Exception):  # noqa: N818  # not an error of ours
    def __init__(self, status, wait=None, **headers):
        super().__init__(status)
        self.status, self.wait, self.headers = status, wait, headers


class BodyMiddleware:
    """Refuses bodies where none is allowed, and reads those sent to the admin before any other code does.

    It runs after the session middleware, which identifies signed-in users, and before the CSRF check, the
    first to read a form. The body of a GET is never read.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.turns = Turns()

    def __call__(self, request):
        if request.method in SAFE:
            return self.get_response(request)
        try:
            request._stream = BytesIO(self.body_of(request))
        except Refused as refused:
            limit = settings.BODY_LIMIT // 2**20
            return refuse(request, refused.status, wait=refused.wait, headers=refused.headers, limit=limit)
        return self.get_response(request)

    def body_of(self, request):
        allowed = [*SAFE, "POST"] if is_admin(request) else SAFE
        if request.method not in allowed:
            raise Refused(HTTPStatus.METHOD_NOT_ALLOWED, Allow=", ".join(allowed))
        length = stated_length(request.META)
        if length > settings.BODY_LIMIT:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if length == 0:
            return b""
        signed_in = SESSION_KEY in request.session
        # A session, or the IP address of an anonymous client, never occupies both readers.
        client = request.session.session_key if signed_in else address_of(request)
        with self.turns.take(client):
            return read(request, length, SLOWEST if signed_in else None)


def stated_length(meta):
    """Returns the length of the body, 0 if there is none. Raises Refused if chunked or malformed."""
    if meta.get("HTTP_TRANSFER_ENCODING"):
        raise Refused(HTTPStatus.LENGTH_REQUIRED)
    stated = meta.get("CONTENT_LENGTH") or "0"
    if not (stated.isascii() and stated.isdigit()):
        raise Refused(HTTPStatus.BAD_REQUEST)
    return int(stated) if len(stated) <= MOST_DIGITS else 10**MOST_DIGITS


class Turns:
    """Lets at most READERS requests read a body at once, each of another client."""

    def __init__(self):
        self.changed = Condition()
        self.clients = set()
        self.waiting = 0

    @contextmanager
    def take(self, client):
        with self.changed:
            if not self._is_free(client):
                self._wait(client)
            self.clients.add(client)
        try:
            yield
        finally:
            with self.changed:
                self.clients.remove(client)
                self.changed.notify_all()

    def _is_free(self, client):
        return len(self.clients) < READERS and client not in self.clients

    def _wait(self, client):
        if self.waiting == WAITING:
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, wait=GRACE)
        self.waiting += 1
        try:
            if not self.changed.wait_for(lambda: self._is_free(client), TURN):
                raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, wait=GRACE)
        finally:
            self.waiting -= 1


class Reader(Thread):
    """Reads a body in pieces, so that the progress is known."""

    def __init__(self, stream, length):
        super().__init__(name="body", daemon=True)
        self.stream, self.length = stream, length
        self.pieces, self.received = [], 0
        self.finished, self.given_up = Event(), False

    def run(self):
        try:
            while self.received < self.length and not self.given_up:
                piece = self.stream.read(min(PIECE, self.length - self.received))
                if not piece:
                    break  # the client has disconnected
                self.pieces.append(piece)
                self.received += len(piece)
        except OSError:
            pass  # a disconnect, on other servers than granian
        finally:
            self.finished.set()


def read(request, length, slowest=None):
    """Returns the whole body. Raises Refused if it does not arrive in time, or is cut short."""
    reader = Reader(request.META["wsgi.input"], length)
    began = time.monotonic()
    reader.start()
    while True:
        extra = reader.received / slowest if slowest else 0
        left = began + GRACE + extra - time.monotonic()
        if left <= 0:
            reader.given_up, reader.pieces = True, []
            request.META[READING] = reader.finished
            # The server would parse the rest of the body as the next request.
            raise Refused(HTTPStatus.REQUEST_TIMEOUT, Connection="close")
        if reader.finished.wait(left):
            break
    if reader.received < length:
        raise Refused(HTTPStatus.BAD_REQUEST)
    return b"".join(reader.pieces)
