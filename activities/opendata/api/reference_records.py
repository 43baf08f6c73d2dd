"""Serializers for the rows of the reference tables."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from activities.models.base import LANGUAGES
from activities.models.places import Basis, Membership
from activities.models.taxonomy import InstrumentKind, PartnerKind, ProgrammeKind

from ..exports.fields import KEYS, AddressField, BilingualField, KeysField, OrNoneField

NAMES = {
    "type": "object",
    "properties": dict.fromkeys(LANGUAGES, KEYS),
    "additionalProperties": False,
}


@extend_schema_field(NAMES)
class AliasesField(BilingualField):
    """Serializes other names by language."""


class NamedSerializer(serializers.Serializer):
    name = BilingualField()
    aliases = AliasesField()


class CountedSerializer(serializers.Serializer):
    url = AddressField()
    activities = serializers.SerializerMethodField(help_text=_("How many activities it has."))

    def get_activities(self, record) -> int:
        index, facet = self.context["index"], self.context["facet"]
        return len(index.values[facet].get(record.natural_key()[0], ()))


class CountrySerializer(NamedSerializer, CountedSerializer):
    """A Member or observer State of the United Nations."""

    iso3 = serializers.CharField()
    iso2 = serializers.CharField()
    m49 = serializers.CharField()
    status = serializers.ChoiceField(Membership.choices)
    regions = KeysField()


class SluggedSerializer(NamedSerializer):
    slug = serializers.CharField()


class RegionSerializer(SluggedSerializer, CountedSerializer):
    """A region of the M49 standard, or one that a report names, with the countries that it covers.

    Its activities are those that name it, a region inside it (all of whose countries it covers), or a country
    in it.
    """

    m49 = OrNoneField()
    parent = OrNoneField(source="parent.slug", default=None)
    basis = serializers.ChoiceField(Basis.choices)
    basis_note = BilingualField()
    countries = KeysField("iso3")


class ThemeSerializer(SluggedSerializer, CountedSerializer):
    """A theme; its activities count for the themes above it, too."""

    parent = OrNoneField(source="parent.slug", default=None)


class ProgrammeSerializer(SluggedSerializer, CountedSerializer):
    """A named programme, initiative, network, mechanism or portal."""

    acronym = serializers.CharField(allow_blank=True)
    kind = serializers.ChoiceField(ProgrammeKind.choices)
    paragraphs = serializers.SerializerMethodField()

    @extend_schema_field({"type": "array", "items": {"type": "integer"}})
    def get_paragraphs(self, programme):
        """The numbers of the paragraphs that its activities cite."""
        cited = {
            paragraph.number for activity in programme.published for paragraph in activity.paragraphs.all()
        }
        return sorted(cited)


class PartnerSerializer(SluggedSerializer, CountedSerializer):
    """An organization or body that takes part in activities."""

    acronym = BilingualField()
    kind = serializers.ChoiceField(PartnerKind.choices)


class InstrumentSerializer(SluggedSerializer, CountedSerializer):
    """A convention, resolution, declaration, standard or plan that activities serve."""

    acronym = BilingualField()
    kind = serializers.ChoiceField(InstrumentKind.choices)


class UnitSerializer(SluggedSerializer):
    """A unit in which figures are counted."""
