"""Administrators read who changed what."""

from django.contrib.auth.management import create_permissions
from django.db import migrations


def let_administrators_read(apps, schema_editor):
    # Permissions are made at the end of all migrations; the group needs this one now.
    config = apps.get_app_config("admin")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects
    allowed = permissions.get(content_type__app_label="admin", codename="view_logentry")
    apps.get_model("auth", "Group").objects.get(name="administrator").permissions.add(allowed)


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0008_history_of_whole_entries"),
        ("admin", "0003_logentry_add_action_flag_choices"),
    ]
    operations = [migrations.RunPython(let_administrators_read, migrations.RunPython.noop)]
