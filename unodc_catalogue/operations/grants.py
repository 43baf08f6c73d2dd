"""The tables that public pages read, and the privileges of a role that may read these and no others."""

from django.apps import apps
from django.db import connection
from psycopg import sql

from activities.models import (
    Comment,
    Move,
    Notice,
    Override,
    ParagraphText,
    Pulse,
    Suggestion,
    TypedForm,
    UnansweredSearch,
    Upload,
    WorkingCopy,
)
from unodc_catalogue.database.routing import reading_connection

# Work in progress at the desk. What else no page shows (accounts, sessions, tasks) belongs to other applications.
PRIVATE = (
    Comment, Move, Notice, Override, ParagraphText, Pulse, Suggestion, TypedForm, UnansweredSearch, Upload, WorkingCopy,
)  # fmt: skip
MIGRATIONS = "django_migrations"  # by which a process that starts knows that they have run

UNREADABLE = """
    SELECT name FROM unnest(%s::text[]) AS name WHERE NOT has_table_privilege(to_regclass(name)::oid, 'SELECT')
"""


def public_tables() -> list[str]:
    models = set(apps.get_app_config("activities").get_models(include_auto_created=True)) - set(PRIVATE)
    return sorted([MIGRATIONS, *(model._meta.db_table for model in models)])


def unreadable_tables() -> list[str]:
    """Returns the public tables that exist, and that the role which reads public pages may not read."""
    with reading_connection().cursor() as cursor:
        cursor.execute(UNREADABLE, [public_tables()])
        return [name for (name,) in cursor]


def grant(role: str) -> list[str]:
    """Gives a role SELECT on the public tables and takes everything else away; returns these tables."""
    names = public_tables()
    tables, reader = sql.SQL(", ").join(map(sql.Identifier, names)), sql.Identifier(role)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(reader))
        cursor.execute(sql.SQL("GRANT SELECT ON {} TO {}").format(tables, reader))
    return names
