"""The catalogue in the words of DCAT-AP 3 and of schema.org: one document for pages, harvesters and portals.

Every node that another one names has its class here, since a portal validates the document by itself.
"""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from . import licence

EU = "http://publications.europa.eu/resource/authority/"
MEDIA = "https://www.iana.org/assignments/media-types/"
LANGUAGES = {"fr": f"{EU}language/FRA", "en": f"{EU}language/ENG"}
EARTH = "https://sws.geonames.org/6295630/"
# Written out, so that no reader has to fetch a context from another server.
CONTEXT = {
    "@vocab": "https://schema.org/",
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    **{name: {"@type": "@id"} for name in ("contentUrl", "license", "url")},
}
KEYWORDS = (_("crime prevention"), _("criminal justice"), _("drugs"), _("corruption"), _("terrorism"))
TITLE = _("UNODC activities catalogue")
DESCRIPTION = _("Activities of UNODC, each with the paragraph of the report that says so.")


def node(identifier, *types, **properties):
    """Returns a node; the names of properties have an underscore for the colon of their prefix."""
    said = {name.replace("_", ":", 1): value for name, value in properties.items() if value}
    return {"@id": identifier, **({"@type": list(types)} if types else {}), **said}


def reference(identifier):
    return {"@id": identifier}


def in_both(text):
    """Returns a text in both languages; `text` is lazy."""
    said = []
    for code in LANGUAGES:
        with translation.override(code):
            said.append({"@language": code, "@value": str(text)})
    return said


def in_words(text):
    """Returns a text in the language in force."""
    return [{"@language": translation.get_language() or settings.LANGUAGE_CODE, "@value": str(text)}]


def typed(kind, value):
    return {"@type": f"xsd:{kind}", "@value": value}


def languages(*codes):
    return [_concept(LANGUAGES[code], "language", "dct:LinguisticSystem") for code in codes or LANGUAGES]


def licence_document():
    return node(licence.ADDRESS, "dct:LicenseDocument", dct_title=licence.NAME)


def publisher(address):
    names = settings.IATI_REPORTING_ORG["name"]
    said = [{"@language": code, "@value": name} for code, name in names.items()]
    return node(address, "Organization", "foaf:Agent", foaf_name=said, name=said)


def contact(address, page):
    """Returns whom to write to, else the page to visit."""
    mail = settings.CONTACT_EMAIL
    reached = {"vcard_hasEmail": reference(f"mailto:{mail}")} if mail else {"vcard_hasURL": reference(page)}
    return node(address, "vcard:Kind", "vcard:Organization", vcard_fn=in_both(TITLE), **reached)


def keywords():
    return [said for word in KEYWORDS for said in in_both(word)]


def document(address):
    return node(address, "foaf:Document")


def world():
    return node(EARTH, "dct:Location", "Place", name="World")


def access_rights():
    return _concept(f"{EU}access-right/PUBLIC", "access-right", "dct:RightsStatement")


def theme():
    """Returns the one theme of European portals that all activities belong to, with its scheme."""
    scheme = node(f"{EU}data-theme", "skos:ConceptScheme", dct_title=_english("Data theme"))
    label = _english("Justice, legal system and public safety")
    return node(f"{EU}data-theme/JUST", "skos:Concept", skos_prefLabel=label, skos_inScheme=scheme)


def covering(years):
    """Returns the years of the reports as the period that the data set covers."""
    if not years:
        return {}
    first, last = min(years), max(years)
    period = {
        "@type": "dct:PeriodOfTime",
        "dcat:startDate": typed("gYear", first),
        "dcat:endDate": typed("gYear", last),
    }
    return {"temporalCoverage": f"{first}/{last}", "dct:temporal": period}


def distribution(address, name, media_type, file_type, *codes):
    """Returns a file, in the languages of these codes, by the names of its formats with IANA and in Europe."""
    return node(
        address,
        "DataDownload",
        "dcat:Distribution",
        name=name,
        encodingFormat=media_type,
        contentUrl=address,
        dct_title=name,
        dct_description=in_both(DESCRIPTION),
        dcat_accessURL=reference(address),
        dcat_downloadURL=reference(address),
        dcat_mediaType=node(MEDIA + media_type, "dct:MediaType"),
        dct_format=_concept(f"{EU}file-type/{file_type}", "file-type", "dct:MediaTypeOrExtent"),
        dct_license=licence_document(),
        dct_language=languages(*codes),
        dcatap_availability=_availability(),
    )


def _availability():
    stable = _concept(f"{EU}planned-availability/STABLE", "planned-availability", "skos:Concept")
    return {**stable, "skos:prefLabel": _english("stable")}


def _concept(address, scheme, kind):
    return node(address, kind, skos_inScheme=reference(EU + scheme))


def _english(text):
    return [{"@language": "en", "@value": text}]


def without(described, names):
    return {key: value for key, value in described.items() if key not in names}


def each_once(value, described=None):
    """Returns JSON-LD in which a node that has been described before is a mere reference to it."""
    described = {} if described is None else described
    if isinstance(value, list):
        return [each_once(item, described) for item in value]
    if not isinstance(value, dict):
        return value
    address = value.get("@id")
    if address in described and described[address] == value:
        return {"@id": address}
    if address and len(value) > 1:
        described[address] = value
    return {name: each_once(item, described) for name, item in value.items()}
