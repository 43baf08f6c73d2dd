"""Reads activities whole: with all that their pages, records and files show, in three queries for any number.

Texts, places and keys of records come as one JSON value of each activity, the records themselves from the index in
memory. `prefetch_related` has a query for each of sixteen relations, and makes thrice as many objects.
"""

from collections.abc import Iterable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Func, JSONField, OuterRef
from django.db.models.base import ModelState
from django.urls import reverse
from django.utils.translation import get_language

from activities.models import (
    Activity,
    ActivityCountry,
    ActivityPartner,
    ActivityText,
    Citation,
    Country,
    Figure,
    Locality,
    Paragraph,
    Partner,
    Programme,
    Publication,
    Report,
    Theme,
)
from activities.models.vocabulary import Status

if TYPE_CHECKING:
    from .index import FacetIndex

COLUMNS: dict[Any, tuple[str, ...]] = {
    ActivityText: ("pk", "language", "title", "summary", "origin"),
    Citation: ("pk", "paragraph_id", "position"),
    ActivityPartner: ("pk", "partner_id", "part"),
    Publication: ("pk", "title", "languages", "position"),
    Locality: ("pk", "slug", "name_fr", "name_en"),
}


class Row(Func):
    """Some columns of a row as one JSON array."""

    function = "jsonb_build_array"
    output_field = JSONField()


def whole(activities, index: "FacetIndex") -> list[Activity]:
    """Returns the activities of a queryset, in its order, each with every relation in memory."""
    found = list(activities.annotate(parts=_parts()))
    figures: dict[int | None, list[Figure]] = {}
    stated = Figure.objects.filter(activity__in=[activity.pk for activity in found])
    for figure in with_countries(stated.select_related("unit").order_by("position", "pk"), index):
        figures.setdefault(figure.activity_id, []).append(figure)
    paragraphs = _paragraphs(found, figures)
    reports = {paragraph.report_id: paragraph.report for paragraph in paragraphs.values()}
    records = Records(index)
    for activity in found:
        if (
            activity.report_id in reports
        ):  # as ever for what cites a paragraph; else it is read when it is asked for
            activity.report = reports[activity.report_id]
        _relate(activity, records, paragraphs)
        related = activity._prefetched_objects_cache  # type: ignore[attr-defined]
        related["figures"] = [
            records.of_figure(activity, one, paragraphs) for one in figures.get(activity.pk, ())
        ]
    return found


def for_cards(slots: Iterable[int]) -> list[Any]:
    """Returns the activities of these slots with what a card shows of them besides records, in one query.

    Of a paragraph it has the number and the report, which a link needs.
    """
    cited = Row("pk", "position", "paragraph_id", "paragraph__number", "paragraph__report__ref")
    parts = Row(_rows(ActivityText, "activity", "-language"), _array(Citation, "activity", "position", cited))
    # The vector is long and never shown, nor are the notes.
    found = Activity.objects.published().at(slots).with_main_figure().annotate(parts=parts)
    activities = list(
        found.select_related("search_row").defer("search_row__vector", "source_note_fr", "source_note_en")
    )
    for activity in activities:
        texts, citations = activity.parts
        activity._prefetched_objects_cache = {
            "texts": _made(ActivityText, activity, texts),
            "citations": [_cited(activity, *row) for row in citations],
        }
    return activities


class Titled(NamedTuple):
    """The title of an activity in the reader's language, else in the other one."""

    ref: str
    language: str
    title: str

    def get_absolute_url(self):
        return reverse("activity", args=[self.ref])


def titled(slots: Iterable[int]) -> dict[int, Titled]:
    """Returns {slot: title}, without those withdrawn meanwhile, in one query."""
    texts = ActivityText.objects.filter(
        activity__report_order__among=slots, activity__status=Status.PUBLISHED
    ).order_by("-language")
    found: dict[int, Titled] = {}
    for slot, *shown in texts.values_list("activity__report_order", "activity__ref", "language", "title"):
        if slot not in found or shown[1] == get_language():
            found[slot] = Titled(*shown)
    return found


class Records:
    """The records of the index by pk; those that it does not have yet are read."""

    def __init__(self, index: "FacetIndex"):
        self.known = index.by_pk
        self.name = attrgetter(f"sort_{get_language() or 'fr'}", "pk")

    def one(self, model, pk: int):
        return self.known[model].get(pk) or model._default_manager.get(pk=pk)

    def ordered(self, model, pks: Iterable[int]) -> list:
        records = [self.one(model, pk) for pk in pks]
        return sorted(records, key=attrgetter("position") if model is Theme else self.name)

    def of_figure(self, activity, figure, paragraphs):
        figure.activity, figure.paragraph = activity, paragraphs[figure.paragraph_id]
        figure.programme = self.one(Programme, figure.programme_id) if figure.programme_id else None
        return figure


