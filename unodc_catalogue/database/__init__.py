"""PostgreSQL as this project connects to it (an ENGINE of Django)."""
