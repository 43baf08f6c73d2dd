"""Gives the search rows their name, and speaks of activities in what the admin shows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("activities", "0019_sentence_vectors")]

    operations = [
        migrations.RenameModel("SearchEntry", "SearchRow"),
        migrations.AlterField(
            model_name="searchrow",
            name="activity",
            field=models.OneToOneField(
                on_delete=models.CASCADE,
                primary_key=True,
                related_name="search_row",
                serialize=False,
                to="activities.activity",
            ),
        ),
        migrations.RenameIndex("searchrow", new_name="search_row_vector", old_name="search_entry_vector"),
        migrations.AlterModelOptions(
            name="workingcopy",
            options={
                "ordering": ["edited_at"],
                "verbose_name": "edit of a published activity",
                "verbose_name_plural": "edits of published activities",
            },
        ),
        migrations.AlterField(
            model_name="move",
            name="of_copy",
            field=models.BooleanField(
                default=False,
                help_text="A step of the edit; the activity itself stayed published.",
                verbose_name="of the edit",
            ),
        ),
        migrations.AlterField(
            model_name="upload",
            name="written",
            field=models.PositiveIntegerField(default=0, verbose_name="activities written"),
        ),
        migrations.AlterField(
            model_name="version",
            name="change",
            field=models.CharField(
                blank=True,
                choices=[
                    ("published", "activity published"),
                    ("changed", "activity changed"),
                    ("withdrawn", "activity withdrawn"),
                ],
                default="",
                max_length=10,
                verbose_name="what readers saw of it",
            ),
        ),
        migrations.AlterField(
            model_name="version",
            name="of_copy",
            field=models.BooleanField(
                default=False,
                help_text="Of an edit; the activity itself stayed published.",
                verbose_name="of the edit",
            ),
        ),
        migrations.AlterField(
            model_name="word",
            name="count",
            field=models.PositiveIntegerField(help_text="Number of activities that contain it."),
        ),
        migrations.AlterField(
            model_name="workingcopy",
            name="based_on",
            field=models.DateTimeField(
                help_text="When the published activity was last changed, as the copy knows."
            ),
        ),
    ]
