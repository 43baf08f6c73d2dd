"""The versions of the API: what each changed, and what is announced to end.

Within /api/v1/ fields, parameters and addresses are only added. What ends is listed in DEPRECATIONS for a year
at least before it does, and every response that uses it says so.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.http import http_date
from django.utils.translation import gettext_lazy as _

from unodc_catalogue.languages import language_of


@dataclass(frozen=True)
class Version:
    number: str
    date: date
    changes: tuple[str | Promise, ...]


@dataclass(frozen=True)
class Deprecation:
    """An address that ends on the day `sunset`, or one query parameter or one field of its records."""

    path: str  # as in the schema
    since: date
    sunset: date
    instead: str | Promise
    parameter: str = ""
    field: str = ""

    def concerns(self, path: str, params) -> bool:
        """True if a request uses what ends; a field is used unless `fields` leaves it out."""
        if path != self.path:
            return False
        if self.field and "fields" in params:
            return self.field in params["fields"].split(",")
        return not self.parameter or self.parameter in params


VERSIONS = (
    Version(
        "1.1",
        date(2026, 11, 30),
        (
            _("/api/v1/ lists the addresses."),
            _(
                "Figures have a `number` beside `value`: the same as a JSON number, as exact as JSON parsers are."
            ),
            _("Accept-Language chooses the language of labels and messages; `lang` precedes it."),
            _("The description states `servers`, and has a title whose letters make the name of a package."),
            _("Every response has the header API-Version."),
        ),
    ),
    Version("1.0", date(2026, 11, 24), (_("The first version."),)),
)
CURRENT = VERSIONS[0].number
DEPRECATIONS: tuple[Deprecation, ...] = ()


def path_of(route: str) -> str:
    """Returns the path of a URL pattern as the schema writes it."""
    return f"/{route}".replace("<ref:ref>", "{ref}")


def deprecated(path: str, parameter: str = "") -> bool:
    """True if an address, or one of its parameters, is announced to end."""
    return any((row.path, row.parameter, row.field) == (path, parameter, "") for row in DEPRECATIONS)


def headers(request) -> dict[str, str]:
    """Returns the headers of a response: the version, and the end of what the request uses.

    `Deprecation` is that of RFC 9745, `Sunset` that of RFC 8594; the earliest dates count.
    """
    found = {"API-Version": CURRENT}
    path = path_of(request.resolver_match.route)
    if used := [row for row in DEPRECATIONS if row.concerns(path, request.GET)]:
        with translation.override(language_of(request)):
            page = request.build_absolute_uri(reverse("api_changes"))
        found["Deprecation"] = f"@{_seconds(min(row.since for row in used))}"
        found["Sunset"] = http_date(_seconds(min(row.sunset for row in used)))
        found["Link"] = (
            f'<{page}>; rel="deprecation"; type="text/html", <{page}>; rel="sunset"; type="text/html"'
        )
    return found


def _seconds(day: date) -> int:
    return int(datetime.combine(day, time.min, UTC).timestamp())
