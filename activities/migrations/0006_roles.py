"""The three roles as groups; a role that is there already keeps whom it has and gains what it lacks."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

PARTS = ("activitytext", "activitycountry", "citation", "publication", "figure")
REFERENCE = (
    "country", "locality", "region", "theme", "programme", "partner", "instrument", "unit",
    "report", "section", "paragraph",
)  # fmt: skip
READ = [("activities", "view", name) for name in ("activity", "move", *PARTS, *REFERENCE)]
WRITE = [
    *(("activities", action, "activity") for action in ("add", "change")),
    *(("activities", action, name) for name in PARTS for action in ("add", "change", "delete")),
]
PUBLISH = [
    ("activities", "publish", "activity"),
    *(("activities", action, name) for name in REFERENCE for action in ("add", "change", "delete")),
]
ACCOUNTS = [
    *(("auth", action, "user") for action in ("view", "add", "change")),
    ("auth", "view", "group"),
    *(("axes", "view", name) for name in ("accessattempt", "accesslog", "accessfailurelog")),
    ("axes", "delete", "accessattempt"),
]
ROLES = {
    "analyst": READ + WRITE,
    "editor": READ + WRITE + PUBLISH,
    "administrator": READ + ACCOUNTS,
}


def make_roles(apps, schema_editor):
    # Permissions are made at the end of all migrations; the groups need them now.
    for label in ("auth", "axes", "activities"):
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects
    for name, allowed in ROLES.items():
        group, _created = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.add(
            *(
                permissions.get(content_type__app_label=label, codename=f"{action}_{model}")
                for label, action, model in allowed
            )
        )


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0005_working_copy"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("axes", "0010_accessattemptexpiration"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
