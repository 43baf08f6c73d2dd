"""The mappings of the reference tables."""

from django.db.models.functions import Collate

from .. import models
from . import reference_records
from .rows import Table, both, columns, named_columns, names, sync


class NamedTable(Table):
    """A reference table: an identifier, plain fields, a name and aliases in both languages."""

    plain: tuple[str, ...] = ()

    def rows(self):
        # Byte by byte: a server's own language may pass over hyphens.
        return self.model._default_manager.order_by(Collate(self.record.KEY, "C"))

    def values(self, entry, keys):
        record = entry.record
        return {**named_columns(record), **{field: getattr(record, field) or "" for field in self.plain}}

    def content(self, row):
        plain = {field: getattr(row, field) or None for field in self.plain}
        return {self.record.KEY: self.key(row), **plain, **names(row)}


class Units(NamedTable):
    model, record = models.Unit, reference_records.UnitRecord


class Programmes(NamedTable):
    model, record = models.Programme, reference_records.ProgrammeRecord
    plain = ("kind", "acronym")


class WithAcronyms(NamedTable):
    plain = ("kind",)

    def values(self, entry, keys):
        return {**super().values(entry, keys), **columns("acronym", entry.record.acronym)}

    def content(self, row):
        return {**super().content(row), "acronym": both(row, "acronym")}


class Partners(WithAcronyms):
    model, record = models.Partner, reference_records.PartnerRecord


class Instruments(WithAcronyms):
    model, record = models.Instrument, reference_records.InstrumentRecord


class Tree(NamedTable):
    """A table whose rows stand below each other, in the order of the file."""

    def rows(self):
        return self.model._default_manager.select_related("parent").order_by("position")

    def values(self, entry, keys):
        parent = entry.record.parent
        return {
            **super().values(entry, keys),
            "position": entry.position,
            "parent_id": keys(self.model, parent) if parent else None,
        }

    def content(self, row):
        return {**super().content(row), "parent": row.parent.slug if row.parent else None}


class Themes(Tree):
    model, record = models.Theme, reference_records.ThemeRecord


class Regions(Tree):
    model, record = models.Region, reference_records.RegionRecord
    unsaid = frozenset({"basis", "basis_note"})

    def rows(self):
        return (
            models.Region.objects.select_related("parent").prefetch_related("countries").order_by("position")
        )

    def values(self, entry, keys):
        record = entry.record
        return {
            **super().values(entry, keys),
            "m49": record.m49,
            "basis": record.basis,
            **columns("basis_note", record.basis_note),
        }

    def relate(self, row, record, keys):
        row.countries.set(keys.all(models.Country, record.countries))

    def content(self, row):
        return {
            **super().content(row),
            "m49": row.m49,
            "basis": row.basis,
            "basis_note": both(row, "basis_note"),
            "countries": [country.iso3 for country in row.countries.all()],
        }


class Countries(NamedTable):
    model, record = models.Country, reference_records.CountryRecord
    unsaid = frozenset({"status", "latitude", "longitude"})
    plain = ("iso2", "m49", "status")

    def rows(self):
        return super().rows().prefetch_related("localities")

    def values(self, entry, keys):
        record = entry.record
        return {
            **super().values(entry, keys),
            "latitude": record.latitude,
            "longitude": record.longitude,
        }

    def relate(self, row, record, keys):
        wanted = {place.slug: named_columns(place) for place in record.localities}
        sync(models.Locality, {"country": row}, {place.slug: place for place in row.localities.all()}, wanted)

    def content(self, row):
        localities = [{"slug": place.slug, **names(place)} for place in row.localities.all()]
        return {
            **super().content(row),
            "latitude": row.latitude,
            "longitude": row.longitude,
            "localities": localities,
        }
