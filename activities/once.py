"""Read or worked out once in a process, when it is first needed."""

from collections.abc import Callable
from threading import Condition
from typing import TypeVar

from cachetools import cached

Answer = TypeVar("Answer")


def once(function: Callable[[], Answer]):
    """Keeps what a function without arguments returns; threads that call it meanwhile wait for the first.

    Of `functools.cache` each of them would do the same work. What is returned must never change: all share it.
    """
    return cached(cache={}, condition=Condition())(function)
