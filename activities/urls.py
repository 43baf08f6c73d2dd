from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views
from .caching import per_version


def page(route, view, name):
    return path(route, per_version(view), name=name)


# The paths are translated; the names of parameters, codes and slugs are the same in every language.
urlpatterns = [
    page("", views.home, "home"),
    page(_("activities/"), views.activity_list, "activity_list"),
    page(_("activities/<ref:ref>/"), views.activity_detail, "activity"),
    page(_("suggestions/"), views.suggestions, "suggestions"),
    page(_("countries/"), views.country_list, "country_list"),
    page(_("countries/<iso3:iso3>/"), views.country_detail, "country"),
    page(_("programmes/"), views.programme_list, "programme_list"),
    page(_("programmes/<slug:slug>/"), views.programme_detail, "programme"),
    page(_("themes/"), views.theme_list, "theme_list"),
    page(_("themes/<slug:slug>/"), views.theme_detail, "theme"),
    page(_("partners/<slug:slug>/"), views.partner_detail, "partner"),
    page(_("report/"), views.coverage, "coverage"),
    page(_("about/"), views.about, "about"),
]
