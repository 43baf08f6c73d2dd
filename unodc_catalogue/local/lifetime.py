"""Ends a child process with its parent, however that ends."""

import ctypes
import signal
import sys

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>
# Loaded before the first fork: between fork and exec a process with threads may not load anything.
PRCTL = ctypes.CDLL(None).prctl if sys.platform == "linux" else None


def _end_with_parent() -> None:
    PRCTL(PR_SET_PDEATHSIG, signal.SIGTERM)


# A `preexec_fn`: the child gets SIGTERM when the thread that started it ends. Only Linux has this.
END_WITH_PARENT = _end_with_parent if PRCTL else None
