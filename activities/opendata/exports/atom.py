"""Atom feeds (RFC 4287) of a list, or of the changes in the catalogue."""

from io import StringIO
from xml.sax.xmlreader import AttributesImpl  # nosec B406  # written, never parsed

from django.urls import reverse
from django.utils.feedgenerator import rfc3339_date
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator

from activities.language.characters import printable

from .. import licence
from ..citations import source
from ..published_columns import permanent

ATOM = "http://www.w3.org/2005/Atom"
# RFC 6721: deleted entries.
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"


class Feed:
    """Writes a feed part by part; `taken` returns what has been written since its last call."""

    def __init__(self):
        self.stream = StringIO()
        self.xml = SimplerXMLGenerator(self.stream, "utf-8")

    def taken(self) -> bytes:
        text = self.stream.getvalue()
        self.stream.seek(0)
        self.stream.truncate()
        return text.encode()

    def element(self, name, text=None, **attributes):
        content = None if text is None else printable(str(text))
        clean = {key: printable(str(value)) for key, value in attributes.items()}
        self.xml.addQuickElement(name, content, clean)

    def _start(self, name, attributes=None):
        self.xml.startElement(name, AttributesImpl(attributes or {}))

    def begin(self, *, title, address, page, updated, subtitle):
        self.xml.startDocument()
        attributes = {"xmlns": ATOM, "xmlns:at": TOMBSTONES, "xml:lang": get_language() or "fr"}
        self._start("feed", attributes)
        self.element("id", address)
        self.element("title", title)
        self.element("subtitle", subtitle)
        self.element("updated", rfc3339_date(updated))
        self.element("link", rel="self", type="application/atom+xml", href=address)
        self.element("link", rel="alternate", type="text/html", href=page)
        self.element("link", rel="license", href=licence.ADDRESS)
        self.element("rights", f"{licence.NAME} · {licence.ADDRESS}")
        self._start("author")
        self.element("name", _("UNODC activities catalogue"))
        self.xml.endElement("author")

    def entry(self, activity, site):
        address = permanent(site, activity.ref)
        self._start("entry")
        self.element("id", address)
        self.element("title", activity.text.title if activity.text else activity.ref)
        self.element("updated", rfc3339_date(activity.updated_at))
        self.element("link", rel="alternate", type="text/html", href=f"{site}{activity.get_absolute_url()}")
        for theme in activity.themes.all():
            self.element("category", term=theme.slug, label=theme.name)
        self.element("summary", _summary(activity))
        self.xml.endElement("entry")

    def withdrawn(self, activity, site):
        when, address = rfc3339_date(activity.updated_at), permanent(site, activity.ref)
        self._start("at:deleted-entry", {"ref": address, "when": when})
        self.element("at:comment", _("Activity %(ref)s was withdrawn.") % {"ref": activity.ref})
        self.xml.endElement("at:deleted-entry")

    def end(self):
        self.xml.endElement("feed")


def write_atom(export, updated):
    """Yields the feed of all activities of an export."""
    feed, stated = Feed(), export.stated
    asked = export.asked
    page = f"{stated.site}{reverse('activity_list')}{asked and '?'}{asked}"
    feed.begin(
        title=f"{stated.catalogue} · {stated.query}",
        address=stated.address,
        page=page,
        updated=updated,
        subtitle=_stated(stated),
    )
    for chunk in export.chunks():
        for activity in chunk:
            feed.entry(activity, stated.site)
        yield feed.taken()
    feed.end()
    yield feed.taken() + f"<!-- complete: {stated.count} -->\n".encode()


def write_changes(activities, *, site, address, page, updated):
    """Yields the feed of changes: published activities as entries, withdrawn ones as deleted entries."""
    feed = Feed()
    feed.begin(
        title=_("Changes in the UNODC activities catalogue"),
        address=address,
        page=page,
        updated=updated,
        subtitle=_("Activities that are new, changed or withdrawn, the latest change first"),
    )
    for activity in activities:
        (feed.entry if activity.is_published else feed.withdrawn)(activity, site)
    feed.end()
    yield feed.taken()


def _stated(stated):
    count = ngettext("%(count)d activity", "%(count)d activities", stated.count) % {"count": stated.count}
    return f"{count} · {stated.source} · {stated.licence} · {stated.date}"


def _summary(activity):
    return f"{activity.text.summary if activity.text else ''} ({source(activity)})"
