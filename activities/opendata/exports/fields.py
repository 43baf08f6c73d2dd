"""The types of values in a JSON record, with their schema."""

from operator import attrgetter

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from activities.models.base import LANGUAGES
from activities.models.figures import digits

from ..columns import type_of

IN_EACH_LANGUAGE = {
    "type": "object",
    "properties": {language: {"type": "string"} for language in LANGUAGES},
    "additionalProperties": False,
}
KEYS = {"type": "array", "items": {"type": "string"}}


@extend_schema_field(IN_EACH_LANGUAGE)
class BilingualField(serializers.Field):
    """Serializes `name_fr` and `name_en` as {"fr": …, "en": …}, or the requested language alone."""

    def __init__(self, **kwargs):
        super().__init__(read_only=True, source="*", **kwargs)

    def to_representation(self, record):
        return {
            language: getattr(record, f"{self.field_name}_{language}") for language in languages(self.context)
        }


@extend_schema_field(KEYS)
class KeysField(serializers.Field):
    """Serializes the public keys of related records, which must be prefetched; `key` may be a dotted path."""

    def __init__(self, key="slug", **kwargs):
        self.key = attrgetter(key)
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, related):
        return [self.key(record) for record in related.all()]


class OrNoneField(serializers.CharField):
    """A text that is null where empty."""

    def __init__(self, **kwargs):
        super().__init__(read_only=True, allow_null=True, **kwargs)

    def to_representation(self, value):
        return str(value) if value else None


class OrNoneChoiceField(serializers.ChoiceField):
    """A value of a closed vocabulary, null where the report does not state one."""

    def __init__(self, choices, **kwargs):
        super().__init__(choices, read_only=True, allow_null=True, **kwargs)

    def to_representation(self, value):
        return value or None


@extend_schema_field({"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?$", "examples": ["20", "1.3"]})
class AmountField(serializers.Field):
    """A decimal number as a string, so that no JSON parser rounds it."""

    def to_representation(self, value):
        return digits(value)


@extend_schema_field({"type": "number", "minimum": 0})
class NumberField(serializers.Field):
    """The same number as a JSON number, which parsers read in binary floating point."""

    def to_representation(self, value):
        return int(value) if value == int(value) else float(value)


@extend_schema_field({"type": "string", "format": "uri"})
class AddressField(serializers.Field):
    """The URL of a record's page in the visitor's language."""

    def __init__(self, **kwargs):
        super().__init__(read_only=True, source="*", **kwargs)

    def to_representation(self, record):
        return f"{self.context['site']}{record.get_absolute_url()}"


# The serializer fields of plain values, by the type of the model field.
PLAIN: dict[str, type[serializers.Field]] = {
    "boolean": serializers.BooleanField,
    "datetime": serializers.DateTimeField,
    "date": serializers.DateField,
    "integer": serializers.IntegerField,
}


def field_of(field) -> serializers.Field:
    """Returns the serializer field for the values of a model field."""
    if field.many_to_many:
        return KeysField(field.related_model.NATURAL_KEY[0])
    if field.choices:
        return OrNoneChoiceField(field.choices) if field.blank else serializers.ChoiceField(field.choices)
    match type_of(field):
        case "number":
            return AmountField(allow_null=field.null)
        case "string":
            return OrNoneField() if field.blank else serializers.CharField()
        case kind:
            return PLAIN[kind](**({"allow_null": True} if field.null else {}))


def languages(context):
    return context.get("languages") or LANGUAGES
