"""Measures pages through HTTP, beside the plain Django way and a bare WSGI page: ./catalogue bench --http."""
