"""An activity in JSON: the same record in the API, in JSON and in JSON Lines."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from activities.models import Activity, Figure
from activities.models.base import LANGUAGES
from activities.models.vocabulary import Part, Role

from ..published_columns import main_section, permanent
from .fields import BilingualField, KeysField, NumberField, field_of, languages

TEXT = {
    "type": "object",
    "properties": {"title": {"type": "string"}, "summary": {"type": "string"}},
    "required": ["title", "summary"],
    "additionalProperties": False,
}


class ModelRecordSerializer(serializers.Serializer):
    """Serializes `Meta.fields` in that order; those that are not declared as their model field describes."""

    def get_fields(self):
        declared, model = super().get_fields(), self.Meta.model
        return {
            name: declared[name] if name in declared else field_of(model._meta.get_field(name))
            for name in self.Meta.fields
        }


class PlaceSerializer(serializers.Serializer):
    """A country that the report names for an activity, with its role and the localities named there."""

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


class PartSerializer(serializers.Serializer):
    """An organization in an activity, with its part: does it together, is serviced or supported, or hosts it."""

    slug = serializers.CharField(source="partner.slug")
    part = serializers.ChoiceField(Part.choices)


class PublicationSerializer(serializers.Serializer):
    """A titled work, with its title as printed and the languages that the report names."""

    title = serializers.CharField()
    languages = serializers.ListField(child=serializers.CharField())


class FigureSerializer(ModelRecordSerializer):
    """A quantity as a paragraph of the report states it. Do not add figures of different units."""

    number = NumberField(source="value", read_only=True)
    unit = serializers.CharField(source="unit.slug")
    label = BilingualField()
    paragraph = serializers.IntegerField(source="paragraph.number")
    countries = KeysField("iso3")

    class Meta:
        model = Figure
        fields: tuple[str, ...] = (
            "value", "number", "qualifier", "unit", "label", "paragraph", "period", "cumulative", "role", "countries",
        )  # fmt: skip


class ActivitySerializer(ModelRecordSerializer):
    """One distinct thing that UNODC did, runs, supports, organized or published."""

    url = serializers.SerializerMethodField()
    report = serializers.CharField(source="report.ref")
    paragraphs = serializers.SerializerMethodField()
    section = serializers.SerializerMethodField()
    texts = serializers.SerializerMethodField()
    countries = PlaceSerializer(many=True, source="country_roles")
    partners = KeysField("partner.slug", source="partner_parts")
    partner_parts = PartSerializer(many=True)
    publications = PublicationSerializer(many=True)
    figures = FigureSerializer(many=True)
    source_note = BilingualField()

    class Meta:
        model = Activity
        fields = (
            "ref", "url", "report", "paragraphs", "section", *Activity.PROPERTIES, "texts", "countries",
            *Activity.RELATIONS, "partner_parts", "publications", "figures", "source_note", "updated_at",
        )  # fmt: skip

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, activity):
        """The permanent URL of the activity."""
        return permanent(self.context["site"], activity.ref)

    @extend_schema_field({"type": "array", "items": {"type": "integer"}})
    def get_paragraphs(self, activity):
        """The numbers of the paragraphs that the activity cites, the main one first."""
        return [paragraph.number for paragraph in activity.cited_paragraphs]

    @extend_schema_field({"type": ["string", "null"]})
    def get_section(self, activity):
        """The code of the section of the main paragraph."""
        return main_section(activity)

    @extend_schema_field(
        {
            "type": "object",
            "properties": dict.fromkeys(LANGUAGES, TEXT),
            "additionalProperties": False,
        }
    )
    def get_texts(self, activity):
        """Title and summary, in each language in which there is a text."""
        return {
            text.language: {"title": text.title, "summary": text.summary}
            for text in activity.texts.all()
            if text.language in languages(self.context)
        }
