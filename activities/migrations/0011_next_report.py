"""A report in preparation: its text, what is recognized in it, and who reads and decides on that."""

from django.contrib.auth.management import create_permissions
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

READ = ("view_paragraphtext", "view_suggestion")
DECIDE = (*READ, "change_suggestion")
ROLES = {"analyst": DECIDE, "editor": DECIDE, "administrator": READ}


def give_permissions(apps, schema_editor):
    # Permissions are made at the end of all migrations; the groups need them now.
    config = apps.get_app_config("activities")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects
    for name, codenames in ROLES.items():
        group = apps.get_model("auth", "Group").objects.get(name=name)
        group.permissions.add(
            *permissions.filter(content_type__app_label="activities", codename__in=codenames)
        )


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0010_uploads'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ParagraphText',
            fields=[
                ('paragraph', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='source_text', serialize=False, to='activities.paragraph', verbose_name='paragraph')),
                ('text', models.TextField(verbose_name='text')),
            ],
            options={
                'verbose_name': 'text of a paragraph',
                'verbose_name_plural': 'texts of paragraphs',
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('country', 'country'), ('locality', 'locality'), ('region', 'region'), ('programme', 'programme'), ('partner', 'partner'), ("number", "quantity")], max_length=10, verbose_name='kind')),
                ('value', models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name='value')),
                ('qualifier', models.CharField(blank=True, choices=[('exact', 'exactly'), ('more_than', 'more than'), ('at_least', 'at least'), ('about', 'about'), ('up_to', 'up to')], max_length=10, verbose_name='qualifier')),
                ('occurrence', models.PositiveSmallIntegerField(default=0, help_text='Tells the same number apart where a paragraph has it more than once.')),
                ('words', models.CharField(max_length=300, verbose_name='words of the text')),
                ('start', models.PositiveIntegerField(help_text='Where the words begin in the text; empty when a corrected text lost them.', null=True)),
                ('state', models.CharField(choices=[('open', 'open'), ('accepted', 'accepted'), ('dismissed', 'dismissed')], default='open', max_length=10, verbose_name='state')),
                ('at', models.DateTimeField(blank=True, null=True, verbose_name='at')),
            ],
            options={
                'verbose_name': 'suggestion',
                'verbose_name_plural': 'suggestions',
                'default_permissions': ('view', 'change'),
            },
        ),
        migrations.RemoveConstraint(
            model_name='paragraph',
            name='paragraph_disposition_known',
        ),
        migrations.AddField(
            model_name='report',
            name='published',
            field=models.BooleanField(default=True, editable=False, help_text='Not while it is in preparation.', verbose_name='published'),
        ),
        migrations.AlterField(
            model_name='paragraph',
            name='disposition',
            field=models.CharField(blank=True, choices=[('catalogued', 'catalogued'), ('context', 'context'), ('recommendation', 'recommendation'), ('governance', 'governance'), ('meeting', 'meeting')], max_length=20, verbose_name='disposition'),
        ),
        migrations.AlterField(
            model_name='paragraph',
            name='gist_en',
            field=models.TextField(blank=True, help_text='One sentence, in our own words.', verbose_name='gist in English'),
        ),
        migrations.AlterField(
            model_name='paragraph',
            name='gist_fr',
            field=models.TextField(blank=True, help_text='One sentence, in our own words.', verbose_name='gist in French'),
        ),
        migrations.AlterField(
            model_name='section',
            name='title_en',
            field=models.CharField(blank=True, max_length=300, verbose_name='title in English'),
        ),
        migrations.AlterField(
            model_name='section',
            name='title_fr',
            field=models.CharField(blank=True, max_length=300, verbose_name='title in French'),
        ),
        migrations.AddConstraint(
            model_name='paragraph',
            constraint=models.CheckConstraint(condition=models.Q(('disposition__in', ['', 'catalogued', 'context', 'recommendation', 'governance', 'meeting'])), name='paragraph_disposition_known'),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='country',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.country', verbose_name='country'),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='locality',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.locality', verbose_name='locality'),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='paragraph',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='suggestions', to='activities.paragraph', verbose_name='paragraph'),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='partner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.partner', verbose_name='partner'),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='programme',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.programme', verbose_name='programme'),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='region',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.region', verbose_name='region'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['country', 'locality', 'region', 'programme', 'partner', 'number'])), name='suggestion_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'accepted', 'dismissed'])), name='suggestion_state_known'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(('qualifier__in', ['', 'exact', 'more_than', 'at_least', 'about', 'up_to'])), name='suggestion_qualifier_known'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('country', None), ('kind', 'number'), ('locality', None), ('partner', None), ('programme', None), ('region', None)), models.Q(('country__isnull', False), ('kind', 'country'), ('locality__isnull', True), ('partner__isnull', True), ('programme__isnull', True), ('region__isnull', True)), models.Q(('country__isnull', True), ('kind', 'locality'), ('locality__isnull', False), ('partner__isnull', True), ('programme__isnull', True), ('region__isnull', True)), models.Q(('country__isnull', True), ('kind', 'region'), ('locality__isnull', True), ('partner__isnull', True), ('programme__isnull', True), ('region__isnull', False)), models.Q(('country__isnull', True), ('kind', 'programme'), ('locality__isnull', True), ('partner__isnull', True), ('programme__isnull', False), ('region__isnull', True)), models.Q(('country__isnull', True), ('kind', 'partner'), ('locality__isnull', True), ('partner__isnull', False), ('programme__isnull', True), ('region__isnull', True)), _connector='OR'), name='suggestion_names_one_record'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'number'), ('value__isnull', False), models.Q(('qualifier', ''), _negated=True)), models.Q(models.Q(('kind', 'number'), _negated=True), ('qualifier', ''), ('value', None)), _connector='OR'), name='suggestion_number_has_value'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('at', None), ('by', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('at__isnull', False), ('by__isnull', False)), _connector='OR'), name='suggestion_decided_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.UniqueConstraint(fields=('paragraph', 'country', 'locality', 'region', 'programme', 'partner', 'value', 'occurrence'), name='suggestion_once', nulls_distinct=False),
        ),
        migrations.RunPython(give_permissions, migrations.RunPython.noop),
    ]
