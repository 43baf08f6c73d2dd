"""Writes made-up activities by COPY, which is what makes a million of them bearable."""

import datetime
from dataclasses import dataclass

from django.db import connection
from django.db.models import CharField, TextField
from django.utils import timezone

from activities.models import (
    Activity,
    ActivityCountry,
    ActivityPartner,
    ActivityText,
    CatalogueVersion,
    Citation,
    Paragraph,
    Report,
    SearchRow,
    Section,
    Word,
)
from activities.models.sources import Disposition
from activities.models.vocabulary import DatePrecision, Origin, Part, Role, Status

FIRST_YEAR = 1950
REPORT_TITLE = "Made up"
PARAGRAPHS = 100  # of a report, as the real one has
M2M = ("regions", "themes", "programmes", "instruments")


def prepare(reports: int):
    """Reports with a section and their paragraphs; no index to keep up while the activities come in."""
    for number in range(reports):
        report = Report.objects.create(
            ref=str(FIRST_YEAR + number), language="fr", session=1, resolution="", title=REPORT_TITLE
        )
        section = Section.objects.create(
            report=report, code="I", position=0, title_fr="Section", title_en="Section"
        )
        Paragraph.objects.bulk_create(
            Paragraph(
                report=report,
                section=section,
                number=place + 1,
                gist_fr="Contenu.",
                gist_en="Contents.",
                disposition=Disposition.CATALOGUED,
            )
            for place in range(PARAGRAPHS)
        )
    for index in SearchRow._meta.indexes:
        _change_schema("remove_index", index)


def count_words(counts):
    """Makes the words known, and with them the activities that came in."""
    version = CatalogueVersion.raised()
    SearchRow.objects.filter(version=0).update(version=version)
    rows = ((word, word, count, version) for word, count in sorted(counts.items()))
    Word.objects.filter(folded__in=counts).delete()
    _copy(Word, ("folded", "spelling", "count", "version"), rows)


def settle():
    """The index of the vectors and the statistics of the planner."""
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
    for index in SearchRow._meta.indexes:
        _change_schema("add_index", index)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _change_schema(change, index):
    with connection.schema_editor() as editor:
        getattr(editor, change)(SearchRow, index)


@dataclass(frozen=True)
class Made:
    """A made-up activity; `related` holds primary keys, `texts` the two titles and the two summaries."""

    pk: int
    ref: str
    paragraph: int
    kind: str
    scope: str
    start: datetime.date | None
    related: dict[str, list[int]]
    texts: list[str]
    names: list[str]
    vector: str

    @property
    def slot(self):
        year, paragraph, ordinal = map(int, self.ref.split("-"))
        return (4000 - year) * 1_000_000 + paragraph * 1000 + ordinal


def copy_rows(batch: list[Made]):
    _copy_activities(batch)
    _copy(
        ActivityText,
        ("activity_id", "language", "title", "summary", "origin"),
        (
            (made.pk, language, title, f"{summary}.", Origin.CURATED.value)
            for made in batch
            for language, title, summary in zip(("fr", "en"), made.texts[:2], made.texts[2:], strict=True)
        ),
    )
    _copy_relations(batch)
    _copy(
        SearchRow,
        ("activity_id", "slot", "vector", "names", "version"),
        ((made.pk, made.slot, made.vector, made.names, 0) for made in batch),
    )


def _copy_relations(batch):
    _copy(
        ActivityCountry,
        ("activity_id", "country_id", "role"),
        ((made.pk, pk, Role.BENEFICIARY.value) for made in batch for pk in made.related["countries"]),
    )
    _copy(
        ActivityPartner,
        ("activity_id", "partner_id", "part"),
        ((made.pk, pk, Part.WITH.value) for made in batch for pk in made.related["partners"]),
    )
    for relation in M2M:
        _copy(
            getattr(Activity, relation).through,
            ("activity_id", f"{relation.removesuffix('s')}_id"),
            ((made.pk, pk) for made in batch for pk in made.related[relation]),
        )


def _copy_activities(batch):
    report = Report.objects.get(ref=batch[0].ref[:4])
    paragraphs = dict(report.paragraphs.values_list("number", "pk"))
    now, today = timezone.now(), timezone.localdate()
    columns = (
        "id", "ref", "report_id", "kind", "scope", "start", "date_precision", "status", "reviewed_by",
        "reviewed_on", "updated_at",
    )  # fmt: skip
    texts = (field for field in Activity._meta.fields if isinstance(field, CharField | TextField))
    empty = tuple(field.name for field in texts if field.name not in columns)
    rows = (
        (
            made.pk, made.ref, report.pk, made.kind, made.scope, made.start,
            DatePrecision.MONTH.value if made.start else "", Status.PUBLISHED.value, "bench", today, now, *[""] * len(empty),
        )
        for made in batch
    )  # fmt: skip
    _copy(Activity, (*columns, *empty), rows)
    _copy(
        Citation,
        ("activity_id", "paragraph_id", "position"),
        ((made.pk, paragraphs[made.paragraph], 0) for made in batch),
    )


def _copy(model, columns, rows):
    quoted = ", ".join(connection.ops.quote_name(column) for column in columns)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {model._meta.db_table} ({quoted}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)
