"""Catalogues for the tests of reading and writing: an empty one, and a sample whose report is of 2099."""

from pathlib import Path

from django.apps import apps
from django.db import connection

from activities.curation.fixtures import files
from activities.models import Activity, Report, Word
from activities.search import publish_changes

# Its nine activities use every field of every record. No correction of the curated fixtures reaches it.
SAMPLE = Path(__file__).parent / "sample"

ABSENT = object()


def empty_catalogue():
    """Takes every row out of the tables of the app; the test's transaction brings them back."""
    connection.check_constraints()  # what is still deferred would stand in the way
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(_tables())}")


def remove_reports():
    """Takes every report and activity out of the catalogue, but no country, theme or other row of reference."""
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {_quoted(Activity)}, {_quoted(Report)}, {_quoted(Word)} CASCADE")
    publish_changes(Activity.objects.none(), reference=True)


def copy_rows():
    """Returns {table: its rows as COPY writes them} of the tables of the app."""
    rows = {}
    with connection.cursor() as cursor:
        for table in _tables():
            with cursor.copy(f"COPY {table} TO STDOUT (FORMAT binary)") as copied:
                rows[table] = b"".join(copied)
    return rows


def paste_rows(rows):
    """Writes what `copy_rows` returned into empty tables: a fraction of the work of a load."""
    with connection.cursor() as cursor:
        for table, data in rows.items():
            with cursor.copy(f"COPY {table} FROM STDIN (FORMAT binary)") as pasted:
                pasted.write(data)


def _tables():
    return list(map(_quoted, apps.get_app_config("activities").get_models(include_auto_created=True)))


def _quoted(model):
    return connection.ops.quote_name(model._meta.db_table)


def rewrite(path, change):
    """Writes a fixture file anew after `change` has had its content in hand."""
    content = files.read_yaml(path)
    change(content)
    files.write_yaml(path, content)


def put(path, key, field, value):
    """Gives one field (a path with dots) of one activity another value, or takes it away."""

    def change(content):
        activities = content if isinstance(content, list) else [content]
        place = next(activity for activity in activities if key in _keys(activity))
        *steps, last = [int(step) if step.isdigit() else step for step in field.split(".")]
        for step in steps:
            place = place[step] if isinstance(step, int) else place.setdefault(step, {})
        if value is ABSENT:
            del place[last]
        else:
            place[last] = value

    rewrite(path, change)


def _keys(activity):
    return [activity.get(name) for name in ("ref", "number", "iso3", "slug")]
