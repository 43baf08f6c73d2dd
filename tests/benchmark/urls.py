"""The addresses of the site with the plain pages beside them, for the benchmark alone."""

from django.urls import path

from tests.benchmark import plain
from unodc_catalogue.urls import urlpatterns as site

urlpatterns = [
    path("plain/", plain.activity_list),
    path("plain/<str:ref>/", plain.activity_detail),
    *site,
]
