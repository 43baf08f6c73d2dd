"""The resources of the package: the published activities with their parts, then the reference tables."""

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from activities.models import (
    Activity,
    ActivityCountry,
    ActivityPartner,
    ActivityText,
    Citation,
    Figure,
    Publication,
)
from activities.models.vocabulary import Status

from .. import published_columns as published
from ..columns import Column
from .reference import REFERENCE
from .resource import Resource

ACTIVITY = Column("activity", "activity__ref", references="activities", title=_("activity"))
OF_PUBLISHED = Q(activity__status=Status.PUBLISHED)


def _activities(base):
    texts = ActivityText.objects.filter(activity=OuterRef("pk"))
    words = {
        f"{name}_{code}": Subquery(texts.filter(language=code).values(name))
        for name in ("title", "summary")
        for code in ("fr", "en")
    }
    address = Concat(Value(f"{base}/id/"), "ref")
    return Activity.objects.published().in_report_order().annotate(address=address, **words)


def _selected(columns, *names):
    return [columns[name] for name in names]


def _relation(name, title, one, references):
    """Returns the resource of one relation between activities and a reference table."""
    # A join: `exclude(themes=None)` runs a subquery for each row, which takes minutes at 100,000.
    pointing = {f"{name}__isnull": False}
    return Resource(
        name=f"activity_{name}",
        title=title,
        rows=lambda base: (
            Activity.objects.published().filter(**pointing).order_by("report_order", f"{name}__slug")
        ),
        columns=[
            Column("activity", "ref", references="activities", title=_("activity")),
            Column(references, f"{name}__slug", references=name, title=one),
        ],
        key=["activity", references],
    )


def _localities(base):
    return ActivityCountry.objects.filter(OF_PUBLISHED, localities__isnull=False).order_by(
        "activity__report_order", "country__iso3", "role", "localities__slug"
    )


def _figures(base):
    countries = ArrayAgg(
        "countries__iso3", filter=~Q(countries=None), order_by="countries__iso3", default=Value([])
    )
    return (
        Figure.objects.published()
        .annotate(named=countries)
        .order_by("paragraph__report__ref", "paragraph__number", "activity__ref", "position")
    )


RESOURCES = [
    Resource(
        name="activities",
        title=_("Activities: one row each, with title and summary in both languages"),
        rows=_activities,
        columns=[
            *_selected(published.ACTIVITY, "ref", "url", "report"),
            *_selected(published.ACTIVITY, "title_fr", "title_en", "summary_fr", "summary_en"),
            *_selected(published.ACTIVITY, *Activity.PROPERTIES, *Activity.NOTES),
            Column("reviewed_on"),
            published.ACTIVITY["updated_at"],
        ],
        key=["ref"],
    ),
    Resource(
        name="activity_paragraphs",
        title=_("Paragraphs on which each activity is based, the main one at position 0"),
        rows=lambda base: Citation.objects.filter(OF_PUBLISHED).order_by(
            "activity__report_order", "position"
        ),
        columns=[
            ACTIVITY,
            *_selected(published.FIGURE, "report", "paragraph"),
            Column("position"),
        ],
        key=["activity", "paragraph"],
        paragraph=True,
    ),
    Resource(
        name="activity_countries",
        title=_("Countries that the report names for each activity, with their role"),
        rows=lambda base: ActivityCountry.objects.filter(OF_PUBLISHED).order_by(
            "activity__report_order", "country__iso3", "role"
        ),
        columns=[
            ACTIVITY,
            Column("country", "country__iso3", references="countries", title=_("country")),
            Column("role"),
        ],
        key=["activity", "country", "role"],
    ),
    Resource(
        name="activity_localities",
        title=_("Places inside a country that the report names for each activity"),
        rows=_localities,
        columns=[
            ACTIVITY,
            Column("country", "country__iso3", references="countries", title=_("country")),
            Column("role"),
            Column("locality", "localities__slug"),
            Column("name_fr", "localities__name_fr"),
            Column("name_en", "localities__name_en"),
        ],
        key=["activity", "country", "role", "locality"],
    ),
    _relation("regions", _("Regions of each activity"), _("region"), "region"),
    _relation("themes", _("Themes of each activity"), _("theme"), "theme"),
    _relation("programmes", _("Programmes of each activity"), _("programme"), "programme"),
    Resource(
        name="activity_partners",
        title=_("Partners in each activity, with their part"),
        rows=lambda base: ActivityPartner.objects.filter(OF_PUBLISHED).order_by(
            "activity__report_order", "partner__slug"
        ),
        columns=[
            ACTIVITY,
            Column("partner", "partner__slug", references="partners", title=_("partner")),
            Column("part"),
        ],
        key=["activity", "partner"],
    ),
    _relation("instruments", _("Instruments that each activity serves"), _("instrument"), "instrument"),
    Resource(
        name="publications",
        title=_("Titled works, with their titles as printed"),
        rows=lambda base: Publication.objects.filter(OF_PUBLISHED).order_by(
            "activity__report_order", "position"
        ),
        columns=[ACTIVITY, Column("title"), Column("languages"), Column("position")],
        key=["activity", "title"],
    ),
    Resource(
        name="figures",
        title=_("Figures, of an activity or, without one, of the paragraph itself"),
        rows=_figures,
        columns=[
            ACTIVITY,
            *_selected(published.FIGURE, "report", "paragraph"),
            Column("position"),
            *_selected(published.FIGURE, "value", "qualifier", "unit", "label_fr", "label_en"),
            *_selected(published.FIGURE, "period", "cumulative", "role", "countries", "programme"),
        ],
        key=[],  # a figure of a paragraph has no activity, and no part of a key may be empty
        paragraph=True,
    ),
    *REFERENCE,
]
