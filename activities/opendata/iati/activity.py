"""One activity as an IATI 2.03 record."""

from django.conf import settings
from django.utils.translation import gettext as _

from activities.models.taxonomy import PartnerKind
from activities.models.vocabulary import Part

from ..citations import reference
from . import dates, figures, places
from .elements import XML_LANG, Languages, element, names, narratives, said
from .sectors import sectors
from .tags import tags

UNODC = {"ref": "XM-DAC-41128", "type": "40"}
UNODC_NAMES = {
    "fr": "Office des Nations Unies contre la drogue et le crime",
    "en": "United Nations Office on Drugs and Crime",
}
IMPLEMENTING = "4"
GENERAL, TARGET_GROUPS, OTHER = "1", "3", "4"
WEB_PAGE = "A12"
# Absent for civil society: IATI asks whether it is international, national or regional; the source seldom
# says.
ORGANISATION_TYPES = {
    PartnerKind.UN_ENTITY: "40",
    PartnerKind.INTERGOVERNMENTAL: "40",
    PartnerKind.GOVERNMENT: "10",
    PartnerKind.PRIVATE_SECTOR: "70",
    PartnerKind.ACADEMIC: "80",
}


def record(activity, absolute, today):
    """Returns the element of an activity with a start date, read by `whole`.

    `absolute(name, *arguments, language=…)` returns the absolute URL of a page.
    """
    attributes = {"last-updated-datetime": activity.updated_at.isoformat(), XML_LANG: settings.LANGUAGE_CODE}
    texts = {text.language: text for text in activity.texts.all()}
    titles = {code: texts[code].title for code in Languages if code in texts}
    return element(
        "iati-activity",
        attributes,
        element("iati-identifier", f"{settings.IATI_REPORTING_ORG['ref']}-{activity.ref}"),
        _reporting_organisation(),
        element("title", *narratives(titles)),
        *_descriptions(activity, texts, absolute),
        *_participants(activity),
        dates.status(activity, today),
        *dates.dates(activity, today),
        *places.scope(activity),
        *places.recipient_places(activity, absolute),
        *places.locations(activity),
        *sectors(activity, absolute),
        *tags(activity),
        *_pages(activity, titles, absolute),
        *figures.results(activity),
    )


def _reporting_organisation():
    organisation: dict = settings.IATI_REPORTING_ORG
    attributes = {name: organisation[name] for name in ("ref", "type", "secondary-reporter")}
    return element("reporting-org", attributes, *narratives(organisation["name"]))


def _descriptions(activity, texts, absolute):
    """Returns the summary, then the source with the publications that it names and a note on percentages."""
    summaries = {code: texts[code].summary for code in Languages if code in texts}
    address = absolute("permanent", activity.ref)
    served = [row.partner for row in activity.partner_parts.all() if row.part == Part.SERVED]
    return [
        element("description", *narratives(summaries), type=GENERAL),
        *(
            [element("description", *said(lambda: _target_groups(served)), type=TARGET_GROUPS)]
            if served
            else []
        ),
        element("description", *said(lambda: _source(activity, address)), type=OTHER),
    ]


def _target_groups(served):
    return _("Serviced or supported: %(names)s.") % {"names": "; ".join(partner.name for partner in served)}


def _source(activity, address):
    parts = [f"{reference(activity, url=address, accessed=None).source}."]
    if titles := [publication.title for publication in activity.publications.all()]:
        parts.append(_("Publications named: %(titles)s.") % {"titles": "; ".join(titles)})
    parts.append(_("The source states no budget: percentages are equal shares."))
    return " ".join(parts)


def _participants(activity):
    """Yields UNODC and its partners as implementing organizations.

    The code list has no role for an organization that receives: one that is served is described among the
    target groups. A host carries a part of the activity out, which is nearer to implementing than to funding,
    being accountable, or extending (managing on behalf of the funder).
    """
    yield element("participating-org", {**UNODC, "role": IMPLEMENTING}, *narratives(UNODC_NAMES))
    for partner in (row.partner for row in activity.partner_parts.all() if row.part != Part.SERVED):
        kind = ORGANISATION_TYPES.get(partner.kind)
        attributes = {"type": kind} if kind else {}
        yield element("participating-org", {**attributes, "role": IMPLEMENTING}, *names(partner))


def _pages(activity, titles, absolute):
    """Yields a link to the activity's page in each language. The source gives no URLs of publications."""
    for code in titles:
        yield element(
            "document-link",
            {"url": absolute("activity", activity.ref, language=code), "format": "text/html"},
            element("title", *narratives(titles)),
            element("category", code=WEB_PAGE),
            element("language", code=code),
        )
