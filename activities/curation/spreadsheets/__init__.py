"""Entries in a spreadsheet: written for analysts, edited offline, brought back and compared, then kept as drafts."""
