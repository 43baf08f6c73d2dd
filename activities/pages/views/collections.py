"""The reference tables: a list of each with counts, and a page for each of their records."""

from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import InvalidPage
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from activities.models import Instrument, Partner, Programme, Region, Theme
from activities.search import current_index
from activities.search.parameters import PAGE

from ..browsing import counted, grouped, theme_tree
from ..partners import PartnerProfile
from ..portions import Portion
from ..profiles import HEADINGS, Profile
from ..regional import RegionProfile
from .refusals import beyond, refused


@dataclass(frozen=True)
class Collection:
    """A reference table: the lede of its list, the choice field that groups it, facets of neighbours."""

    model: Any  # each with a slug and `by_name`
    lede: Promise | str
    parted_by: str
    beside: list[str] = field(default_factory=list)


COLLECTIONS = {
    "programme": Collection(
        Programme,
        _("Named programmes, initiatives, networks, mechanisms and portals of the report, with the number of their activities."),
        "kind",
        ["country", "region", "theme", "partner", "instrument", "programme"],
    ),
    "partner": Collection(
        Partner,
        _("The organizations and bodies that the report names beside UNODC, with the number of activities in which they take part."),
        "kind",
        ["country", "region", "theme", "programme", "partner", "instrument"],
    ),
    "instrument": Collection(
        Instrument,
        _("The conventions, protocols, resolutions, declarations, standards and plans that the activities serve, with their number."),
        "kind",
        ["country", "region", "theme", "programme", "partner", "instrument"],
    ),
    "region": Collection(
        Region,
        _("The regions of the United Nations M49 standard and those that the report names, with the number of activities that name each, a region inside it or a country in it."),
        "basis",
        ["country", "theme", "programme", "partner", "instrument"],
    ),
    "theme": Collection(
        Theme,
        _("An activity may have several themes; the count of a branch includes everything below it, each activity once."),
        "parent",
        ["country", "region", "programme", "partner", "instrument", "theme"],
    ),
}  # fmt: skip


PROFILES: dict[str, type[Profile]] = {"partner": PartnerProfile, "region": RegionProfile}


@require_safe
def collection_list(request, facet):
    collection = COLLECTIONS[facet]
    rows = counted(current_index(), collection.model.objects.by_name(), facet)
    context = {
        "heading": HEADINGS[facet],
        "lede": collection.lede,
        "groups": grouped(rows, collection.parted_by),
    }
    return render(request, "activities/collection_list.html", context)


@require_safe
def theme_list(request):
    context = {"themes": theme_tree(current_index()), "lede": COLLECTIONS["theme"].lede}
    return render(request, "activities/theme_list.html", context)


@require_safe
def collection_detail(request, facet, slug):
    record, index = get_object_or_404(COLLECTIONS[facet].model, slug=slug), current_index()
    profile_of = PROFILES.get(facet, Profile)
    profile = profile_of(record, facet, COLLECTIONS[facet].beside, Portion.asked(request.GET.get(PAGE)))
    try:
        page = profile.paginator.page(request.GET.get(PAGE) or 1)
    except InvalidPage:
        return refused(request, record.name, **beyond(request, profile.paginator))
    context = {"profile": profile, "heading": HEADINGS[facet], "page": page}
    if isinstance(profile, RegionProfile):
        context["countries"] = counted(index, profile.countries, "country", "iso3")
    return render(request, "activities/collection_detail.html", context)
