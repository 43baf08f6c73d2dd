"""The page of one record: its activities, figures, paragraphs, and what co-occurs with it."""

from operator import attrgetter

from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from activities.models import Activity, Figure, Paragraph, Programme, Report
from activities.models.base import InTree
from activities.models.vocabulary import Status
from activities.search import Search, current_index

from .browsing import counted
from .cards import cards
from .cooccurrence import addresses, counts_beside, neighbours
from .maps import markers_of
from .portions import FIGURES, Figures, Portion, paginator_of

# Enough to read; the list with all filters has the rest.
SHOWN = 20
SHOWN_NEIGHBOURS = 12
PARAGRAPHS = 100
FIRST = Portion()
# A country or a theme without an activity is no name that a reader looks up.
NAMED_IN_PARAGRAPHS = ("programme", "instrument")
HEADINGS = {
    "country": _("Countries"),
    "region": _("Regions"),
    "theme": _("Themes"),
    "programme": _("Programmes"),
    "partner": _("Partners"),
    "instrument": _("Instruments"),
}


class Profile:
    """A record with the data of its activities; `beside` are the facets to search for neighbours."""

    def __init__(self, record, facet, beside, portion=FIRST):
        self.record, self.facet, self.beside, self.portion = record, facet, beside, portion
        self.key = record.natural_key()[0]
        self.index = current_index()

    @property
    def paginator(self):
        """The pages that it takes to show all figures and paragraphs; the list with all filters has the activities."""
        return paginator_of(self.lengths)

    @property
    def lengths(self) -> list[tuple[int, int]]:
        """(length, number shown at once) of each block that continues on a further page."""
        return [(self._figures.count, FIGURES), (len(self._cited), PARAGRAPHS)]

    @cached_property
    def count(self):
        return len(self.index.values[self.facet].get(self.key, ()))

    @cached_property
    def results(self):
        return self.index.find(Search(selection={self.facet: [self.key]}))

    @cached_property
    def cards(self):
        return cards(self.results, self.results[:SHOWN])

    @property
    def left(self):
        return max(0, self.count - SHOWN)

    @property
    def figures(self):
        return self._figures.shown

    @cached_property
    def _figures(self):
        return Figures.read(self.stated, self.index, self.portion)

    @property
    def stated(self):
        """The figures of its activities, and its own; `published` would have the database read every activity."""
        slots = self.results.slots & self.index.source.figured
        if isinstance(self.record, Programme):
            activities = Activity.objects.published().at(slots).values("pk")
            return Figure.objects.published().filter(Q(activity__in=activities) | Q(programme=self.record))
        return Figure.objects.filter(activity__report_order__among=slots, activity__status=Status.PUBLISHED)

    @property
    def paragraphs(self):
        """The paragraphs that its activities cite, as far as links need them."""
        shown = self.portion.of(self._cited, PARAGRAPHS)
        return [Paragraph(number=number, report=Report(ref=report)) for report, number in shown]

    @cached_property
    def _cited(self):
        mine, paragraphs = self.results.slots, self.index.source.paragraphs
        return sorted(cited for cited, slots in paragraphs.items() if slots.intersect(mine))

    @cached_property
    def naming(self):
        """Returns the paragraphs that name the record, where no activity does."""
        if self.count or self.facet not in NAMED_IN_PARAGRAPHS:
            return []
        return list(Paragraph.objects.published().naming(self.record).select_related("report"))

    @cached_property
    def parts(self):
        """Returns the children of the record in its tree, counted."""
        if not isinstance(self.record, InTree):
            return []
        records = self.index.records[self.facet].values()
        children = [record for record in records if record.parent_id == self.record.pk]
        return counted(self.index, sorted(children, key=attrgetter("position")), self.facet)

    @cached_property
    def markers(self):
        """Returns the markers of the countries that its activities name."""
        counts = counts_beside(self.index, self.facet, self.key, "country")
        return markers_of(counts, addresses(self.facet, self.key, "country"))

    @cached_property
    def neighbours(self):
        """Returns [(facet, heading, the most frequent neighbours, how many more)] where there are any."""
        found = []
        for other in self.beside:
            rows = neighbours(self.index, self.facet, self.key, other)
            limit = len(rows) if other == "country" else SHOWN_NEIGHBOURS
            if rows:
                found.append((other, HEADINGS[other], rows[:limit], len(rows[limit:])))
        return found
