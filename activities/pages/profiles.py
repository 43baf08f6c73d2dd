"""The page of one record: its activities, figures, paragraphs, and what co-occurs with it."""

from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from activities.models import Figure, Paragraph, Programme
from activities.search import Search, current_index

from .browsing import counted
from .cards import cards
from .cooccurrence import address, counts_beside, neighbours
from .maps import markers_of

# Enough to read; the list with all filters has the rest.
SHOWN = 20
SHOWN_NEIGHBOURS = 12
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

    def __init__(self, record, facet, beside):
        self.record, self.facet, self.beside = record, facet, beside
        self.key = record.natural_key()[0]
        self.index = current_index()

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

    @cached_property
    def figures(self):
        figures = Figure.objects.published()
        wanted = Q(activity__report_order__among=self.results.slots)
        if isinstance(self.record, Programme):
            wanted |= Q(programme=self.record)
        return figures.filter(wanted).for_table()

    @cached_property
    def paragraphs(self):
        return Paragraph.objects.select_related("report").filter(
            pk__in=Paragraph.objects.filter(activities__report_order__among=self.results.slots).values("pk")
        )

    @cached_property
    def naming(self):
        """Returns the paragraphs that name the record, where no activity does."""
        if self.count or self.facet not in NAMED_IN_PARAGRAPHS:
            return []
        return list(Paragraph.objects.published().naming(self.record).select_related("report"))

    @cached_property
    def parts(self):
        """Returns the children of the record in its tree, counted."""
        children = getattr(self.record, "children", None)
        return counted(self.index, children.order_by("position"), self.facet) if children else []

    @cached_property
    def markers(self):
        """Returns the markers of the countries that its activities name."""
        counts = counts_beside(self.index, self.facet, self.key, "country")
        return markers_of(counts, lambda iso3: address(self.facet, self.key, "country", iso3))

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
