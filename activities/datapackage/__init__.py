"""The whole catalogue as a Frictionless Data Package: CSV files and their data dictionary."""

from .files import Changed, write
from .tables import TABLES

__all__ = ["TABLES", "Changed", "write"]
