"""A report paragraph by paragraph, with the activities that cite each, from the bitmaps of the index."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from pyroaring import BitMap

from activities.models import Paragraph, Report, Section
from activities.search import FacetIndex

from .cards import titles_by_slot

TITLES = 25  # of a paragraph


@dataclass(frozen=True)
class Covered:
    """A paragraph, the activities that cite it, and the titles of the first of them."""

    paragraph: Paragraph
    slots: BitMap
    titles: list[SafeString]

    @property
    def left(self):
        return max(0, len(self.slots) - TITLES)


@dataclass(frozen=True)
class Coverage:
    """The sections of a report, and {pk of a section: its paragraphs}."""

    sections: list[Section]
    by_section: dict[int, list[Covered]]

    @classmethod
    def of(cls, report: Report, index: FacetIndex) -> "Coverage":
        paragraphs = list(Paragraph.objects.filter(report=report).order_by("number"))
        citing = {
            row.pk: index.source.paragraphs.get((report.ref, row.number), BitMap()) for row in paragraphs
        }
        titles = titles_by_slot(index, BitMap.union(BitMap(), *(slots[:TITLES] for slots in citing.values())))
        by_section: dict[int, list[Covered]] = {}
        for row in paragraphs:
            row.report = report  # a paragraph that names its report would read it
            slots = citing[row.pk]
            shown = [titles[slot] for slot in slots[:TITLES] if slot in titles]
            by_section.setdefault(row.section_id, []).append(Covered(row, slots, shown))
        return cls(list(report.sections.all()), by_section)

    def inside(self, section: Section) -> tuple[int, int]:
        """Returns how many paragraphs a section has, subsections included, and how many activities cite them."""
        below = [other for other in self.sections if section.code in other.line]
        rows = [row for other in below for row in self.by_section.get(other.pk, ())]
        return len(rows), len(BitMap.union(BitMap(), *(row.slots for row in rows)))
