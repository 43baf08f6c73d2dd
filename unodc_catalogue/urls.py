from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, register_converter

from activities import converters
from activities.caching import per_version
from activities.opendata.api.sharing import public
from activities.pages import views
from activities.pages.sitemaps import SITEMAPS, sitemap_index

register_converter(converters.CitationConverter, "citation")
register_converter(converters.DescriptionConverter, "description")
register_converter(converters.IsoConverter, "iso3")
register_converter(converters.RefConverter, "ref")
register_converter(converters.YearConverter, "year")

urlpatterns = [
    path("", views.front_door),
    path("id/<ref:ref>", views.permanent_link, name="permanent"),
    path("id/<ref:ref>/", views.permanent_link),
    path(
        "catalogue.<description:ending>",
        public(per_version(views.catalogue_description)),
        name="catalogue_description",
    ),
    path("favicon.ico", views.favicon),
    path("robots.txt", views.robots),
    path(".well-known/security.txt", views.security, name="security_txt"),
    path("sitemap.xml", sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap_part"),
    path("admin/", admin.site.urls),
    path("", include("activities.opendata.api.urls")),
    *i18n_patterns(path("", include("activities.urls"))),
]

handler404 = "unodc_catalogue.missing.not_found"
handler400 = "unodc_catalogue.bad_requests.bad_request"
handler500 = "unodc_catalogue.outages.server_error"
