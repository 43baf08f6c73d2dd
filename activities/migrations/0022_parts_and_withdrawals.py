"""Partners get their part, as rows of their own; a withdrawn activity names its successor or its reason."""

import django.db.models.constraints
import django.db.models.deletion
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

AT_ONCE = 500
PARTNER = "activities.activitypartner"
PERMISSIONS = {
    "analyst": ("view_activitypartner", "add_activitypartner", "change_activitypartner",
                "delete_activitypartner", "view_withdrawal"),
    "editor": ("view_activitypartner", "add_activitypartner", "change_activitypartner",
               "delete_activitypartner", "view_withdrawal", "change_withdrawal"),
    "administrator": ("view_activitypartner", "view_withdrawal"),
}  # fmt: skip

# Flushed, because a later operation alters a table that rows of pending constraints refer to.
COPY = """
    INSERT INTO activities_activitypartner (activity_id, partner_id, part)
    SELECT activity_id, partner_id, 'with' FROM activities_activity_partners ORDER BY id;
    SET CONSTRAINTS ALL IMMEDIATE;
"""
BACK = """
    INSERT INTO activities_activity_partners (activity_id, partner_id)
    SELECT activity_id, partner_id FROM activities_activitypartner ORDER BY id;
    SET CONSTRAINTS ALL IMMEDIATE;
"""


def partners_as_rows(apps, schema_editor):
    """Rewrites stored snapshots: the list of partners of an activity becomes rows, of the present pks."""
    pairs = apps.get_model("activities", "ActivityPartner").objects.values_list("activity", "partner", "pk")
    pks = {(activity, partner): pk for activity, partner, pk in pairs}
    _rewrite(apps, lambda rows: _with_rows(rows, pks))


def partners_as_lists(apps, schema_editor):
    _rewrite(apps, _with_lists)


def _rewrite(apps, change):
    for name in ("Version", "WorkingCopy"):
        model, changed = apps.get_model("activities", name), []
        for stored in model.objects.exclude(rows=None).iterator(AT_ONCE):
            if (rows := change(stored.rows)) is not None:
                stored.rows = rows
                changed.append(stored)
            if len(changed) == AT_ONCE:
                model.objects.bulk_update(changed, ["rows"])
                changed = []
        model.objects.bulk_update(changed, ["rows"])


def _with_rows(rows, pks):
    main = next((row for row in rows if row["model"] == "activities.activity"), None)
    if main is None or "partners" not in main["fields"]:
        return None
    fields = {**main["fields"]}
    partners = fields.pop("partners")
    parts = [
        {
            "model": PARTNER,
            "pk": pks.get((main["pk"], partner)),
            "fields": {"activity": main["pk"], "partner": partner, "part": "with"},
        }
        for partner in partners
    ]
    parts.sort(key=lambda row: row["pk"] or 0)
    # In the place where `editing.versions` reads them: after the countries, before the publications.
    others = [row if row is not main else {**main, "fields": fields} for row in rows]
    at = next(
        (
            place
            for place, row in enumerate(others)
            if row["model"] in ("activities.publication", "activities.figure")
        ),
        len(others),
    )
    return [*others[:at], *parts, *others[at:]]


def _with_lists(rows):
    partners = sorted(row["fields"]["partner"] for row in rows if row["model"] == PARTNER)
    return [
        {**row, "fields": {**row["fields"], "partners": partners}}
        if row["model"] == "activities.activity"
        else row
        for row in rows
        if row["model"] != PARTNER
    ]


def permit(apps, schema_editor):
    # Permissions are made at the end of all migrations; the groups need them now.
    config = apps.get_app_config("activities")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="activities")
    for group in apps.get_model("auth", "Group").objects.filter(name__in=PERMISSIONS):
        group.permissions.add(*permissions.filter(codename__in=PERMISSIONS[group.name]))


class Migration(migrations.Migration):
    dependencies = [("activities", "0021_plain_words")]

    operations = [
        migrations.CreateModel(
            name='ActivityPartner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('with', 'with UNODC'), ('served', 'serviced or supported'), ('host', 'host')], default='with', max_length=10, verbose_name='part')),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='partner_parts', to='activities.activity', verbose_name='activity')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='activity_parts', to='activities.partner', verbose_name='partner')),
            ],
            options={
                'verbose_name': 'partner',
                'verbose_name_plural': 'partners',
                'ordering': ['activity', 'partner'],
            },
        ),
        migrations.RunSQL(COPY, BACK),
        migrations.RemoveField(model_name='activity', name='partners'),
        migrations.AddField(
            model_name='activity',
            name='partners',
            field=models.ManyToManyField(blank=True, related_name='activities', through='activities.ActivityPartner', to='activities.partner', verbose_name='partners'),
        ),
        migrations.AddConstraint(
            model_name='activitypartner',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('activity', 'partner'), name='activity_partner_once'),
        ),
        migrations.AddConstraint(
            model_name='activitypartner',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['with', 'served', 'host'])), name='activity_partner_part_known'),
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('loaded_digest', models.CharField(blank=True, editable=False, help_text='SHA-256 of the fixture record as last loaded: a row that differs from it was edited here.', max_length=64)),
                ('ref', models.CharField(max_length=12, unique=True, verbose_name='reference')),
                ('reason_fr', models.TextField(blank=True, verbose_name='reason in French')),
                ('reason_en', models.TextField(blank=True, verbose_name='reason in English')),
                ('replaced_by', models.ForeignKey(blank=True, help_text='The published activity to which the pages of the withdrawn one lead.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='activities.activity', verbose_name='replaced by')),
            ],
            options={
                'verbose_name': 'withdrawal',
                'verbose_name_plural': 'withdrawals',
                'ordering': ['ref'],
            },
        ),
        migrations.AddConstraint(
            model_name='withdrawal',
            constraint=models.CheckConstraint(condition=models.Q(('ref__regex', '^[1-3][0-9]{3}-[0-9]{3}-[1-9][0-9]{0,2}$')), name='withdrawal_ref_well_formed', violation_error_message='A reference is written as 2021-026-1.'),
        ),
        migrations.AddConstraint(
            model_name='withdrawal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('replaced_by__isnull', False), ('reason_en', ''), ('reason_fr', '')), models.Q(('replaced_by__isnull', True), models.Q(('reason_fr', ''), _negated=True), models.Q(('reason_en', ''), _negated=True)), _connector='OR'), name='withdrawal_has_a_successor_or_a_reason', violation_error_message='A withdrawal names the activity that replaces it, or its reason in both languages.'),
        ),
        migrations.AlterField(
            model_name='activitytext',
            name='summary',
            field=models.TextField(help_text='12 to 110 words; the same facts in every language.', verbose_name='summary'),
        ),
        migrations.RunPython(partners_as_rows, partners_as_lists),
        migrations.RunPython(permit, migrations.RunPython.noop),
    ]
