import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

from django.contrib.auth.hashers import PBKDF2PasswordHasher

from ..load import Places

NICE = 10


def _yield_to_others():
    if sys.platform == "linux":  # elsewhere only a whole process has a priority
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)


# A hash takes a core for almost half a second: sign-ins may occupy neither all cores nor all threads.
PLACES = Places(inside=1, waiting=2)
THREAD = ThreadPoolExecutor(1, "hashing", _yield_to_others)


class PatientPasswordHasher(PBKDF2PasswordHasher):
    """Computes one hash at a time per process, for sign-ins, new accounts and new passwords alike.

    Its thread has a lower priority, so that page requests come first.
    """

    def encode(self, password, salt, iterations=None):
        with PLACES.admit():
            return THREAD.submit(super().encode, password, salt, iterations).result()
