"""The whole catalogue as a Frictionless Data Package: CSV files and their data dictionary."""

from .download import catalogue_file
from .files import ChangedMeanwhileError, write_package
from .resources import RESOURCES

__all__ = ["RESOURCES", "ChangedMeanwhileError", "catalogue_file", "write_package"]
