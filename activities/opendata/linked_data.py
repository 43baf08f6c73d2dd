"""JSON-LD descriptions of the pages, in the vocabularies of schema.org and DCAT."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from . import licence

CONTEXT = ["https://schema.org/", {"dcat": "http://www.w3.org/ns/dcat#"}]
PUBLISHED_IN = ["fr", "en"]
# (name, URL extension, media type)
FILES = (
    ("CSV", "csv", "text/csv"),
    ("JSON", "json", "application/json"),
    ("IATI 2.03", "xml", "application/xml"),
)


@dataclass(frozen=True)
class LinkedData:
    """The descriptions of a page; all URLs use the host of the request."""

    request: HttpRequest

    def catalogue(self):
        """Returns the catalogue as a whole, with its single data set."""
        return {
            "@context": CONTEXT,
            "@type": ["DataCatalog", "dcat:Catalog"],
            "@id": self._address("home"),
            "name": _("UNODC activities catalogue"),
            "url": self._address("home"),
            "inLanguage": PUBLISHED_IN,
            "license": licence.ADDRESS,
            "dataset": self._dataset(),
        }

    def listing(self, asked, title, count):
        """Returns a list as a part of the data set; `asked` is its query (QueryDict)."""
        query = f"?{asked.urlencode()}" if asked else ""
        return {
            "@context": CONTEXT,
            "@type": ["Dataset", "dcat:Dataset"],
            "@id": self._address("activity_list") + query,
            "name": title or _("All activities"),
            "description": _("Activities of UNODC, each with the paragraph of the report that says so."),
            "inLanguage": PUBLISHED_IN,
            "license": licence.ADDRESS,
            "isPartOf": {"@id": self._whole()},
            "size": str(count),
            "distribution": self._files(query),
        }

    def record(self, activity, reference):
        """Returns one activity; `reference` is its citation (citations.Reference)."""
        countries = {row.country: None for row in activity.country_roles.all()}
        places = [*countries, *activity.regions.all()]
        return {
            "@context": CONTEXT,
            "@type": "CreativeWork",
            "@id": reference.url,
            "url": self._address("activity", activity.ref),
            "identifier": activity.ref,
            "name": reference.title,
            "abstract": reference.summary,
            "inLanguage": reference.language,
            "keywords": reference.keywords,
            "isBasedOn": {"@type": "Report", "name": reference.source},
            "isPartOf": {"@id": self._whole()},
            "license": licence.ADDRESS,
            "dateModified": activity.updated_at.isoformat(),
            **({"temporalCoverage": _interval(activity)} if activity.start else {}),
            **({"spatialCoverage": [_place(place) for place in places]} if places else {}),
        }

    def _dataset(self):
        package = {
            "@type": ["DataDownload", "dcat:Distribution"],
            "name": "Frictionless Data Package (CSV)",
            "encodingFormat": "application/zip",
            "contentUrl": self._address("catalogue_package"),
        }
        return {
            "@type": ["Dataset", "dcat:Dataset"],
            "@id": self._whole(),
            "name": _("UNODC activities catalogue"),
            "description": _("Activities of UNODC, each with the paragraph of the report that says so."),
            "url": self._address("data"),
            "inLanguage": PUBLISHED_IN,
            "license": licence.ADDRESS,
            "isAccessibleForFree": True,
            "distribution": [package, *self._files()],
        }

    def _files(self, query=""):
        """Returns the downloads of a list, one for each format in FILES."""
        return [
            {
                "@type": ["DataDownload", "dcat:Distribution"],
                "name": name,
                "encodingFormat": content_type,
                "contentUrl": self._address("list_file", ending) + query,
            }
            for name, ending, content_type in FILES
        ]

    def _whole(self):
        """Returns the identifier of the data set, the same in all languages."""
        with translation.override("fr"):
            return self._address("data") + "#dataset"

    def _address(self, name, *arguments):
        return self.request.build_absolute_uri(reverse(name, args=arguments))


def _interval(activity):
    """Returns the dates of an activity in ISO 8601, to the precision that the report states."""
    length = {"year": 4, "month": 7, "day": 10}[activity.date_precision]
    days = [activity.start, *([activity.end] if activity.end else [])]
    return "/".join(day.isoformat()[:length] for day in days)


def _place(place):
    return {"@type": "Place", "name": place.name}
