"""Searches that found nothing, counted without who typed them; analysts and editors read them."""

from django.contrib.auth.management import create_permissions
from django.db import migrations, models

ROLES = ("analyst", "editor")


def let_roles_read(apps, schema_editor):
    # Permissions are made at the end of all migrations; the groups need this one now.
    config = apps.get_app_config("activities")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    allowed = apps.get_model("auth", "Permission").objects.get(
        content_type__app_label="activities", codename="view_unansweredsearch"
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=ROLES):
        group.permissions.add(allowed)


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0022_parts_and_withdrawals"),
    ]
    operations = [
        migrations.CreateModel(
            name="UnansweredSearch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=100, verbose_name="text searched for")),
                ("day", models.DateField(verbose_name="day")),
                ("visitors", models.PositiveIntegerField(verbose_name="visitors")),
            ],
            options={
                "verbose_name": "search without an answer",
                "verbose_name_plural": "searches without an answer",
                "ordering": ["-day", "-visitors", "text"],
                "default_permissions": ("view",),
                "constraints": [
                    models.UniqueConstraint(fields=("day", "text"), name="unanswered_search_once_a_day")
                ],
            },
        ),
        migrations.RunPython(let_roles_read, migrations.RunPython.noop),
    ]
