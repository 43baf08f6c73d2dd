"""The tables of the package: the published activities with their parts, then the reference tables."""

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from activities.models import Activity, ActivityCountry, ActivityText, Citation, Figure, Publication
from activities.models.vocabulary import Status

from .columns import Column, Table
from .reference import REFERENCE

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


def _text(name, title):
    return Column(name, title=title, like=f"texts__{name.rpartition('_')[0]}")


def _relation(name, title, one, references):
    """Returns the table of one relation between activities and a reference table."""
    # A join: `exclude(themes=None)` runs a subquery for each row, which takes minutes at 100,000.
    pointing = {f"{name}__isnull": False}
    return Table(
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


TABLES = [
    Table(
        name="activities",
        title=_("Activities: one row each, with title and summary in both languages"),
        rows=_activities,
        columns=[
            Column("ref"),
            Column("url", "address", title=_("permanent address"), like="report__ref"),
            Column("report", "report__ref", references="reports", title=_("report")),
            _text("title_fr", _("title in French")),
            _text("title_en", _("title in English")),
            _text("summary_fr", _("summary in French")),
            _text("summary_en", _("summary in English")),
            *(Column(name) for name in ("kind", "modality", "scope", "start", "end", "date_precision")),
            *(Column(name) for name in ("source_note_fr", "source_note_en", "reviewed_on", "updated_at")),
        ],
        key=["ref"],
    ),
    Table(
        name="activity_paragraphs",
        title=_("Paragraphs that each activity rests on, the main one at position 0"),
        rows=lambda base: Citation.objects.filter(OF_PUBLISHED).order_by(
            "activity__report_order", "position"
        ),
        columns=[
            ACTIVITY,
            Column("report", "paragraph__report__ref", references="reports", title=_("report")),
            Column("paragraph", "paragraph__number", title=_("paragraph")),
            Column("position"),
        ],
        key=["activity", "paragraph"],
        paragraph=True,
    ),
    Table(
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
    Table(
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
    _relation("partners", _("Partners in each activity"), _("partner"), "partner"),
    _relation("instruments", _("Instruments that each activity serves"), _("instrument"), "instrument"),
    Table(
        name="publications",
        title=_("Titled works, with their titles as printed"),
        rows=lambda base: Publication.objects.filter(OF_PUBLISHED).order_by(
            "activity__report_order", "position"
        ),
        columns=[ACTIVITY, Column("title"), Column("languages"), Column("position")],
        key=["activity", "title"],
    ),
    Table(
        name="figures",
        title=_("Figures, of an activity or, without one, of the paragraph itself"),
        rows=_figures,
        columns=[
            ACTIVITY,
            Column("report", "paragraph__report__ref", references="reports", title=_("report")),
            Column("paragraph", "paragraph__number", title=_("paragraph")),
            *(Column(name) for name in ("position", "value", "qualifier")),
            Column("unit", "unit__slug", references="units", title=_("unit")),
            *(Column(name) for name in ("label_fr", "label_en", "period", "cumulative", "role")),
            Column(
                "countries",
                "named",
                title=_("countries that it counts for, separated by semicolons"),
                like="countries__iso3",
            ),
            Column(
                "programme",
                "programme__slug",
                references="programmes",
                title=_("programme that it counts for"),
            ),
        ],
        key=[],  # a figure of a paragraph has no activity, and no part of a key may be empty
        paragraph=True,
    ),
    *REFERENCE,
]
