"""Activities as IATI 2.03 files (International Aid Transparency Initiative)."""

from .sectors import sector_table
from .stream import IncompleteError, document, split

__all__ = ["IncompleteError", "document", "sector_table", "split"]
