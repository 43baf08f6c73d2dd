"""The public parameters of the register of figures."""

from operator import attrgetter

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from activities.models import Activity, Figure, Paragraph, Section, Unit
from activities.models.figures import FigureRole
from activities.models.index import PerVersion

from .filters import CODES, UNKNOWN, KeysField, at_most, given
from .index import PATHS, current_index
from .search import FACETS

PARAGRAPHS = [(str(number), str(number)) for number in range(1, 1000)]


def _read_rows():
    """Returns the rows of the small tables by which figures are filtered, by the value of the parameter."""
    return {
        "unit": {unit.slug: unit for unit in Unit.objects.all()},
        "section": {section.code: section for section in Section.objects.published()},
    }


def _read_counted() -> dict[str, frozenset[str]]:
    """Returns the keys of the units, countries and programmes that published figures count for."""
    figures = Figure.objects.published()
    activities = Activity.objects.published().filter(Exists(Figure.objects.filter(activity=OuterRef("pk"))))
    programmes = Activity.programmes.through.objects.filter(activity__in=activities)
    own = figures.filter(programme__isnull=False).order_by().values_list("programme__slug", flat=True)
    of_activities = programmes.values_list("programme__slug", flat=True)
    of_figures = {
        "unit": figures.order_by().values_list("unit__slug", flat=True),
        "country": figures.filter(countries__isnull=False)
        .order_by()
        .values_list("countries__iso3", flat=True),
    }
    found = {name: frozenset(keys.distinct()) for name, keys in of_figures.items()}
    return {**found, "programme": frozenset(own.distinct()).union(of_activities.distinct())}


current_rows = PerVersion(_read_rows)
current_counted = PerVersion(_read_counted)


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


class RowsFilter(AnyOfFilter):
    """Accepts the values of one column of a small table."""

    field_class = KeysField

    def __init__(self, name, **kwargs):
        super().__init__(**kwargs)
        self.name = name

    @property
    def field(self):
        self.extra["known"] = current_rows()[self.name]
        return super().field


class ProgrammeFilter(RecordFilter):
    """Selects the figures that count for a programme or belong to one of its activities."""

    def filter(self, queryset, programmes):
        if not programmes:
            return queryset
        activities = Activity.objects.filter(pk=OuterRef("activity"), programmes__slug__in=programmes)
        return queryset.filter(Q(programme__slug__in=programmes) | Exists(activities))


class SectionFilter(RowsFilter):
    """Includes the sections below those selected."""

    def filter(self, queryset, sections):
        within = Q()
        for code in sections:
            within |= Q(paragraph__section__code=code) | Q(paragraph__section__code__startswith=f"{code}.")
        return queryset.filter(within)


class ReportFilter(AnyOfFilter):
    """Filters by the years of published reports."""

    field_class = KeysField

    def __init__(self, field_name):
        super().__init__(field_name=field_name, label=FACETS["report"])

    @property
    def field(self):
        self.extra["known"] = current_index().reports
        return super().field


class ParagraphFilter(django_filters.FilterSet):
    report = ReportFilter("report__ref")

    class Meta:
        model = Paragraph
        fields = ()


class FigureFilter(django_filters.FilterSet):
    unit = RowsFilter("unit", field_name="unit__slug", label=_("Unit"))
    country = RecordFilter("country", label=_("Country"), help_text=CODES)
    programme = ProgrammeFilter("programme", label=_("Programme"))
    section = SectionFilter("section", label=_("Section of the report"))
    paragraph = AnyOfFilter(choices=PARAGRAPHS, field_name="paragraph__number", label=_("Paragraph"))
    report = ReportFilter("paragraph__report__ref")
    role = AnyOfFilter(choices=FigureRole.choices, label=_("Role"))

    class Meta:
        model = Figure
        fields = ()

    def __init__(self, data=None, *args, **kwargs):
        self.index = current_index()
        super().__init__(given(data, self.index), *args, **kwargs)


def choices(filterset):
    """Returns [(name, label, number selected, [(value, label, selected)])] for the register's filters."""
    asked = filterset.form.data
    return [
        (name, filterset.filters[name].label, len(asked.getlist(name)), _marked(rows, asked.getlist(name)))
        for name, rows in _to_choose_from(asked).items()
    ]


def in_words(filterset, groups):
    """Returns a valid FigureFilter in words, for titles: Colombie · § 76; empty where it filters nothing."""
    words = [str(label) for *_, rows in groups for _, label, selected in rows if selected]
    words += [f"§\N{NO-BREAK SPACE}{number}" for number in filterset.form.cleaned_data["paragraph"]]
    return " · ".join(words)


def _to_choose_from(asked):
    """Returns {name: [(value, label)]}: values that figures have, and selected ones that none has."""
    counted, rows, records = current_counted(), current_rows(), current_index().records
    return {
        "unit": _named(rows["unit"], counted["unit"].union(asked.getlist("unit"))),
        "country": _named(records["country"], counted["country"].union(asked.getlist("country"))),
        "programme": _named(records["programme"], counted["programme"].union(asked.getlist("programme"))),
        "section": [(code, str(section)) for code, section in rows["section"].items()],
        **_reports_to_choose_from(asked),
        "role": FigureRole.choices,
    }


def _named(records, keys):
    """Returns [(key, name)] of the records with one of these keys, by name."""
    by_name = attrgetter(f"sort_{get_language() or 'fr'}", "pk")
    found = sorted((record for key, record in records.items() if key in keys), key=by_name)
    return [(record.natural_key()[0], record.name) for record in found]


def _reports_to_choose_from(asked):
    reports = current_index().reports
    worth_asking = len(reports) > 1 or asked.getlist("report")
    return {"report": [(year, year) for year in sorted(reports, reverse=True)]} if worth_asking else {}


def _marked(rows, selected):
    return [(value, capfirst(label), value in selected) for value, label in rows]
