"""The context of an activity: its place in the report, its neighbours there, and related activities."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from pyroaring import BitMap

from activities.models import Section
from activities.models.index import PerVersion
from activities.search import FacetIndex, Titled, titled

from .cards import item

SHOWN = 8

Sections = dict[tuple[int, str], Section]


def _read_sections() -> Sections:
    return {
        (section.report_id, section.code): section for section in Section.objects.select_related("report")
    }


current_sections = PerVersion(_read_sections)


def with_sections(activity):
    """Returns [(cited paragraph, [sections from the top of the report down to it])]."""
    sections = current_sections()
    return [
        (paragraph, [sections[key] for key in _line(paragraph) if key in sections])
        for paragraph in activity.cited_paragraphs
    ]


def _line(paragraph):
    return [(paragraph.report_id, code) for code in paragraph.section.line]


@dataclass(frozen=True)
class Related:
    """The activities around one, with their titles: in report order, of its main paragraph, of its work."""

    previous: Titled | None
    following: Titled | None
    same_paragraph: list[SafeString]
    same_work: list[SafeString]


def related(activity, index: FacetIndex) -> Related:
    """Returns the activities around one: bitmaps say which, and one query reads their titles."""
    slot = activity.report_order
    place = index.all.rank(slot)  # of those up to it
    before, after = index.all[max(0, place - 2) : place - 1], index.all[place : place + 1]
    own = BitMap([slot])
    paragraph, work = _of_the_same_paragraph(activity, index) - own, _of_the_same_work(activity, index) - own
    shown = [before, after, paragraph[:SHOWN], work[:SHOWN]]
    known = titled(BitMap.union(*shown))
    previous, following, *lists = ([known[slot] for slot in some if slot in known] for some in shown)
    rendered = ([item(title) for title in titles] for titles in lists)
    return Related(next(iter(previous), None), next(iter(following), None), *rendered)


def _of_the_same_paragraph(activity, index) -> BitMap:
    """Returns the slots of those that cite its main paragraph."""
    main = next(iter(activity.cited_paragraphs), None)
    return index.source.paragraphs.get((main.report.ref, main.number), BitMap()) if main else BitMap()


def _of_the_same_work(activity, index) -> BitMap:
    """Returns the slots of those of one of its programmes in one of its countries."""
    programmes = _keys(activity.programmes.all())
    countries = _keys(place.country for place in activity.country_roles.all())
    return index.having("programme", programmes) & index.having("country", countries)


def _keys(records: Iterable) -> list[str]:
    return [record.natural_key()[0] for record in records]
