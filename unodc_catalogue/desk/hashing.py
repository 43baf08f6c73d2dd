from threading import BoundedSemaphore, Lock

from django.contrib.auth.hashers import PBKDF2PasswordHasher

from ..load import Overloaded

# A hash takes a core for almost half a second: sign-ins may take neither all cores nor all threads.
ONE = Lock()
ADMITTED = BoundedSemaphore(3)  # one that is computed, two that wait


class PatientPasswordHasher(PBKDF2PasswordHasher):
    """Computes one hash at a time in a process, whoever asks: sign-in, new accounts, new passwords."""

    def encode(self, password, salt, iterations=None):
        if not ADMITTED.acquire(blocking=False):
            raise Overloaded
        try:
            with ONE:
                return super().encode(password, salt, iterations)
        finally:
            ADMITTED.release()
