"""The public parameters of a list of activities, shared by the page, the exports and the API."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from activities.language.characters import printable
from activities.models.vocabulary import Kind, Scope

from .index import FacetIndex, current_index
from .parameters import MAX_QUERY, MAX_VALUES, without
from .search import FACETS, ORDERS, TEXT, UNDATED, Search

CODES = _("ISO alpha-3 or alpha-2 codes, in any case.")
UNKNOWN = {"invalid_choice": _("“%(value)s” is not known here.")}


def years():
    """Returns the choices of years; a callable, since a list would be deep-copied for each request."""
    return [(UNDATED, _("undated")), *((str(year), str(year)) for year in range(1945, 2101))]


def at_most(values):
    """Raises ValidationError for more than MAX_VALUES values, which bounds the work of one request."""
    if len(values) > MAX_VALUES:
        raise ValidationError(
            ngettext_lazy(
                "At most %(count)d value can be selected here.",
                "At most %(count)d values can be selected here.",
                MAX_VALUES,
            )
            % {"count": MAX_VALUES}
        )


class KeysField(forms.MultipleChoiceField):
    """Accepts public keys of records and validates them in memory: no query, however many are given."""

    def __init__(self, *args, known=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.known = known

    def to_python(self, value):
        return [key.replace("\0", "␀") for key in super().to_python(value)]

    def valid_value(self, value):
        return value in self.known


class TextField(forms.CharField):
    """Removes the characters that XML cannot hold: the text is repeated in feeds and files."""

    def clean(self, value):
        return printable(super().clean(value))


def _any_of(facet, field=forms.MultipleChoiceField, **choices):
    """Returns a field that takes any of the values of a facet; an unknown value is an error."""
    return field(label=FACETS[facet], required=False, error_messages=UNKNOWN, validators=[at_most], **choices)


class ActivityFilter(forms.Form):
    """Validates the parameters of a request and turns them into a Search."""

    q = TextField(label=TEXT, max_length=MAX_QUERY, required=False)
    country = _any_of("country", KeysField, help_text=CODES)
    region = _any_of("region", KeysField)
    theme = _any_of("theme", KeysField)
    programme = _any_of("programme", KeysField)
    partner = _any_of("partner", KeysField)
    kind = _any_of("kind", choices=Kind.choices)
    scope = _any_of("scope", choices=Scope.choices)
    instrument = _any_of("instrument", KeysField)
    year = _any_of("year", choices=years)
    report = _any_of("report", KeysField)
    sort = forms.ChoiceField(
        label=_("Sort by"),
        choices=list(ORDERS.items()),
        required=False,
        error_messages={"invalid_choice": _("“%(value)s” is not an order of this list.")},
    )

    verbatim = forms.ChoiceField(
        label=_("Words as typed, without correction"),
        choices=[("1", _("Words as typed, without correction"))],
        required=False,
        error_messages=UNKNOWN,
    )

    def __init__(self, params: QueryDict | None = None, index: FacetIndex | None = None):
        index = index or current_index()
        self.given = given(params, index)
        super().__init__(self.given)
        known = {**index.names, "report": index.reports}
        for name, field in self.fields.items():
            if isinstance(field, KeysField):
                field.known = known[name]

    @property
    def asked(self) -> QueryDict:
        """The parameters as a URL has them, without those that are unknown here or have no value."""
        return without(self.given, [name for name in self.given if name not in self.fields])

    @property
    def search(self) -> Search:
        """The search that valid parameters ask for."""
        asked = self.cleaned_data
        selection = {facet: tuple(asked[facet]) for facet in FACETS if asked[facet]}
        return Search(asked["q"], selection, asked["sort"], verbatim=bool(asked["verbatim"]))


def given(params: QueryDict | None, index: FacetIndex) -> QueryDict:
    """Returns the parameters without empty values, with alpha-3 codes for countries."""
    found = without_empty(params or QueryDict())
    asked = found.getlist("country")
    codes = [index.country_code(code) or code for code in asked]
    if codes != asked:
        found.setlist("country", list(dict.fromkeys(codes)))
    return found


def without_empty(params):
    """Returns the parameters without their empty values."""
    given = QueryDict(mutable=True)
    for name, values in params.lists():
        if stated := [value for value in values if value]:
            given.setlist(name, stated)
    return given
