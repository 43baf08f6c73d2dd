"""A thread-safe LRU cache bounded by bytes."""

from collections.abc import Callable, Iterable
from threading import Lock
from typing import Generic, TypeVar

from cachetools import LRUCache

Key = TypeVar("Key")
Value = TypeVar("Value")


class SizedCache(Generic[Key, Value]):
    """Caches values by key; beyond `size` bytes, the least recently used are evicted."""

    def __init__(self, size: int, size_of: Callable[[Value], int]):
        self.values: LRUCache[Key, Value] = LRUCache(size, getsizeof=size_of)
        self.lock = Lock()  # reading an LRU cache also writes to it

    def get_many(self, keys: Iterable[Key]) -> dict[Key, Value]:
        """Returns {key: value} of those that are cached."""
        with self.lock:
            return {key: self.values[key] for key in keys if key in self.values}

    def set_many(self, found: dict[Key, Value]):
        with self.lock:
            for key, value in found.items():
                if self.values.getsizeof(value) <= self.values.maxsize:
                    self.values[key] = value

    @property
    def size(self) -> float:
        """Bytes of what is cached."""
        return self.values.currsize
