"""The mappings of the report, its paragraphs, and the figures of a paragraph or an activity."""

from django.db.models import Prefetch

from .. import models
from . import source_records
from .rows import Table, both, columns, sync


class Reports(Table):
    model, record = models.Report, source_records.ReportRecord
    # A paragraph that moves to another section says so itself.
    unsaid = frozenset({"language", "session", "resolution", "symbol", "title", "sections"})

    def rows(self):
        return models.Report.objects.prefetch_related("sections")

    def values(self, entry, keys):
        record = entry.record
        return {
            **{field: getattr(record, field) for field in ("ref", "language", "session", "resolution")},
            "symbol": record.symbol or "",
            "title": record.title or "",
        }

    def relate(self, row, record, keys):
        wanted = {
            section.code: {"code": section.code, "position": i, **columns("title", section.title)}
            for i, section in enumerate(record.sections)
        }
        existing = {section.code: section for section in row.sections.all() if section.code in wanted}
        sync(models.Section, {"report": row}, existing, wanted)

    def finish(self, row, record):
        # Paragraphs had to move out of a section before it may go.
        row.sections.exclude(code__in=[section.code for section in record.sections]).delete()

    def content(self, row):
        return {
            **{field: getattr(row, field) for field in ("ref", "language", "session", "resolution")},
            "symbol": row.symbol or None,
            "title": row.title or None,
            "sections": [
                {"code": section.code, "title": both(section, "title")} for section in row.sections.all()
            ],
        }


class Figures:
    """The figures below an activity or, where they belong to none, below a paragraph."""

    PREFETCH = Prefetch(
        "figures",
        models.Figure.objects.select_related("unit", "programme", "paragraph").prefetch_related("countries"),
    )

    @staticmethod
    def relate(owner, figures, paragraph_ids, keys):
        wanted = {
            position: {
                "position": position,
                "paragraph_id": paragraph_id,
                "value": figure.value,
                "qualifier": figure.qualifier,
                "unit_id": keys(models.Unit, figure.unit),
                **columns("label", figure.label),
                "period": figure.period or "",
                "cumulative": figure.cumulative,
                "role": figure.role,
                "programme_id": keys(models.Programme, figure.programme) if figure.programme else None,
            }
            for position, (figure, paragraph_id) in enumerate(zip(figures, paragraph_ids, strict=True))
        }
        existing = {figure.position: figure for figure in models.Figure.objects.filter(**owner)}
        rows = sync(models.Figure, owner, existing, wanted)
        for position, figure in enumerate(figures):
            rows[position].countries.set(keys.all(models.Country, figure.countries))

    @staticmethod
    def content(figures):
        return [
            {
                "value": figure.value,
                "qualifier": figure.qualifier,
                "unit": figure.unit.slug,
                "label": both(figure, "label"),
                "period": figure.period or None,
                "cumulative": figure.cumulative,
                "role": figure.role,
                "countries": [country.iso3 for country in figure.countries.all()],
                "programme": figure.programme.slug if figure.programme else None,
            }
            for figure in figures
        ]


class Paragraphs(Table):
    model, record = models.Paragraph, source_records.ParagraphRecord
    unsaid = frozenset({"gist", "disposition", "figures"})

    def rows(self):
        return models.Paragraph.objects.select_related("report", "section").prefetch_related(Figures.PREFETCH)

    def key(self, row):
        return row.natural_key()

    def values(self, entry, keys):
        record = entry.record
        return {
            "report_id": keys(models.Report, entry.report),
            "number": record.number,
            "section_id": keys(models.Section, entry.report, record.section),
            "disposition": record.disposition,
            **columns("gist", record.gist),
        }

    def relate(self, row, record, keys):
        owner = {"paragraph": row, "activity": None}
        Figures.relate(owner, record.figures, [row.pk] * len(record.figures), keys)

    def content(self, row):
        own = [figure for figure in row.figures.all() if figure.activity_id is None]
        return {
            "number": row.number,
            "section": row.section.code,
            "disposition": row.disposition,
            "gist": both(row, "gist"),
            "figures": Figures.content(own),
        }
