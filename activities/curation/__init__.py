"""Curation of the data: fixtures, spreadsheets, reports, and checks of consistency."""
