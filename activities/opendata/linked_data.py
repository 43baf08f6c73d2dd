"""JSON-LD descriptions of the pages, in the vocabularies of schema.org and DCAT."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from . import dcat, licence

PUBLISHED_IN = list(dcat.LANGUAGES)
API = "/api/v1/"
# (name, URL extension, media type, file type in the European list)
FILES = (
    ("CSV", "csv", "text/csv", "CSV"),
    ("JSON", "json", "application/json", "JSON"),
    ("IATI 2.03", "xml", "application/xml", "XML"),
)
API_TITLE = gettext_lazy("Data for programs (API)")


@dataclass(frozen=True)
class LinkedData:
    """The descriptions of a page; all URLs use the host of the request."""

    request: HttpRequest

    def catalogue(self, *, years=(), modified=None, codes=()):
        """Returns the catalogue as a whole, with its data set and its API.

        `years` are those of its reports; its files are those of the languages `codes`, by default of the page.
        """
        told = self._told(modified)
        return dcat.each_once(
            {
                "@context": dcat.CONTEXT,
                "@type": ["DataCatalog", "dcat:Catalog"],
                "@id": self._whole("catalogue"),
                "name": _("UNODC activities catalogue"),
                "url": self._address("home"),
                "inLanguage": PUBLISHED_IN,
                "license": licence.ADDRESS,
                **told,
                "dct:license": dcat.licence_document(),
                "foaf:homepage": dcat.document(self._address("home")),
                "dcat:themeTaxonomy": dcat.reference(f"{dcat.EU}data-theme"),
                "dcat:dataset": dcat.reference(self._whole()),
                "dcat:service": self._service(),
                "dataset": {**self._dataset(years, codes or [get_language()]), **told},
            }
        )

    def listing(self, asked, title, count):
        """Returns a list as a part of the data set; `asked` is its query (QueryDict)."""
        query = f"?{asked.urlencode()}" if asked else ""
        title = title or _("All activities")
        # What DCAT-AP recommends is in the catalogue; every reader of a list downloads this text.
        recommended = ("dct:title", "dct:description", "dcatap:availability")
        files = [dcat.without(file, recommended) for file in self._files(query)]
        return dcat.each_once(
            {
                "@context": dcat.CONTEXT,
                "@type": ["Dataset", "dcat:Dataset"],
                "@id": self._address("activity_list") + query,
                "name": title,
                "description": _("Activities of UNODC, each with the paragraph of the report that says so."),
                "inLanguage": PUBLISHED_IN,
                "license": licence.ADDRESS,
                "isPartOf": {"@id": self._whole()},
                "size": str(count),
                "distribution": files,
                "dct:title": dcat.in_words(title),
                "dct:description": dcat.in_both(dcat.DESCRIPTION),
                "dct:publisher": dcat.publisher(self._whole("publisher")),
                "dct:language": dcat.languages(),
                "dct:isPartOf": dcat.reference(self._whole()),
                "dcat:contactPoint": self._contact(),
                "dcat:keyword": dcat.keywords(),
                "dcat:theme": dcat.theme(),
                "dcat:distribution": [dcat.reference(file["@id"]) for file in files],
            }
        )

    def record(self, activity, reference):
        """Returns one activity; `reference` is its citation (citations.Reference)."""
        countries = {row.country: None for row in activity.country_roles.all()}
        places = [*countries, *activity.regions.all()]
        return {
            "@context": dcat.CONTEXT,
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

    def _told(self, modified):
        """Returns what catalogue and data set have in common."""
        return {
            "dct:title": dcat.in_both(dcat.TITLE),
            "dct:description": dcat.in_both(dcat.DESCRIPTION),
            "dct:publisher": dcat.publisher(self._whole("publisher")),
            "publisher": dcat.reference(self._whole("publisher")),
            "dct:language": dcat.languages(),
            "dct:spatial": dcat.world(),
            "spatialCoverage": dcat.reference(dcat.EARTH),
            **(
                {
                    "dct:modified": dcat.typed("dateTime", modified.isoformat(timespec="seconds")),
                    "dateModified": modified.isoformat(timespec="seconds"),
                }
                if modified
                else {}
            ),
        }

    def _dataset(self, years, codes):
        package = self._address("catalogue_package")
        files = [dcat.distribution(package, "Frictionless Data Package (CSV)", "application/zip", "ZIP")]
        for code in codes:
            with translation.override(code):
                files += self._files()
        return {
            "@type": ["Dataset", "dcat:Dataset"],
            "@id": self._whole(),
            "name": _("UNODC activities catalogue"),
            "description": _("Activities of UNODC, each with the paragraph of the report that says so."),
            "url": self._address("data"),
            "inLanguage": PUBLISHED_IN,
            "license": licence.ADDRESS,
            "isAccessibleForFree": True,
            "includedInDataCatalog": dcat.reference(self._whole("catalogue")),
            "keywords": [str(word) for word in dcat.KEYWORDS],
            **dcat.covering(years),
            "distribution": files,
            "dct:identifier": self._whole(),
            "dct:accessRights": dcat.access_rights(),
            "dcat:contactPoint": self._contact(),
            "dcat:keyword": dcat.keywords(),
            "dcat:landingPage": dcat.document(self._address("data")),
            "dcat:theme": dcat.theme(),
            "dcat:distribution": [dcat.reference(file["@id"]) for file in files],
        }

    def _service(self):
        """Returns the API."""
        return dcat.node(
            self._whole("api"),
            "dcat:DataService",
            dct_title=dcat.in_both(API_TITLE),
            dct_publisher=dcat.reference(self._whole("publisher")),
            dct_license=dcat.licence_document(),
            dct_accessRights=dcat.access_rights(),
            dcat_endpointURL=dcat.reference(self.request.build_absolute_uri(API)),
            dcat_endpointDescription=dcat.reference(self._address("api_schema")),
            dcat_landingPage=dcat.document(self._address("api")),
            dcat_servesDataset=dcat.reference(self._whole()),
            dcat_contactPoint=dcat.reference(self._whole("contact")),
            dcat_keyword=dcat.keywords(),
            dcat_theme=dcat.theme(),
        )

    def _contact(self):
        return dcat.contact(self._whole("contact"), self._address("data"))

    def _files(self, query=""):
        """Returns the downloads of a list in the language in force, one for each format in FILES."""
        return [
            dcat.distribution(
                self._address("list_file", ending) + query, name, media_type, kind, get_language()
            )
            for name, ending, media_type, kind in FILES
        ]

    def _whole(self, part="dataset"):
        """Returns the identifier of the data set, or of another part, the same in all languages."""
        with translation.override("fr"):
            return f"{self._address('data')}#{part}"

    def _address(self, name, *arguments):
        return self.request.build_absolute_uri(reverse(name, args=arguments))


def _interval(activity):
    """Returns the dates of an activity in ISO 8601, to the precision that the report states."""
    length = {"year": 4, "month": 7, "day": 10}[activity.date_precision]
    days = [activity.start, *([activity.end] if activity.end else [])]
    return "/".join(day.isoformat()[:length] for day in days)


def _place(place):
    return {"@type": "Place", "name": place.name}
