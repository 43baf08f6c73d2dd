"""Export files of any filtered list: complete, streamed, each with its source and its licence."""

from .batches import activities_at
from .export import Export, in_current_language
from .formats import FORMATS, Format
from .records import ActivitySerializer, FigureSerializer
from .statements import statement
from .tables import TABLES

__all__ = [
    "FORMATS",
    "TABLES",
    "ActivitySerializer",
    "Export",
    "FigureSerializer",
    "Format",
    "activities_at",
    "in_current_language",
    "statement",
]
