"""Activities in spreadsheets: exported, edited offline, uploaded, compared, and stored for review."""
