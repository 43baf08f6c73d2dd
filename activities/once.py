"""Computes a value once in a process, when it is first needed."""

from collections.abc import Callable
from threading import Condition
from typing import TypeVar

from cachetools import cached

Answer = TypeVar("Answer")


def once(function: Callable[[], Answer]):
    """Caches what a function without arguments returns; threads that call it meanwhile wait for the first.

    With `functools.cache` each of them would do the same work. The value must never change: all share it.
    """
    return cached(cache={}, condition=Condition())(function)
