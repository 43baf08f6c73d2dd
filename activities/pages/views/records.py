import json
from http import HTTPStatus

from django.core.paginator import InvalidPage
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from activities.models import Activity, Country, Withdrawal
from activities.opendata import citations
from activities.opendata.changes import withdrawn
from activities.opendata.linked_data import LinkedData
from activities.search import current_index, whole
from activities.search.parameters import PAGE
from unodc_catalogue.languages import language_of_reader

from ..browsing import countries_by_continent
from ..national import CountryProfile
from ..portions import Portion
from ..related import related, with_sections
from .refusals import beyond, refused

CSL = "application/vnd.citationstyles.csl+json"
CITATION_FILES = {
    "bib": (citations.bibtex, "application/x-bibtex"),
    "ris": (citations.ris, "application/x-research-info-systems"),
    "csl": (lambda reference: json.dumps([citations.csl(reference)], ensure_ascii=False), CSL),
}


@require_safe
def activity_detail(request, ref):
    index = current_index()
    activity = _published(ref, index)
    if activity is None:
        return _gone(request, ref)
    reference = _reference(request, activity)
    context = {
        "activity": activity,
        "cited": with_sections(activity),
        "related": related(activity, index),
        "reference": reference,
        "linked_data": LinkedData(request).record(activity, reference),
        "citations": [
            (_("United Nations style"), citations.un_style(reference)),
            ("APA", citations.apa(reference)),
        ],
    }
    return render(request, "activities/activity_detail.html", context)


def _published(ref, index):
    """Returns a published activity with all that it shows, or None."""
    return next(iter(whole(Activity.objects.published().filter(ref=ref), index)), None)


def _gone(request, ref, page="activity", **arguments):
    """Redirects from a withdrawn activity to the same page of its successor.

    Without a successor it returns 410, since the ref is never reused; 404 for a ref that was never public.
    """
    withdrawal = Withdrawal.objects.select_related("replaced_by").filter(ref=ref).first()
    if withdrawal is None:
        get_object_or_404(withdrawn(), ref=ref)
    elif withdrawal.replaced_by:
        return redirect(page, ref=withdrawal.replaced_by.ref, permanent=True, **arguments)
    context = {"ref": ref, "reason": withdrawal and withdrawal.reason}
    return render(request, "activities/withdrawn.html", context, status=HTTPStatus.GONE)


@require_safe
def activity_citation(request, ref, style):
    """Returns the citation of an activity as a file for reference managers."""
    activity = _published(ref, current_index())
    if activity is None:
        return _gone(request, ref, "citation", style=style)
    write, content_type = CITATION_FILES[style]
    return HttpResponse(
        write(_reference(request, activity)),
        content_type=f"{content_type}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{ref}.{style}"'},
    )


def _reference(request, activity):
    url = request.build_absolute_uri(reverse("permanent", args=[activity.ref]))
    return citations.reference(activity, url=url, accessed=timezone.localdate())


@require_safe
def permanent_link(request, ref):
    """Redirects from the permanent URL of an activity to its page in the visitor's language.

    That of a withdrawn activity leads to the permanent URL of its successor, if it has one.
    """
    if not Activity.objects.published().filter(ref=ref).exists():
        response = _gone(request, ref, "permanent")
        if response.status_code != HTTPStatus.GONE:
            return response
    return _in_language_of_reader(request, "activity", ref)


@require_safe
def front_door(request):
    """Redirects from the address without a path to the home page in the visitor's language."""
    return _in_language_of_reader(request, "home")


def _in_language_of_reader(request, *page):
    with translation.override(language_of_reader(request)):
        response = redirect(*page)
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def country_list(request):
    return render(
        request, "activities/country_list.html", {"continents": countries_by_continent(current_index())}
    )


@require_safe
def country_detail(request, iso3):
    code = current_index().country_code(iso3)
    if code and code != iso3:
        return redirect("country", code, permanent=True)
    country = get_object_or_404(Country, iso3=iso3)
    profile = CountryProfile(country, Portion.asked(request.GET.get(PAGE)))
    try:
        page = profile.paginator.page(request.GET.get(PAGE) or 1)
    except InvalidPage:
        return refused(request, country.name, **beyond(request, profile.paginator))
    context = {"country": country, "profile": profile, "page": page}
    return render(request, "activities/country_detail.html", context)
