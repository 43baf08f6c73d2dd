from django.contrib import admin

from ..models import Country, Instrument, Locality, Partner, Programme, Region, Theme, Unit
from .base import PublishingAdmin

NAMES = ("name_fr", "name_en", "aliases_fr", "aliases_en")
SEARCH = ("name_fr", "name_en", "sort_fr", "sort_en", "aliases_fr", "aliases_en")


class LocalityInline(admin.TabularInline):
    model = Locality
    extra = 0
    can_delete = False  # the page of the locality checks whether it is in use
    prepopulated_fields = {"slug": ["name_en"]}


@admin.register(Country)
class CountryAdmin(PublishingAdmin):
    fields = ("iso3", "iso2", "m49", "status", "latitude", "longitude", *NAMES)
    list_display = ("name_fr", "name_en", "iso3", "m49", "status")
    list_filter = ("status",)
    search_fields = ("iso3", "m49", *SEARCH)
    inlines = (LocalityInline,)


@admin.register(Locality)
class LocalityAdmin(PublishingAdmin):
    fields = ("country", "slug", *NAMES)
    list_display = ("name_fr", "name_en", "country")
    list_select_related = ("country",)
    search_fields = (*SEARCH, *(f"country__{field}" for field in SEARCH[:4]))
    autocomplete_fields = ("country",)
    prepopulated_fields = {"slug": ["name_en"]}


@admin.register(Region)
class RegionAdmin(PublishingAdmin):
    fields = (
        "slug", *NAMES, "m49", "parent", "position", "basis", "basis_note_fr", "basis_note_en", "countries"
    )  # fmt: skip
    list_display = ("name_fr", "name_en", "basis", "m49")
    list_filter = ("basis",)
    search_fields = ("slug", "m49", *SEARCH)
    autocomplete_fields = ("parent", "countries")


@admin.register(Theme)
class ThemeAdmin(PublishingAdmin):
    fields = ("slug", *NAMES, "parent", "position")
    list_display = ("name_fr", "name_en", "parent", "position")
    list_select_related = ("parent",)
    search_fields = ("slug", *SEARCH)
    autocomplete_fields = ("parent",)


@admin.register(Programme)
class ProgrammeAdmin(PublishingAdmin):
    fields = ("slug", "kind", "acronym", *NAMES)
    list_display = ("name_fr", "name_en", "acronym", "kind")
    list_filter = ("kind",)
    search_fields = ("slug", "acronym", *SEARCH)


@admin.register(Partner, Instrument)
class AcronymAdmin(PublishingAdmin):
    fields = ("slug", "kind", "acronym_fr", "acronym_en", *NAMES)
    list_display = ("name_fr", "name_en", "acronym_fr", "acronym_en", "kind")
    list_filter = ("kind",)
    search_fields = ("slug", "acronym_fr", "acronym_en", *SEARCH)


@admin.register(Unit)
class UnitAdmin(PublishingAdmin):
    fields = ("slug", *NAMES)
    list_display = ("name_fr", "name_en", "slug")
    search_fields = ("slug", *SEARCH)
