"""IATI 2.03: activities as the International Aid Transparency Initiative's files have them."""

from .stream import CannotFinish, document, split

__all__ = ["CannotFinish", "document", "split"]
