"""Django's database ENGINE for PostgreSQL, with this project's handling of connections."""
