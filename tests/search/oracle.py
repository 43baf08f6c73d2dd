"""The answers of a search by SQL over the tables alone, for comparison with those of the bitmaps."""

from functools import reduce
from operator import or_

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Q, Value
from django.db.models.lookups import PostgresOperatorLookup

from activities.models import Activity, Country, Region, Theme
from activities.search import Results
from activities.search.index import PATHS
from activities.search.lexemes import any_phrase, beginning, stemmed, themed, told
from activities.search.parsing import parse
from activities.search.vectors import TsQuery


@SearchVectorField.register_lookup
class Answers(PostgresOperatorLookup):
    """Implements `vector__answers=query`; Django's own lookup would parse the tsquery again as text."""

    lookup_name = "answers"
    postgres_operator = "@@"
    prepare_rhs = False


def tsquery(query) -> TsQuery:
    """Returns the whole query as one tsquery."""
    alone = len(query.groups) == 1  # then the names of themes answer as well
    groups = (" | ".join(_condition(term, alone) for term in group) for group in query.groups)
    return TsQuery(Value(" & ".join(f"({group})" for group in groups)))


def matching(activities, query):
    return activities.filter(search_row__vector__answers=tsquery(query))


def containing(text):
    """Returns the activities, published or not, whose search row matches a text."""
    return matching(Activity.objects.all(), parse(text))


def by_relevance(activities, query):
    return activities.order_by(query.relevance("search_row__vector").desc(), "report_order")


def activities_of(results: Results):
    """Returns the activities that a search finds, in its order."""
    activities = Activity.objects.published()
    for facet, values in results.search.selection.items():
        if values:
            activities = activities.filter(_having(facet, values))
    if results.query:
        activities = matching(activities, results.query)
    return _ordered(activities.distinct(), results)


def _ordered(activities, results):
    found = Activity.objects.filter(pk__in=activities.values("pk"))
    match results.search.order or ("relevance" if results.query else "report"):
        case "newest":
            return found.newest_first()
        case "title":
            return found.by_title()
        case "relevance" if results.query:
            return by_relevance(found, results.query)
    return found.in_report_order()


def _having(facet, values):
    """Returns the condition that an activity has one of the values of a facet."""
    if facet == "region":
        return reduce(or_, map(_in_region, values))
    dated = [value for value in values if value != "none"]
    having = Q(**{f"{PATHS[facet]}__in": _widened(facet, dated)})
    return having | Q(start=None) if dated != list(values) else having


def _in_region(slug):
    """Returns the condition that an activity names a region, a region inside it, or a country in it."""
    outside = Country.objects.exclude(regions__slug=slug)
    inside = Region.objects.filter(countries__isnull=False).exclude(countries__in=outside)
    return Q(regions__slug=slug) | Q(regions__in=inside) | Q(countries__regions__slug=slug)


def _widened(facet, values):
    """Adds the themes below those selected."""
    found, below = [], list(values)
    while facet == "theme" and below:
        found, below = (
            found + below,
            list(Theme.objects.filter(parent__slug__in=below).values_list("slug", flat=True)),
        )
    return found or values


def _condition(term, alone):
    own = any_phrase(term.own, beginning if term.begun else stemmed)
    others = any_phrase(term.synonyms, told)  # in title, summary and places alone
    themes = any_phrase(term.own, themed) if alone else ""
    return f"{'!' if term.negated else ''}({' | '.join(filter(None, [own, others, themes]))})"
