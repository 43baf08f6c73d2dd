"""Catalogues for the tests of reading and writing: an empty one, and a small one cut out of the real one."""

from django.apps import apps
from django.db import connection

from activities.curation.fixtures import files

# Between them these use every field of every record.
ACTIVITIES = {
    "2021/activities/iv-c-1.yaml": ("2021-026-1", "2021-026-4", "2021-026-5", "2021-027-1", "2021-028-1"),
    "2021/activities/iv-d-3.yaml": ("2021-047-1", "2021-047-2", "2021-047-3", "2021-049-5"),
}
# Kept beside what these point at: a country of the region, and a region with a basis of its own.
KEPT = {"JAM", "MLI", "sahel"}

ABSENT = object()


def empty_catalogue():
    """Takes every row out of the tables of the app; the test's transaction brings them back."""
    connection.check_constraints()  # what is still deferred would stand in the way
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(_tables())}")


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
    models = apps.get_app_config("activities").get_models(include_auto_created=True)
    return [connection.ops.quote_name(model._meta.db_table) for model in models]


def cut_out(source, target):
    """A few activities of two sections with all that they point at: fixtures that are read in no time."""
    activities = {
        name: [entry for entry in files.read_yaml(source / name) if entry["ref"] in refs]
        for name, refs in ACTIVITIES.items()
    }
    used = {*KEPT, *_leaves(list(activities.values()))}
    cited = {number for entries in activities.values() for entry in entries for number in entry["paragraphs"]}
    paragraphs = [row for row in files.read_yaml(source / "2021/paragraphs.yaml") if row["number"] in cited]
    used |= set(_leaves(paragraphs))
    report = files.read_yaml(source / "2021/report.yaml")
    report["sections"] = [section for section in report["sections"] if section["code"] in used]
    contents = {**activities, "2021/paragraphs.yaml": paragraphs, "2021/report.yaml": report}
    for path in sorted((source / "reference").glob("*.yaml")):
        contents[f"reference/{path.name}"] = _used_rows(files.read_yaml(path), used)
    for region in contents["reference/regions.yaml"]:
        region["countries"] = [iso3 for iso3 in region["countries"] if iso3 in used]
    for name, content in contents.items():
        files.write_yaml(target / name, content)


def rewrite(path, change):
    """Writes a fixture file anew after `change` has had its content in hand."""
    content = files.read_yaml(path)
    change(content)
    files.write_yaml(path, content)


def put(path, key, field, value):
    """Gives one field (a path with dots) of one entry another value, or takes it away."""

    def change(content):
        entries = content if isinstance(content, list) else [content]
        place = next(entry for entry in entries if key in _keys(entry))
        *steps, last = [int(step) if step.isdigit() else step for step in field.split(".")]
        for step in steps:
            place = place[step] if isinstance(step, int) else place.setdefault(step, {})
        if value is ABSENT:
            del place[last]
        else:
            place[last] = value

    rewrite(path, change)


def _keys(entry):
    return [entry.get(name) for name in ("ref", "number", "iso3", "slug")]


def _leaves(content):
    """Every value in a nest of mappings and lists."""
    if isinstance(content, dict):
        content = list(content.values())
    if not isinstance(content, list):
        yield content
        return
    for item in content:
        yield from _leaves(item)


def _used_rows(rows, used):
    """Those whose key is used; a parent stands before its children, so they are taken from the end."""
    kept = []
    used = set(used)
    for row in reversed(rows):
        if row.get("iso3", row.get("slug")) in used:
            used.add(row.get("parent"))
            kept.insert(0, row)
    return kept
