"""The mapping of an activity with everything that hangs on it."""

from django.db.models import Prefetch

from activities.editing.versions import keep_version

from .. import models
from . import activity_records
from .rows import Table, both, columns, sync
from .source_rows import Figures

RELATIONS = {
    "regions": models.Region,
    "programmes": models.Programme,
    "themes": models.Theme,
    "partners": models.Partner,
    "instruments": models.Instrument,
}


class Activities(Table):
    model, record = models.Activity, activity_records.ActivityRecord

    def rows(self):
        return models.Activity.objects.select_related("report").prefetch_related(
            "texts",
            "citations__paragraph",
            "country_roles__country",
            Prefetch("country_roles__localities", models.Locality.objects.select_related("country")),
            *RELATIONS,
            "publications",
            Figures.PREFETCH,
        )

    def values(self, entry, keys):
        record = entry.record
        return {
            "ref": record.ref,
            "report_id": keys(models.Report, record.report),
            **{field: getattr(record, field) for field in ("kind", "scope", "start", "end")},
            "modality": record.modality or "",
            "date_precision": record.date_precision or "",
            "status": record.status,
            "reviewed_by": record.reviewed_by,
            "reviewed_on": record.reviewed_on,
            **columns("source_note", record.source_note),
        }

    def relate(self, row, record, keys):
        for relation, model in RELATIONS.items():
            getattr(row, relation).set(keys.all(model, getattr(record, relation)))
        self._relate_texts(row, record)
        self._relate_citations(row, record, keys)
        self._relate_places(row, record, keys)
        self._relate_publications(row, record)
        paragraph_ids = [keys(models.Paragraph, record.report, figure.paragraph) for figure in record.figures]
        Figures.relate({"activity": row}, record.figures, paragraph_ids, keys)
        keep_version(row, reason="load_catalogue")

    @staticmethod
    def _relate_texts(row, record):
        wanted = {
            language: {"language": language, **text.model_dump()} for language, text in record.texts if text
        }
        sync(
            models.ActivityText, {"activity": row}, {text.language: text for text in row.texts.all()}, wanted
        )

    @staticmethod
    def _relate_citations(row, record, keys):
        wanted = {
            i: {"position": i, "paragraph_id": keys(models.Paragraph, record.report, number)}
            for i, number in enumerate(record.paragraphs)
        }
        existing = {citation.position: citation for citation in row.citations.all()}
        if {i: citation.paragraph_id for i, citation in existing.items()} != {
            i: values["paragraph_id"] for i, values in wanted.items()
        }:
            # Paragraphs that change places would meet each other half-way.
            row.citations.all().delete()
            sync(models.Citation, {"activity": row}, {}, wanted)

    @staticmethod
    def _relate_places(row, record, keys):
        existing = {(place.country.iso3, place.role): place for place in row.country_roles.all()}
        wanted = {
            (place.country, place.role): {
                "country_id": keys(models.Country, place.country),
                "role": place.role,
            }
            for place in record.countries
        }
        rows = sync(models.ActivityCountry, {"activity": row}, existing, wanted)
        for place in record.countries:
            localities = [keys(models.Locality, place.country, slug) for slug in place.localities]
            rows[place.country, place.role].localities.set(localities)

    @staticmethod
    def _relate_publications(row, record):
        wanted = {
            publication.title: {**publication.model_dump(), "position": i}
            for i, publication in enumerate(record.publications)
        }
        existing = {publication.title: publication for publication in row.publications.all()}
        sync(models.Publication, {"activity": row}, existing, wanted)

    def content(self, row):
        texts = {text.language: text for text in row.texts.all()}
        return {
            **{field: getattr(row, field) for field in ("ref", "kind", "scope", "start", "end", "status")},
            "modality": row.modality or None,
            "date_precision": row.date_precision or None,
            "paragraphs": [citation.paragraph.number for citation in row.citations.all()],
            "reviewed_by": row.reviewed_by,
            "reviewed_on": row.reviewed_on,
            "texts": {
                code: {"title": text.title, "summary": text.summary, "origin": text.origin}
                for code, text in texts.items()
            },
            "countries": [
                {
                    "country": place.country.iso3,
                    "role": place.role,
                    "localities": [locality.slug for locality in place.localities.all()],
                }
                for place in row.country_roles.all()
            ],
            **{
                relation: [related.slug for related in getattr(row, relation).all()] for relation in RELATIONS
            },
            "publications": [
                {"title": publication.title, "languages": publication.languages}
                for publication in row.publications.all()
            ],
            "figures": [
                {**content, "paragraph": figure.paragraph.number}
                for figure, content in zip(row.figures.all(), Figures.content(row.figures.all()), strict=True)
            ],
            "source_note": both(row, "source_note"),
        }
