"""The read-only JSON API, with the same parameters as the pages."""
