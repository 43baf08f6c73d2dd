from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

# The paths are translated; the names of parameters, codes and slugs are the same in every language.
urlpatterns = [
    path("", views.home, name="home"),
    path(_("activities/"), views.activity_list, name="activity_list"),
    path(_("activities/<ref:ref>/"), views.activity_detail, name="activity"),
    path(_("countries/"), views.country_list, name="country_list"),
    path(_("countries/<iso3:iso3>/"), views.country_detail, name="country"),
    path(_("programmes/"), views.programme_list, name="programme_list"),
    path(_("programmes/<slug:slug>/"), views.programme_detail, name="programme"),
    path(_("themes/"), views.theme_list, name="theme_list"),
    path(_("themes/<slug:slug>/"), views.theme_detail, name="theme"),
    path(_("partners/<slug:slug>/"), views.partner_detail, name="partner"),
    path(_("report/"), views.coverage, name="coverage"),
    path(_("about/"), views.about, name="about"),
]
