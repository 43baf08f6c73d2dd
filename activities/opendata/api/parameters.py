"""Query parameters: declared once, described in the schema and validated on every request."""

from dataclasses import dataclass
from itertools import islice
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter

from activities.models.base import LANGUAGES
from activities.search.parameters import MAX_QUERY, MAX_VALUES, shown

from .errors import InvalidParameters

MAX_LIST = 1000  # characters of a list in one value
MAX_ERRORS = 10  # invalid parameters that an error names
WHOLE = r"^[1-9][0-9]{0,8}$"


@dataclass(frozen=True)
class Parameter:
    """A query parameter. `many` may be repeated; `listed` is one comma-separated value."""

    name: str
    description: str | Promise
    schema: dict[str, Any]
    many: bool = False
    listed: bool = False

    def errors(self, values):
        """Yields what is wrong with the values, apart from the form's own validation."""
        if not all(values):
            yield _("Give it a value, or omit the parameter.")
        if len(values) > 1 and not self.many:
            yield _("It can be given once only.")
        longest = self.schema.get("maxLength", MAX_LIST)
        if any(len(value) > longest for value in values):
            yield _("It is too long: %(count)d characters at most.") % {"count": longest}

    def in_schema(self, deprecated=False):
        return OpenApiParameter(
            self.name,
            type=self.schema,
            location=OpenApiParameter.QUERY,
            description=str(self.description),
            deprecated=deprecated,
            style="form" if self.many or self.listed else None,
            explode=True if self.many else False if self.listed else None,
        )


LANGUAGE = Parameter(
    "lang",
    gettext_lazy(
        "Texts and names in one language alone; labels and messages in it too, which otherwise follow Accept-Language."
    ),
    {"type": "string", "enum": list(LANGUAGES)},
)


# More than the label says, which is that of the page.
NOTES = {
    "q": gettext_lazy("words, “phrases”, -exclusions, references and paragraphs, in either language."),
    "region": gettext_lazy("what names it, a region inside it or a country in it."),
    "theme": gettext_lazy("with the themes below it."),
    "year": gettext_lazy("in which an activity began; `none` for what the report does not date."),
    "report": gettext_lazy("the year of the report that a record comes from."),
}


def of_form(form, leave_out=()) -> list[Parameter]:
    """Returns a Parameter for every filter of the page, with all its values."""
    return [_of_field(name, field) for name, field in form.fields.items() if name not in leave_out]


def _of_field(name, field):
    label = capfirst(field.label)
    if note := field.help_text or NOTES.get(name):
        label = _("%(label)s: %(note)s") % {"label": label, "note": note}
    if isinstance(field, forms.MultipleChoiceField):
        values = {"type": "string", "enum": sorted(_known(field), key=_by_number)}
        several = {"type": "array", "items": values, "maxItems": MAX_VALUES, "minItems": 1}
        return Parameter(name, label, several, many=True)
    if isinstance(field, forms.ChoiceField):
        return Parameter(name, label, {"type": "string", "enum": [value for value in _known(field) if value]})
    text = {"type": "string", "minLength": 1, "maxLength": MAX_QUERY, "pattern": r"^[^\x00]+$"}
    return Parameter(name, label, text)


def _known(field: Any) -> list[str]:
    return list(getattr(field, "known", None) or [value for value, _label in field.choices])


def _by_number(value):
    return (value.zfill(4), value) if value.isdigit() else ("", value)


def check(params, parameters):
    """Raises InvalidParameters for unknown, empty, repeated or too long ones; names at most MAX_ERRORS."""
    known = {parameter.name: parameter for parameter in parameters}
    found = ((shown(name), _wrong(name, values, known)) for name, values in params.lists())
    if errors := dict(islice(((name, wrong) for name, wrong in found if wrong), MAX_ERRORS)):
        raise InvalidParameters(errors)


def _wrong(name, values, known):
    return list(known[name].errors(values)) if name in known else [_unknown(known)]


def _unknown(known):
    if not known:
        return _("This address takes no parameters.")
    return _("Unknown parameter. Known parameters: %(names)s.") % {"names": ", ".join(known)}


def one_of(params, name, values, default=None):
    """Returns the value of a parameter. Raises InvalidParameters unless it is one of `values` or missing."""
    value = params.get(name, default)
    if value is not None and value not in values:
        message = _("“%(value)s” is not known here. Known: %(values)s.")
        raise InvalidParameters({name: [message % {"value": shown(value), "values": ", ".join(values)}]})
    return value
