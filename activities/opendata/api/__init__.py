"""The catalogue for programs: read-only, of the same parameters as the pages."""
