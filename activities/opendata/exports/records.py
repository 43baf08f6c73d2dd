"""An activity in JSON: the same record in the API, in JSON and in JSON Lines."""

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from activities.models.base import LANGUAGES
from activities.models.figures import FigureRole, Qualifier
from activities.models.vocabulary import DatePrecision, Kind, Modality, Role, Scope

from .fields import (
    AmountField,
    BilingualField,
    KeysField,
    OrNoneChoiceField,
    OrNoneField,
    languages,
)

TEXT = {
    "type": "object",
    "properties": {"title": {"type": "string"}, "summary": {"type": "string"}},
    "required": ["title", "summary"],
    "additionalProperties": False,
}


class PlaceSerializer(serializers.Serializer):
    """A country that the report names for an activity, in a role, with the places named there."""

    iso3 = serializers.CharField(source="country.iso3")
    name = serializers.SerializerMethodField()
    role = serializers.ChoiceField(Role.choices)
    localities = serializers.SerializerMethodField()

    @extend_schema_field(BilingualField)
    def get_name(self, place):
        return {language: getattr(place.country, f"name_{language}") for language in languages(self.context)}

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_localities(self, place):
        return [locality.slug for locality in place.localities.all()]


class PublicationSerializer(serializers.Serializer):
    title = serializers.CharField()
    languages = serializers.ListField(child=serializers.CharField())


class FigureSerializer(serializers.Serializer):
    """A quantity as a paragraph of the report states it; figures of unlike units are never added up."""

    value = AmountField()
    qualifier = serializers.ChoiceField(Qualifier.choices)
    unit = serializers.CharField(source="unit.slug")
    label = BilingualField()
    paragraph = serializers.IntegerField(source="paragraph.number")
    period = OrNoneField()
    cumulative = serializers.BooleanField()
    role = serializers.ChoiceField(FigureRole.choices)
    countries = KeysField("iso3")


class ActivitySerializer(serializers.Serializer):
    """One distinct thing that UNODC did, runs, supports, organized or published."""

    ref = serializers.CharField()
    url = serializers.SerializerMethodField()
    report = serializers.CharField(source="report.ref")
    paragraphs = serializers.SerializerMethodField()
    section = serializers.SerializerMethodField()
    kind = serializers.ChoiceField(Kind.choices)
    modality = OrNoneChoiceField(Modality.choices)
    scope = serializers.ChoiceField(Scope.choices)
    start = serializers.DateField(allow_null=True)
    end = serializers.DateField(allow_null=True)
    date_precision = OrNoneChoiceField(DatePrecision.choices)
    texts = serializers.SerializerMethodField()
    countries = PlaceSerializer(many=True, source="country_roles")
    regions = KeysField()
    themes = KeysField()
    programmes = KeysField()
    partners = KeysField()
    instruments = KeysField()
    publications = PublicationSerializer(many=True)
    figures = FigureSerializer(many=True)
    source_note = BilingualField()
    updated_at = serializers.DateTimeField()

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, activity):
        """The permanent address."""
        return permanent(self.context["site"], activity.ref)

    @extend_schema_field({"type": "array", "items": {"type": "integer"}})
    def get_paragraphs(self, activity):
        """The numbered paragraphs of the report that it rests on, the main one first."""
        return [paragraph.number for paragraph in activity.cited_paragraphs]

    @extend_schema_field({"type": ["string", "null"]})
    def get_section(self, activity):
        """The section of its main paragraph."""
        return main_section(activity)

    @extend_schema_field(
        {
            "type": "object",
            "properties": dict.fromkeys(LANGUAGES, TEXT),
            "additionalProperties": False,
        }
    )
    def get_texts(self, activity):
        """Title and summary in each language that it is written in."""
        return {
            text.language: {"title": text.title, "summary": text.summary}
            for text in activity.texts.all()
            if text.language in languages(self.context)
        }


def main_section(activity):
    return next((paragraph.section.code for paragraph in activity.cited_paragraphs), None)


def permanent(site, ref):
    return f"{site}{reverse('permanent', args=[ref])}"
