"""Spreadsheets are taken over by a worker, whose tasks give signs of life."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", '0016_version_of_the_tables_of_reference'),
    ]
    operations = [
        migrations.CreateModel(
            name="Pulse",
            fields=[
                ("task", models.UUIDField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="upload",
            name="refusal",
            field=models.TextField(blank=True, default="", editable=False, verbose_name="refused because"),
        ),
        migrations.AddField(
            model_name="upload",
            name="task",
            field=models.UUIDField(editable=False, null=True),
        ),
    ]
