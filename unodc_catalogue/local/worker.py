"""The worker of the local default: runs the queue's tasks beside the web server, ends with the launcher."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from subprocess import DEVNULL, Popen, TimeoutExpired  # nosec B404

from unodc_catalogue.local import say, spawn
from unodc_catalogue.local.environment import MANAGE
from unodc_catalogue.local.lifetime import END_WITH_PARENT
from unodc_catalogue.local.venv import PYTHON, ROOT

PAUSE = 2  # seconds before it is restarted
GRACE = 5


@contextmanager
def working(environment: Mapping[str, str]) -> Iterator[None]:
    """Runs a worker, restarted whenever it ends, for the duration of the block."""
    ended = threading.Event()
    # A worker ends with the thread that started it, as it does with the launcher.
    keeper = threading.Thread(target=_keep, args=(environment, ended), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join()


def _keep(environment: Mapping[str, str], ended: threading.Event) -> None:
    while not ended.is_set():
        worker = spawn(
            [PYTHON, MANAGE, "work"],
            cwd=ROOT,
            env=environment,
            stdin=DEVNULL,
            start_new_session=True,
            preexec_fn=END_WITH_PARENT,
        )
        while worker.poll() is None and not ended.wait(0.2):
            pass
        if ended.is_set():
            _end(worker)
        else:
            say("The worker of the queue has ended by itself, and is started again.")
            ended.wait(PAUSE)


def _end(worker: Popen[str]) -> None:
    worker.terminate()
    try:
        worker.wait(timeout=GRACE)
    except TimeoutExpired:
        worker.kill()
        worker.wait()
