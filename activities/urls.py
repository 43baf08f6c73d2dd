from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.vary import vary_on_headers

from activities.opendata.api import documentation, trial
from activities.opendata.api.activities import ActivityDetail
from activities.opendata.api.files import ChangesFeed, IatiFile, ListFile
from activities.opendata.api.sharing import public
from activities.pages import views
from activities.pages.comparison import COMPARED
from activities.pages.page_cache import cached
from activities.search import ActivityFilter
from activities.search.figure_filters import FigureFilter
from activities.search.parameters import PAGE, taking

from .caching import PARTS, page_per_release, page_per_version


def page(route, view, name, /, takes=(), **arguments):
    return path(route, taking(takes)(page_per_version(cached(view))), arguments, name=name)


LIST = tuple(ActivityFilter.base_fields)
# Every parameter of the API.
OF_API = (*LIST, *FigureFilter.base_filters, PAGE, "page_size", "since", "fields", "lang")


def text(route, name):
    return path(route, taking(())(page_per_release(views.text)), {"name": name}, name=name)


# The paths are translated; the names of parameters, codes and slugs are the same in every language.
urlpatterns = [
    page("", views.home, "home"),
    path(
        _("activities/"),
        vary_on_headers(*PARTS)(taking((*LIST, PAGE))(page_per_version(cached(views.activity_list)))),
        name="activity_list",
    ),
    path(
        _("activities/facet/<slug:facet>/"),
        vary_on_headers(*PARTS)(taking(LIST)(page_per_version(cached(views.facet_page)))),
        name="facet",
    ),
    page(_("activities/<ref:ref>/"), views.activity_detail, "activity"),
    page(_("activities/overview/"), views.overview, "overview", takes=LIST),
    path(_("activities/<ref:ref>.json"), public(ActivityDetail.as_view()), name="activity_json"),
    path(_("activities/<ref:ref>.xml"), public(IatiFile.as_view()), name="activity_iati"),
    path(_("activities.<slug:format>"), public(ListFile.as_view()), name="list_file"),
    path(_("changes.atom"), public(ChangesFeed.as_view()), name="changes_feed"),
    page(_("suggestions/"), views.suggestions, "suggestions", takes=["q"]),
    path(_("activities/<ref:ref>.<citation:style>"), public(views.activity_citation), name="citation"),
    page(_("compare/"), views.compare, "compare", takes=COMPARED),
    page(_("compare.csv"), views.compare_file, "compare_file", takes=COMPARED),
    page(_("brief/"), views.brief, "brief", takes=LIST),
    page(_("countries/"), views.country_list, "country_list"),
    page(_("countries/<iso3:iso3>/"), views.country_detail, "country"),
    page(_("regions/"), views.collection_list, "region_list", facet="region"),
    page(_("regions/<slug:slug>/"), views.collection_detail, "region", facet="region"),
    page(_("themes/"), views.theme_list, "theme_list"),
    page(_("themes/<slug:slug>/"), views.collection_detail, "theme", facet="theme"),
    page(_("programmes/"), views.collection_list, "programme_list", facet="programme"),
    page(_("programmes/<slug:slug>/"), views.collection_detail, "programme", facet="programme"),
    page(_("partners/"), views.collection_list, "partner_list", facet="partner"),
    page(_("partners/<slug:slug>/"), views.collection_detail, "partner", facet="partner"),
    page(_("instruments/"), views.collection_list, "instrument_list", facet="instrument"),
    page(_("instruments/<slug:slug>/"), views.collection_detail, "instrument", facet="instrument"),
    page(_("figures/"), views.figure_list, "figure_list", takes=(*FigureFilter.base_filters, PAGE)),
    page(_("report/"), views.coverage, "coverage"),
    page(_("report/<year:year>/"), views.coverage, "report"),
    page(_("report/grid/"), views.report_grid, "grid"),
    page(_("changes/"), views.change_list, "change_list", takes=[PAGE]),
    page(_("data/"), views.data, "data"),
    page(_("data/iati/"), views.iati_coverage, "iati_coverage"),
    path(_("data/catalogue.zip"), public(views.catalogue_package), name="catalogue_package"),
    path(_("about/"), taking(())(views.about), name="about"),
    page(_("api/"), documentation.documentation, "api"),
    page(_("api/changes/"), documentation.changes, "api_changes"),
    page(_("api/try/"), trial.trial, "api_trial", takes=(*trial.TAKES, *OF_API)),
    text(_("method/"), "method"),
    text(_("licence/"), "licence"),
    text(_("accessibility/"), "accessibility"),
    text(_("privacy/"), "privacy"),
    text(_("help/"), "help"),
    path("manifest.webmanifest", page_per_release(views.manifest), name="manifest"),
    path("opensearch.xml", page_per_release(views.opensearch), name="opensearch"),
]
