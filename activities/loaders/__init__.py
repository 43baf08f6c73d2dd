"""Fixtures to rows and back: everything is validated first, then written in one transaction."""

from .export import export
from .files import FixtureError
from .load import Outcome, load

__all__ = ["FixtureError", "Outcome", "export", "load"]
