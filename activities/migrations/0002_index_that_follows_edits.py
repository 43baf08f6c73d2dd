"""Search rows bear the version in which they were written; `load_catalogue` fills the new tables."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Cast, Substr


def part_of_ref(start, length):
    return Cast(Substr("ref", start, length), models.BigIntegerField())


def report_order(**kwargs):
    return models.GeneratedField(
        expression=(4000 - part_of_ref(1, 4)) * 1_000_000 + part_of_ref(6, 3) * 1000 + part_of_ref(10, 3),
        output_field=models.BigIntegerField(),
        db_persist=True,
        **kwargs,
    )


class Migration(migrations.Migration):
    dependencies = [("activities", "0001_initial")]

    operations = [
        migrations.RemoveIndex("activity", "activity_status_order"),
        migrations.RemoveIndex("activity", "activity_start_order"),
        migrations.RemoveField("activity", "report_order"),
        migrations.RemoveField("historicalactivity", "report_order"),
        migrations.AddField("activity", "report_order", report_order(unique=True)),
        migrations.AddField("historicalactivity", "report_order", report_order(db_index=True)),
        migrations.AddIndex(
            "activity", models.Index(fields=["start", "report_order"], name="activity_start_order")
        ),
        migrations.DeleteModel("SearchEntry"),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "activity",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_entry",
                        serialize=False,
                        to="activities.activity",
                    ),
                ),
                ("slot", models.BigIntegerField(unique=True)),
                ("vector", django.contrib.postgres.search.SearchVectorField()),
                (
                    "names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                (
                    "version",
                    models.PositiveBigIntegerField(
                        db_index=True, help_text="of the catalogue, when this was written"
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["vector"], name="search_entry_vector")
                ],
            },
        ),
        # Ranking reads the vectors of a thousand rows: kept out of line they take five times as long.
        migrations.RunSQL(
            "ALTER TABLE activities_searchentry ALTER COLUMN vector SET STORAGE MAIN,"
            " SET (toast_tuple_target = 8160)",
            migrations.RunSQL.noop,
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                (
                    "folded",
                    models.CharField(db_collation="C", max_length=200, primary_key=True, serialize=False),
                ),
                ("spelling", models.CharField(max_length=200)),
                ("count", models.PositiveIntegerField(help_text="Number of entries that contain it.")),
                (
                    "version",
                    models.PositiveBigIntegerField(
                        db_index=True, help_text="of the catalogue, when it was new"
                    ),
                ),
            ],
        ),
    ]
