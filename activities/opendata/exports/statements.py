"""The statement that every file contains: source, query, date, count, licence, permanent URL."""

from dataclasses import dataclass

from babel import lists
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from activities.models import Report

from .. import licence as terms
from ..citations import named
from ..published_columns import permanent


@dataclass(frozen=True)
class Statement:
    """`address` is the URL of the same list today; `site` is the scheme and host of permanent URLs."""

    site: str
    catalogue: str
    source: str
    query: str
    address: str
    date: str
    count: int
    licence: str = terms.NAME
    licence_url: str = terms.ADDRESS

    @property
    def permanent(self):
        return permanent(self.site, "2021-026-1").replace("2021-026-1", "{ref}")

    def as_dict(self):
        """Returns the statement under the names of the API, the count last."""
        return {
            "catalogue": self.catalogue,
            "source": self.source,
            "query": self.query,
            "address": self.address,
            "permanent_addresses": self.permanent,
            "date": self.date,
            "licence": self.licence,
            "licence_url": self.licence_url,
            "count": self.count,
        }


def statement(query, count, *, site, address):
    """Returns the statement of a file with `count` activities; `query` describes them in words."""
    return Statement(
        site=site,
        catalogue=_("UNODC activities catalogue"),
        source=source(),
        query=query,
        address=address,
        date=timezone.localtime().isoformat(timespec="seconds"),
        count=count,
    )


def source():
    """Returns the reports that the catalogue is based on, as one phrase."""
    return lists.format_list([named(report) for report in Report.objects.published()], locale=get_language())
