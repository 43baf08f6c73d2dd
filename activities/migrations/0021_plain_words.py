"""States fields, tables and constraints in the words of the forms; changes no table."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0020_words_of_the_field'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='move',
            options={'ordering': ['activity', 'at'], 'verbose_name': 'transition', 'verbose_name_plural': 'transitions'},
        ),
        migrations.AlterModelOptions(
            name='upload',
            options={'ordering': ['-at'], 'verbose_name': 'uploaded spreadsheet', 'verbose_name_plural': 'uploaded spreadsheets'},
        ),
        migrations.AlterField(
            model_name='activity',
            name='source_note_en',
            field=models.TextField(blank=True, help_text='Where the report contradicts itself or contains an error.', verbose_name='note on the source in English'),
        ),
        migrations.AlterField(
            model_name='activity',
            name='source_note_fr',
            field=models.TextField(blank=True, help_text='Where the report contradicts itself or contains an error.', verbose_name='note on the source in French'),
        ),
        migrations.AlterField(
            model_name='figure',
            name='label_en',
            field=models.CharField(help_text='Continues from the number.', max_length=200, verbose_name='what is counted, in English'),
        ),
        migrations.AlterField(
            model_name='figure',
            name='label_fr',
            field=models.CharField(help_text='Continues from the number.', max_length=200, verbose_name='what is counted, in French'),
        ),
        migrations.AlterField(
            model_name='move',
            name='of_copy',
            field=models.BooleanField(default=False, help_text='A transition of the edit; the activity itself remained published.', verbose_name='of the edit'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='event',
            field=models.CharField(choices=[('made', 'account created'), ('role', 'role changed'), ('details', 'name or e-mail address changed'), ('link', 'link to set the password created'), ('link_used', 'password set with a link'), ('password', 'password changed'), ('second_factor', 'second factor removed'), ('sessions', 'sessions ended')], max_length=20, verbose_name='event'),
        ),
        migrations.AlterField(
            model_name='region',
            name='basis_note_en',
            field=models.TextField(blank=True, help_text='The basis of the list of countries.', verbose_name='basis in English'),
        ),
        migrations.AlterField(
            model_name='region',
            name='basis_note_fr',
            field=models.TextField(blank=True, help_text='The basis of the list of countries.', verbose_name='basis in French'),
        ),
        migrations.AlterField(
            model_name='version',
            name='of_copy',
            field=models.BooleanField(default=False, help_text='Belongs to an edit; the activity itself remained published.', verbose_name='of the edit'),
        ),
        migrations.AlterConstraint(
            model_name='activity',
            name='activity_start_with_its_precision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('date_precision', ''), ('start__isnull', True)), models.Q(('date_precision__in', ['day', 'month', 'year']), ('start__isnull', False)), _connector='OR'), name='activity_start_with_its_precision', violation_error_message='A start date requires its precision, and a precision its start date.'),
        ),
        migrations.AlterConstraint(
            model_name='activity',
            name='activity_end_needs_a_start',
            constraint=models.CheckConstraint(condition=models.Q(('end__isnull', True), ('start__isnull', False), _connector='OR'), name='activity_end_needs_a_start', violation_error_message='An end date requires a start date.'),
        ),
    ]
