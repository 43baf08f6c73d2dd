"""Sitemaps of every page that search engines should know, in both languages, and their index."""

from collections.abc import Callable, Sequence
from copy import copy
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.core.paginator import Paginator
from django.db.models import Max, QuerySet
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from activities.models import Activity, Country, Instrument, Partner, Programme, Region, Report, Theme

# Addresses of one file. The protocol permits 50,000, which would occupy a worker thread for half a minute.
LIMIT = 1_000
X_DEFAULT = settings.LANGUAGE_CODE  # as in the head of the pages

PAGES = (
    "home", "activity_list", "country_list", "region_list", "theme_list", "programme_list", "partner_list",
    "instrument_list", "figure_list", "coverage", "grid", "compare", "change_list", "data", "iati_coverage", "about", "method",
    "licence", "accessibility", "privacy", "help", "api", "api_changes", "api_trial",
)  # fmt: skip


class InEveryLanguage(Sequence):
    """The pairs (item, language) of a sitemap, of which a slice alone is read from the database."""

    def __init__(self, items):
        self.items = items
        self.languages = [code for code, _name in settings.LANGUAGES]

    def __len__(self):
        number = self.items.count() if isinstance(self.items, QuerySet) else len(self.items)
        return number * len(self.languages)

    def __getitem__(self, part):
        first, several = part.start // len(self.languages), len(self.languages)
        items = self.items[first : -(-part.stop // several)]
        pairs = [(item, language) for item in items for language in self.languages]
        return pairs[part.start - first * several : part.stop - first * several]


class CatalogueSitemap(Sitemap):
    i18n = True
    # Without x_default: Django would build it without the prefix that every URL here has.
    alternates = True
    limit = LIMIT

    @property
    def paginator(self):
        return Paginator(InEveryLanguage(self.items()), self.limit)

    def get_protocol(self, protocol=None):
        return urlsplit(settings.PUBLIC_URL).scheme or super().get_protocol(protocol)

    def get_domain(self, site=None):
        return urlsplit(settings.PUBLIC_URL).netloc or super().get_domain(site)

    located: Callable[[Any, str], str]  # (item, language) -> URL path, of one response

    def get_urls(self, *arguments, **named):
        """Builds each location once: Django asks for it again among the alternates of both languages."""
        own = copy(self)  # threads share this one
        own.located = cache(own._locate)
        urls = super(CatalogueSitemap, own).get_urls(*arguments, **named)
        for url in urls:
            default = next(each for each in url["alternates"] if each["lang_code"] == X_DEFAULT)
            url["alternates"].append({**default, "lang_code": "x-default"})
        return urls

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

    def get_latest_lastmod(self):
        return self.items().aggregate(last=Max("updated_at"))["last"]


class ReportSitemap(CatalogueSitemap):
    def items(self):
        return Report.objects.published()


class RecordSitemap(CatalogueSitemap):
    """Lists the records of a reference table."""

    def __init__(self, model):
        self.model = model

    def items(self):
        return self.model.objects.by_name()


SITEMAPS: dict[str, Any] = {
    "pages": PageSitemap,
    "activities": ActivitySitemap,
    "reports": ReportSitemap,
    **{
        model.__name__.lower(): RecordSitemap(model)
        for model in (Country, Region, Theme, Programme, Partner, Instrument)
    },
}


@require_safe
def sitemap_index(request):
    """Lists every file of every sitemap."""
    files = []
    for section, declared in SITEMAPS.items():
        sitemap = declared() if callable(declared) else declared
        address = request.build_absolute_uri(reverse("sitemap_part", args=[section]))
        last = sitemap.get_latest_lastmod()
        files += [
            {"location": f"{address}?p={page}" if page > 1 else address, "last_mod": last}
            for page in sitemap.paginator.page_range
        ]
    response = render(request, "sitemap_index.xml", {"sitemaps": files}, "application/xml")
    response["X-Robots-Tag"] = "noindex"
    return response
