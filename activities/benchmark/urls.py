"""The addresses of the site with the plain page beside them, for the benchmark alone."""

from django.urls import path

from unodc_catalogue.urls import urlpatterns as site

from . import plain

urlpatterns = [path("plain/", plain.activity_list), *site]
