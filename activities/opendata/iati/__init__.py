"""IATI 2.03: activities as the International Aid Transparency Initiative's files have them."""

from .sectors import sector_table
from .stream import IncompleteError, document, split

__all__ = ["IncompleteError", "document", "sector_table", "split"]
