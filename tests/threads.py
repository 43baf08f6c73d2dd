"""The same work in many threads at once, as the requests of one process do it."""

import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

from django.db import connections

from activities.language import synonyms, words
from activities.search import vectors

THREADS = 8  # of a worker, as README has it
READERS = 6  # of the database: the pool has eight connections, and the test has its own


@contextmanager
def eager_switches():
    """Lets threads give way after each microsecond instead of each five thousandth: races show soon."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


def together(work: Callable, threads=THREADS) -> list:
    """Returns what work(number) gave in each thread; all begin at once. The first exception is raised."""
    barrier = Barrier(threads)

    def begun(number):
        barrier.wait()
        try:
            return work(number)
        finally:
            connections.close_all()  # the thread ends, and with it nobody would

    with eager_switches(), ThreadPoolExecutor(threads) as pool:
        return list(pool.map(begun, range(threads)))


def answers(function: Callable, inputs: Iterable) -> dict:
    return {given: function(given) for given in inputs}


def answers_of_each(function: Callable, inputs: Iterable) -> list[dict]:
    """Returns {input: answer} for each of the threads, which are a few inputs apart."""
    inputs = list(inputs)
    return together(lambda number: answers(function, inputs[number:] + inputs[:number]))


def forget_words():
    """Makes the process know of words what it knows at its start: nothing."""
    for kept in (words.fold_word, words.stems, words.is_common):
        kept.cache_clear()
    for kept in (vectors._lexemes, vectors._lexemes_by_word, vectors._size):
        kept.cache_clear()
    synonyms.forget()
