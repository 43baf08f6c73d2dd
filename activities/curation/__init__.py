"""How data comes in and is held together: fixtures, spreadsheets, reports, checks."""
