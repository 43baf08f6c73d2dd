"""Sitemaps of every page that search engines should know, in both languages."""

from collections.abc import Callable
from copy import copy
from functools import cache
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from django.utils.translation import override

from activities.models import Activity, Country, Instrument, Partner, Programme, Region, Report, Theme

PAGES = (
    "home", "activity_list", "country_list", "region_list", "theme_list", "programme_list", "partner_list",
    "instrument_list", "figure_list", "coverage", "grid", "change_list", "data", "iati_coverage", "about", "method",
    "licence", "accessibility", "privacy", "help", "api",
)  # fmt: skip


class CatalogueSitemap(Sitemap):
    i18n = True
    # Without x_default: Django would build it without the prefix that every URL here has.
    alternates = True

    located: Callable[[Any, str], str]  # (item, language) -> URL path, of one response

    def get_urls(self, *arguments, **named):
        """Builds each location once: Django asks for it again among the alternates of both languages."""
        own = copy(self)  # threads share this one
        own.located = cache(own._locate)
        return super(CatalogueSitemap, own).get_urls(*arguments, **named)

    def _location(self, pair, force_lang_code=None):
        item, language = pair
        return self.located(item, force_lang_code or language)

    def _locate(self, item, language):
        with override(language):
            return self.location(item)


class PageSitemap(CatalogueSitemap):
    def items(self):
        return PAGES

    def location(self, name):
        return reverse(name)


class ActivitySitemap(CatalogueSitemap):
    def items(self):
        return Activity.objects.published().only("ref", "updated_at", "report_order").in_report_order()

    def lastmod(self, activity):
        return activity.updated_at


class ReportSitemap(CatalogueSitemap):
    def items(self):
        return Report.objects.published()


class RecordSitemap(CatalogueSitemap):
    """Lists the records of a reference table."""

    def __init__(self, model):
        self.model = model

    def items(self):
        return self.model.objects.by_name()


SITEMAPS = {
    "pages": PageSitemap,
    "activities": ActivitySitemap,
    "reports": ReportSitemap,
    **{
        model.__name__.lower(): RecordSitemap(model)
        for model in (Country, Region, Theme, Programme, Partner, Instrument)
    },
}
