from collections import Counter

from django.core.paginator import InvalidPage
from django.db.models import Prefetch
from django.http import HttpResponseBadRequest, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from .bitmaps import current_index
from .browsing import counted, countries_by_continent, covering_regions, most_frequent, theme_tree
from .caching import PARTS
from .cards import cards, rendered
from .facets import FacetCounts, dropped
from .filters import ActivityFilter
from .models import Activity, Country, Figure, Paragraph, Partner, Programme, Report, Theme
from .models.sources import Disposition
from .results import Results, paginated
from .suggestions import current_suggestions


@require_safe
def home(request):
    index = current_index()
    return render(
        request,
        "activities/home.html",
        {
            "activities": len(index.all),
            "continents": countries_by_continent(index),
            "themes": theme_tree(index),
            "programmes": most_frequent(counted(index, Programme.objects.by_name(), "programme"), 12),
        },
    )


@require_safe
@vary_on_headers(*PARTS)
def activity_list(request):
    filterset = ActivityFilter(request.GET, queryset=Activity.objects.published())
    if not filterset.is_valid():
        return _list_page(
            request, "activities/activity_list_invalid.html", {"filterset": filterset}, status=400
        )
    results = Results(filterset)
    paginator = paginated(results)
    try:
        page = paginator.page(request.GET.get("page") or 1)
    except InvalidPage:
        context = {
            "filterset": filterset,
            "last_page": paginator.num_pages,
            "first": dropped(request.GET, "page"),
        }
        return _list_page(request, "activities/activity_list_invalid.html", context, status=400)
    counts = FacetCounts(results)
    facets = counts.facets()
    return _list_page(
        request,
        "activities/activity_list.html",
        {
            "filterset": filterset,
            "page": page,
            "cards": cards(results, list(page)),
            "facets": facets,
            "conditions": counts.conditions(facets),
            "nowhere": not results.hits,
            "nearest": [] if results.hits else counts.nearest(),
            "kept": _other_parameters(request.GET),
            "total": len(counts.index.all),
        },
    )


def _list_page(request, template, context, status=200):
    """The whole page; for htmx, which swaps the list in the page that there is, its title and list alone."""
    swapped = request.htmx and not request.htmx.history_restore_request
    base = "activities/_swap.html" if swapped else "base.html"
    return render(request, template, {**context, "base": base}, status=status)


def _other_parameters(params):
    """What the search form must send again besides the text: the filters and the order."""
    return [(name, value) for name, values in params.lists() if name not in ("q", "page") for value in values]


@require_safe
def suggestions(request):
    """What a reader who types `q` may mean, best first, and what a screen reader says of it."""
    found = current_suggestions().best(request.GET.get("q", ""))
    said = ngettext("%(counter)s suggestion", "%(counter)s suggestions", len(found)) % {"counter": len(found)}
    return JsonResponse({"suggestions": found, "said": said if found else _("No suggestion")})


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
            "figures": Figure.objects.published().counting_for(country).for_table(),
        },
    )


@require_safe
def programme_list(request):
    programmes = counted(current_index(), Programme.objects.by_name(), "programme")
    return render(request, "activities/programme_list.html", {"programmes": programmes})


@require_safe
def programme_detail(request, slug):
    return _collection(request, get_object_or_404(Programme, slug=slug), "programme")


@require_safe
def theme_list(request):
    return render(request, "activities/theme_list.html", {"themes": theme_tree(current_index())})


@require_safe
def theme_detail(request, slug):
    return _collection(request, get_object_or_404(Theme.objects.select_related("parent"), slug=slug), "theme")


@require_safe
def partner_detail(request, slug):
    return _collection(request, get_object_or_404(Partner, slug=slug), "partner")


def _collection(request, record, facet):
    """The page of a programme, theme or partner with its activities, as the list filtered by it."""
    filterset = ActivityFilter(QueryDict(f"{facet}={record.slug}"), Activity.objects.published())
    context = {"record": record, "facet": facet, "cards": rendered(filterset.qs.for_list())}
    return render(request, f"activities/{facet}_detail.html", context)


@require_safe
def coverage(request):
    """Every paragraph of the report, and what came of it."""
    report = get_object_or_404(Report.objects.order_by("-ref")[:1])
    cited = Prefetch("activities", Activity.objects.published().in_report_order().prefetch_related("texts"))
    paragraphs = Paragraph.objects.filter(report=report).prefetch_related(cited)
    sections = report.sections.prefetch_related(Prefetch("paragraphs", paragraphs))
    counts = Counter(report.paragraphs.values_list("disposition", flat=True))
    return render(
        request,
        "activities/coverage.html",
        {
            "report": report,
            "sections": sections,
            "total": counts.total(),
            "dispositions": [(label, counts[value]) for value, label in Disposition.choices],
        },
    )


@require_safe
def about(request):
    return render(request, "activities/about.html", {"reports": Report.objects.all()})


@require_safe
def favicon(request):
    """Where browsers look on pages that name no icon, such as the admin's."""
    return redirect(static("img/favicon.svg"))


def bad_request(request, exception=None):
    return HttpResponseBadRequest(render_to_string("400.html", request=request))
