"""Spreadsheets that were brought back; every role reads who brought which."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

ROLES = ("analyst", "editor", "administrator")


def let_roles_read(apps, schema_editor):
    # Permissions are made at the end of all migrations; the groups need this one now.
    config = apps.get_app_config("activities")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    allowed = apps.get_model("auth", "Permission").objects.get(
        content_type__app_label="activities", codename="view_upload"
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=ROLES):
        group.permissions.add(allowed)


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0009_audit"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="at")),
                ("name", models.CharField(max_length=200, verbose_name="name of the file")),
                ("tables", models.JSONField(verbose_name="contents")),
                ("confirmed_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="confirmed")),
                ("written", models.PositiveIntegerField(default=0, verbose_name="entries written")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "spreadsheet brought back",
                "verbose_name_plural": "spreadsheets brought back",
                "ordering": ["-at"],
            },
        ),
        migrations.RunPython(let_roles_read, migrations.RunPython.noop),
    ]
