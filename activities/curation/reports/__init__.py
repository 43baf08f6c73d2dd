"""Imports a report from its text: sections, paragraphs, and the suggestions recognized in them."""

from .text import ReportError, ReportText, parse, read
from .writing import Header, Outcome, bring_in

__all__ = ["Header", "Outcome", "ReportError", "ReportText", "bring_in", "parse", "read"]
