"""The records of the reference tables."""

from typing import Annotated

from pydantic import AfterValidator, StringConstraints, model_validator

from ..models.places import Basis, Membership
from ..models.taxonomy import InstrumentKind, PartnerKind, ProgrammeKind
from .records import Bilingual, Record
from .types import (
    M49,
    Acronym,
    Alias,
    CountryKeys,
    Latitude,
    Longitude,
    Name,
    RegionKey,
    Slug,
    Text,
    ThemeKey,
    once,
)


class Aliases(Record):
    fr: list[Alias] = []
    en: list[Alias] = []


class Named(Record):
    """The tail of every reference record."""

    name: Bilingual[Name]
    aliases: Aliases = Aliases()


class UnitRecord(Named):
    slug: Slug


class LocalityRecord(Named):
    slug: Slug


def _by_slug(places):
    return sorted(places, key=lambda place: place.slug)


class CountryRecord(Named):
    KEY = "iso3"
    UNIQUE = ("iso2", "m49")
    ADDED = frozenset({"latitude", "longitude"})
    iso3: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    iso2: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    m49: M49
    status: Membership
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    localities: Annotated[list[LocalityRecord], once("slug"), AfterValidator(_by_slug)] = []

    @model_validator(mode="after")
    def position_is_whole(self):
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("latitude and longitude go together")
        return self


class RegionRecord(Named):
    UNIQUE = ("m49",)
    slug: Slug
    m49: M49 | None = None
    parent: RegionKey | None = None
    basis: Basis
    basis_note: Bilingual[Text] | None = None
    countries: CountryKeys

    @model_validator(mode="after")
    def states_its_basis(self):
        standard = self.basis == Basis.M49
        if standard != (self.m49 is not None):
            raise ValueError("an M49 code goes with the basis m49")
        if not standard and self.basis_note is None:
            raise ValueError("basis_note is needed where the basis is not m49")
        return self


class ThemeRecord(Named):
    slug: Slug
    parent: ThemeKey | None = None


class ProgrammeRecord(Named):
    slug: Slug
    kind: ProgrammeKind
    acronym: Acronym | None = None


class PartnerRecord(Named):
    slug: Slug
    kind: PartnerKind
    acronym: Bilingual[Acronym] | None = None


class InstrumentRecord(Named):
    slug: Slug
    kind: InstrumentKind
    acronym: Bilingual[Acronym] | None = None