def _parts():
    """Returns the expression of all that belongs to an activity, but for its figures."""
    localities = _rows(ActivityCountry.localities.through, "activitycountry", "locality__slug", "locality__")
    return Row(
        _rows(ActivityText, "activity", "-language"),
        _rows(Citation, "activity", "position"),
        _array(ActivityCountry, "activity", "pk", Row("pk", "country_id", "role", localities)),
        *(
            _array(getattr(Activity, relation).through, "activity", "pk", F(f"{relation[:-1]}_id"))
            for relation in Activity.PLAIN_RELATIONS
        ),
        _rows(ActivityPartner, "activity", "pk"),
        _rows(Publication, "activity", "position"),
    )


def _rows(model, owner, order, prefix=""):
    columns = COLUMNS[Locality if prefix else model]
    return _array(model, owner, order, Row(*(f"{prefix}{column}" for column in columns)))


def _array(model, owner, order, value):
    rows = model._default_manager.filter(**{owner: OuterRef("pk")}).order_by(order)
    return ArraySubquery(rows.annotate(row=value).values("row"))


def with_countries(figures, index: "FacetIndex") -> list[Figure]:
    """Returns the figures of a queryset with their countries, in one query."""
    countries = Figure.countries.through.objects.filter(figure=OuterRef("pk")).order_by().values("country_id")
    found, records = list(figures.annotate(country_pks=ArraySubquery(countries))), Records(index)
    for figure in found:
        figure._prefetched_objects_cache = {"countries": records.ordered(Country, figure.country_pks)}
    return found


def _paragraphs(activities, figures) -> dict[int, Paragraph]:
    pks = {paragraph for activity in activities for _pk, paragraph, _position in activity.parts[1]}
    pks |= {figure.paragraph_id for some in figures.values() for figure in some}
    return Paragraph.objects.select_related("section__report", "report").in_bulk(pks) if pks else {}


def _relate(activity, records: Records, paragraphs):
    texts, citations, roles, *plain, partners, publications = activity.parts
    related = {
        "texts": _made(ActivityText, activity, texts),
        "citations": _made(Citation, activity, citations),
        "partner_parts": _made(ActivityPartner, activity, partners),
        "publications": _made(Publication, activity, publications),
        "country_roles": [_role(activity, records, *role) for role in roles],
    }
    for citation in related["citations"]:
        citation.paragraph = paragraphs[citation.paragraph_id]
    for row in related["partner_parts"]:
        row.partner = records.one(Partner, row.partner_id)
    related["partner_parts"].sort(key=lambda row: records.name(row.partner))
    related["country_roles"].sort(key=lambda row: (records.name(row.country), row.role))
    for relation, pks in zip(Activity.PLAIN_RELATIONS, plain, strict=True):
        related[relation] = records.ordered(Activity._meta.get_field(relation).related_model, pks)
    activity._prefetched_objects_cache = related


def _role(activity, records, pk, country, role, localities):
    record = records.one(Country, country)
    place = _row(ActivityCountry, {"id": pk, "role": role}, activity=activity, country=record)
    columns = COLUMNS[Locality][1:]
    place._prefetched_objects_cache = {
        "localities": [
            _row(Locality, {"id": pk, **dict(zip(columns, values, strict=True))}, country=record)
            for pk, *values in localities
        ]
    }
    return place


def _cited(activity, pk, position, paragraph, number, report):
    shown = Paragraph(pk=paragraph, number=number, report=Report(ref=report))
    return _row(Citation, {"id": pk, "position": position}, activity=activity, paragraph=shown)


def _made(model, activity, rows) -> list:
    columns = COLUMNS[model][1:]
    return [
        _row(model, {"id": pk, **dict(zip(columns, values, strict=True))}, activity=activity)
        for pk, *values in rows
    ]


def _row(model, values, **related):
    """Returns a row as it is in the database, with the rows that it points at.

    Not by the constructor, which takes ten times as long: it sends signals and looks for defaults, for seven rows of
    each activity of a file.
    """
    row = model.__new__(model)
    row._state = ModelState()
    row._state.adding, row._state.db = False, related[next(iter(related))]._state.db
    row._state.fields_cache = related
    row.__dict__.update(values, **{f"{name}_id": other.pk for name, other in related.items()})
    return row
