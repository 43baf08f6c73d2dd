"""Every public parameter of a list of activities: for the page, the exports and the API alike."""

from functools import cached_property

import django_filters
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from . import search
from .models import Activity, Country, Instrument, Partner, Programme, Region, Theme
from .models.vocabulary import Kind, Scope

MAX_QUERY = 200
MAX_VALUES = 50
UNKNOWN = {"invalid_choice": _("“%(value)s” is not known here.")}

YEARS = [(str(year), str(year)) for year in range(1945, 2101)]
RELEVANCE = "relevance"
SORTS = {
    RELEVANCE: _("Relevance"),
    "report": _("Order of the report"),
    "newest": _("Newest first"),
    "title": _("Title"),
}


def at_most(values):
    """Bounds the work of one request; a person never selects as many."""
    if len(values) > MAX_VALUES:
        raise ValidationError(
            ngettext_lazy(
                "At most %(count)d value can be selected here.",
                "At most %(count)d values can be selected here.",
                MAX_VALUES,
            )
            % {"count": MAX_VALUES}
        )


class RecordField(django_filters.fields.ModelMultipleChoiceField):
    def clean(self, value):
        # Before the database is asked: it takes neither thousands of keys nor null characters.
        at_most(value or [])
        for key in value or []:
            if "\0" in key:
                raise ValidationError(
                    self.error_messages["invalid_choice"], params={"value": key.replace("\0", "␀")}
                )
        return super().clean(value)


class RecordFilter(django_filters.ModelMultipleChoiceFilter):
    """Records by their public key: any of those selected (OR). An unknown key is an error."""

    field_class = RecordField

    def __init__(self, model, relation, key="slug", **kwargs):
        super().__init__(
            queryset=model.objects.all(),
            field_name=f"{relation}__{key}",
            to_field_name=key,
            error_messages=UNKNOWN,
            **kwargs,
        )


class ThemeFilter(RecordFilter):
    """A theme includes everything below it."""

    def filter(self, queryset, themes):
        if not themes:
            return queryset
        below = Theme.objects.descendants()
        wanted = set().union(*(below[theme.pk] for theme in themes))
        return queryset.filter(themes__in=wanted).distinct()


class ChoiceFilter(django_filters.MultipleChoiceFilter):
    def __init__(self, choices, **kwargs):
        super().__init__(
            choices=choices,
            error_messages=UNKNOWN,
            validators=[at_most],
            **kwargs,
        )


class ActivityFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label=_("Text"),
        method="by_text",
        max_length=MAX_QUERY,
    )
    country = RecordFilter(Country, "countries", key="iso3", label=_("Country"))
    region = RecordFilter(Region, "regions", label=_("Region"))
    theme = ThemeFilter(Theme, "themes", label=_("Theme"))
    programme = RecordFilter(Programme, "programmes", label=_("Programme"))
    partner = RecordFilter(Partner, "partners", label=_("Partner"))
    kind = ChoiceFilter(Kind.choices, label=_("Kind of activity"))
    scope = ChoiceFilter(Scope.choices, label=_("Scope"))
    instrument = RecordFilter(Instrument, "instruments", label=_("Instrument"))
    # The year in which an activity began, where the report states one.
    year = ChoiceFilter(YEARS, field_name="start__year", label=_("Year"))
    sort = django_filters.ChoiceFilter(
        label=_("Sort by"),
        method="in_order",
        choices=list(SORTS.items()),
        error_messages={"invalid_choice": _("“%(value)s” is not an order of this list.")},
    )

    class Meta:
        model = Activity
        fields = ()

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(_without_empty(data or QueryDict()), *args, **kwargs)

    @cached_property
    def query(self):
        """The text asked for, parsed; false when there is none."""
        return search.parse(self.form.cleaned_data.get("q") or "")

    @property
    def orders(self):
        """The orders that make sense: relevance only where a text is asked for."""
        return [(value, label) for value, label in SORTS.items() if self.query or value != RELEVANCE]

    @property
    def order(self):
        """The order in force: by relevance where a text is asked for, else that of the report."""
        default = RELEVANCE if self.query else "report"
        return self.form.cleaned_data.get("sort") or default

    def by_text(self, queryset, name, value):
        return queryset.matching(self.query) if self.query else queryset

    def in_order(self, queryset, name, value):
        return queryset

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        match self.order:
            case "newest":
                return queryset.newest_first()
            case "title":
                return queryset.by_title()
            case "relevance" if self.query:
                return queryset.by_relevance(self.query)
        return queryset.in_report_order()


def _without_empty(params):
    """A parameter without a value asks for nothing."""
    params = params.copy()
    for name, values in list(params.lists()):
        params.setlist(name, [value for value in values if value])
    return params
