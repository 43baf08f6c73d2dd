"""The catalogue for programs: API, files, IATI, Data Package, citations, linked data."""
