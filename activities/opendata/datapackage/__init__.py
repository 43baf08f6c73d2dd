"""The whole catalogue as a Frictionless Data Package: CSV files and their data dictionary."""

from .download import catalogue_file
from .files import ChangedMeanwhileError, write
from .tables import TABLES

__all__ = ["TABLES", "ChangedMeanwhileError", "catalogue_file", "write"]
