"""Measures the list page against the plain Django way and against its targets: ./catalogue bench."""
