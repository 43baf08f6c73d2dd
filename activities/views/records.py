from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from ..bitmaps import current_index
from ..browsing import countries_by_continent, covering_regions, localities_named
from ..cards import rendered
from ..models import Activity, Country, Figure
from ..profiles import Profile


@require_safe
def activity_detail(request, ref):
    activity = get_object_or_404(Activity.objects.published().for_detail(), ref=ref)
    return render(request, "activities/activity_detail.html", {"activity": activity})


@require_safe
def permanent_link(request, ref):
    """The address of an entry for ever; leads to the page in the reader's language."""
    activity = get_object_or_404(Activity.objects.published(), ref=ref)
    with translation.override(translation.get_language_from_request(request)):
        response = redirect(activity)
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def country_list(request):
    return render(
        request, "activities/country_list.html", {"continents": countries_by_continent(current_index())}
    )


@require_safe
def country_detail(request, iso3):
    country = get_object_or_404(Country, iso3=iso3)
    published = Activity.objects.published().in_report_order()
    covering = published.covering(country).for_titles()
    return render(
        request,
        "activities/country_detail.html",
        {
            "country": country,
            "continent": country.regions.continents().first(),
            "named": rendered(published.naming(country).for_list()),
            "covering": covering,
            "regions": covering_regions(country, covering),
            "worldwide": published.worldwide(country).for_titles(),
            "localities": localities_named(country),
            "profile": Profile(country, "country", ["theme", "programme", "partner", "instrument"]),
            "figures": Figure.objects.published().counting_for(country).for_table(),
        },
    )
