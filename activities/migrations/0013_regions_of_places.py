"""Entries are found by the regions that their countries lie in: `load_catalogue` makes the search rows anew."""

from django.db import migrations


def empty(apps, schema_editor):
    for model in ("SearchEntry", "Word"):
        apps.get_model("activities", model).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("activities", "0012_search_rows_anew")]
    operations = [migrations.RunPython(empty, migrations.RunPython.noop)]
