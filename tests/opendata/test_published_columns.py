"""A field is declared at the model, and whatever describes an activity reads it from there."""

import pytest
from django.db import models
from rest_framework import serializers

from activities.admin.activity import ActivityAdmin
from activities.curation.fixtures.activity_records import ActivityRecord
from activities.curation.spreadsheets.tables import ACTIVITIES
from activities.models import Activity, Figure, Programme
from activities.models.vocabulary import Modality
from activities.opendata.columns import Column
from activities.opendata.datapackage import RESOURCES
from activities.opendata.exports import TABLES, ActivitySerializer
from activities.opendata.exports.fields import AmountField, OrNoneChoiceField, OrNoneField, field_of

# What identifies an activity and what becomes of it, and the relations that have rows of their own.
OTHERS = {
    "id", "ref", "report_order", "report", "status", "reviewed_by", "reviewed_on", "updated_at", "loaded_digest",
    "paragraphs", "countries",
}  # fmt: skip


def names(columns):
    return {column.name for column in columns}


def test_every_field_of_an_activity_is_declared_to_state_what_it_is_or_known_not_to():
    declared = {*Activity.PROPERTIES, *Activity.NOTES, *Activity.RELATIONS}
    fields = {field.name for field in (*Activity._meta.fields, *Activity._meta.many_to_many)}
    assert declared | OTHERS == fields
    assert not declared & OTHERS


@pytest.mark.parametrize("name", [*Activity.PROPERTIES, *Activity.NOTES, *Activity.RELATIONS])
def test_what_states_an_activity_is_in_exports_spreadsheet_and_admin(name):
    assert name in TABLES["activities"].columns
    assert name in names(ACTIVITIES.columns)
    edited = {field for _title, group in ActivityAdmin.fieldsets for field in group["fields"]}
    inlines = {inline.model for inline in ActivityAdmin.inlines}
    field = Activity._meta.get_field(name)
    assert name in edited or field.remote_field.through in inlines


@pytest.mark.parametrize("name", Activity.PROPERTIES)
def test_a_property_is_in_fixtures_api_and_data_package(name):
    resources = {resource.name: resource for resource in RESOURCES}
    assert name in ActivityRecord.model_fields
    assert name in ActivitySerializer().fields
    assert name in names(resources["activities"].columns)


@pytest.mark.parametrize(
    ("field", "kind", "null"),
    [
        (models.CharField(), serializers.CharField, False),
        (models.CharField(blank=True), OrNoneField, True),
        (models.CharField(choices=Modality), serializers.ChoiceField, False),
        (models.CharField(choices=Modality, blank=True), OrNoneChoiceField, True),
        (models.BooleanField(), serializers.BooleanField, False),
        (models.DateField(null=True), serializers.DateField, True),
        (models.DateTimeField(), serializers.DateTimeField, False),
        (models.DecimalField(null=True), AmountField, True),
        (models.PositiveSmallIntegerField(null=True), serializers.IntegerField, True),
    ],
)
def test_the_api_gives_a_field_the_type_of_its_column(field, kind, null):
    made = field_of(field)
    assert type(made) is kind
    assert made.allow_null == null


def test_a_column_reads_along_its_path_and_nothing_behind_an_empty_relation():
    of_programme = Column("programme", "programme__slug")
    assert of_programme.value(Figure(programme=Programme(slug="grace")), "") == "grace"
    assert of_programme.value(Figure(programme=None), "") is None
    with pytest.raises(AttributeError):
        Column("programme", "program__slug").value(Figure(), "")
