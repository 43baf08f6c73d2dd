"""The catalogue as open data: API, files, IATI, Data Package, citations, linked data."""
