"""The public parameters of a list of activities, shared by the page, the exports and the API."""

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from activities.language.characters import printable
from activities.models import Activity
from activities.models.vocabulary import Kind, Scope

from .index import PATHS, current_index
from .parameters import MAX_QUERY, MAX_VALUES, without

UNKNOWN = {"invalid_choice": _("“%(value)s” is not known here.")}

RELEVANCE = "relevance"
SORTS = {
    RELEVANCE: _("Relevance"),
    "report": _("Order of the report"),
    "newest": _("Newest first"),
    "title": _("Title"),
}


def years():
    """Returns the choices of years; a callable, since a list would be deep-copied for each request."""
    return [(str(year), str(year)) for year in range(1945, 2101)]


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

    def __init__(self, *args, known, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = known

    def to_python(self, value):
        return [key.replace("\0", "␀") for key in super().to_python(value)]

    def valid_value(self, value):
        return value in self.known


class AnyOfFilter(django_filters.MultipleChoiceFilter):
    """Matches any of the selected values (OR); an unknown value is an error."""

    def __init__(self, **kwargs):
        super().__init__(error_messages=UNKNOWN, validators=[at_most], **kwargs)


class RecordFilter(AnyOfFilter):
    """Filters by the public keys of the records of a facet."""

    field_class = KeysField

    def __init__(self, facet, **kwargs):
        super().__init__(field_name=PATHS[facet], **kwargs)
        self.facet = facet

    @property
    def field(self):
        self.extra["known"] = self.parent.index.names[self.facet]
        return super().field


class ThemeFilter(RecordFilter):
    """Includes the themes below those selected."""

    def filter(self, queryset, themes):
        return super().filter(queryset, self.parent.index.with_descendants("theme", themes))


class TextField(forms.CharField):
    """Removes the characters that XML cannot hold: the text is repeated in feeds and files."""

    def clean(self, value):
        return printable(super().clean(value))


class TextFilter(django_filters.CharFilter):
    field_class = TextField


class OrderFilter(django_filters.ChoiceFilter):
    """Filters nothing: `ordered` applies the order to the filtered queryset."""

    def filter(self, queryset, order):
        return queryset


class ActivityFilter(django_filters.FilterSet):
    q = TextFilter(
        label=_("Text"),
        method="by_text",
        max_length=MAX_QUERY,
    )
    country = RecordFilter("country", label=_("Country"))
    region = RecordFilter("region", label=_("Region"))
    theme = ThemeFilter("theme", label=_("Theme"))
    programme = RecordFilter("programme", label=_("Programme"))
    partner = RecordFilter("partner", label=_("Partner"))
    kind = AnyOfFilter(choices=Kind.choices, label=_("Kind of activity"))
    scope = AnyOfFilter(choices=Scope.choices, label=_("Scope"))
    instrument = RecordFilter("instrument", label=_("Instrument"))
    # The year in which an activity began, where the report states one.
    year = AnyOfFilter(choices=years, field_name="start__year", label=_("Year"))
    sort = OrderFilter(
        label=_("Sort by"),
        choices=list(SORTS.items()),
        error_messages={"invalid_choice": _("“%(value)s” is not an order of this list.")},
    )

    class Meta:
        model = Activity
        fields = ()

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(without_empty(data or QueryDict()), *args, **kwargs)
        self.index = current_index()

    @cached_property
    def query(self):
        """The parsed text; false when there is none.

        A last word that no activity contains is taken as a prefix, if any activity contains that.
        """
        query = self.index.parsed(self.form.cleaned_data.get("q") or "")
        if query.last_word and not self.index.answering(query.only_last_word()):
            begun = query.with_last_word_begun()
            if self.index.answering(begun.only_last_word()):
                return begun
        return query

    @property
    def asked(self):
        """The parameters as a URL has them, without those that are unknown here or have no value."""
        return without(self.data, [name for name in self.data if name not in self.filters])

    @property
    def orders(self):
        """The orders that apply: relevance only with a text."""
        return [(value, label) for value, label in SORTS.items() if self.query or value != RELEVANCE]

    @property
    def order(self):
        """The order in force: the one selected, else relevance with a text, else that of the report."""
        default = RELEVANCE if self.query else "report"
        return self.form.cleaned_data.get("sort") or default

    def by_text(self, queryset, name, value):
        return queryset.matching(self.query) if self.query else queryset

    def filter_queryset(self, queryset):
        return self.ordered(super().filter_queryset(queryset))

    def ordered(self, queryset):
        match self.order:
            case "newest":
                return queryset.newest_first()
            case "title":
                return queryset.by_title()
            case "relevance" if self.query:
                return queryset.by_relevance(self.query)
        return queryset.in_report_order()


def without_empty(params):
    """Returns the parameters without their empty values."""
    given = QueryDict(mutable=True)
    for name, values in params.lists():
        if said := [value for value in values if value]:
            given.setlist(name, said)
    return given
