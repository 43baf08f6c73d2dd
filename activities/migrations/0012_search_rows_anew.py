"""Words have other stems and names other weights: `load_catalogue` makes the search rows of all entries anew."""

from django.db import migrations


def empty(apps, schema_editor):
    for model in ("SearchEntry", "Word"):
        apps.get_model("activities", model).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("activities", "0011_next_report")]
    operations = [migrations.RunPython(empty, migrations.RunPython.noop)]
