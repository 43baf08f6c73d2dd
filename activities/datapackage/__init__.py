"""The whole catalogue as a Frictionless Data Package: CSV files and their data dictionary."""

from .files import ChangedMeanwhileError, write, write_zip
from .tables import TABLES

__all__ = ["TABLES", "ChangedMeanwhileError", "write", "write_zip"]
