"""Any list of activities as a two-page sheet: what fits, and how much is left out."""

from dataclasses import dataclass
from math import ceil

from django.utils.functional import cached_property

from activities.models import Activity, Figure
from activities.search import Results, Search

# Lines of two A4 pages at the type size of brief.css, without the head and the foot of the sheet.
LINES = 116
CHARACTERS = 92  # of a line, at the least
MOST_FIGURES = 10
MOST_ACTIVITIES = 60  # more never fit


@dataclass
class Brief:
    """The sheet of the results of a search."""

    results: Results

    @property
    def count(self):
        return len(self.results)

    @cached_property
    def candidates(self):
        return self.results.activities(self.results[:MOST_ACTIVITIES])

    @cached_property
    def all_figures(self):
        return Figure.objects.published().filter(activity__report_order__among=self.results.slots)

    @cached_property
    def figures(self):
        return list(self.all_figures.for_table()[:MOST_FIGURES])

    @property
    def figures_left(self):
        return self.all_figures.count() - len(self.figures)

    @cached_property
    def in_full(self):
        """True if the summaries of all activities fit."""
        lines = sum(_lines(activity, in_full=True) for activity in self.candidates)
        return self.count == len(self.candidates) and lines <= self._room

    @cached_property
    def activities(self):
        """Returns as many activities as fit, from the first."""
        return _fitting(self.candidates, self._room, self.in_full)

    @property
    def left(self):
        return self.count - len(self.activities)

    @cached_property
    def country(self):
        """Returns the country if it is the only filter, else None; its sheet adds what covers it."""
        match self.results.search:
            case Search(text="", selection={"country": (iso3,), **others}) if not others:
                return self.results.index.records["country"][iso3]
        return None

    @cached_property
    def all_covering(self):
        return Activity.objects.published().covering(self.country).in_report_order()

    @cached_property
    def covering(self):
        taken = sum(_lines(activity, self.in_full) for activity in self.activities)
        return _fitting(self.all_covering.for_list()[:MOST_ACTIVITIES], self._room - taken - 3, in_full=False)

    @property
    def covering_left(self):
        return self.all_covering.count() - len(self.covering)

    @property
    def worldwide(self):
        return Activity.objects.published().worldwide(self.country).count()

    @property
    def _room(self):
        return LINES - sum(ceil((len(figure.label) + 60) / CHARACTERS) for figure in self.figures)


def _fitting(candidates, room, in_full):
    fitting = []
    for activity in candidates:
        room -= _lines(activity, in_full)
        if room < 0:
            break
        fitting.append(activity)
    return fitting


def _lines(activity, in_full):
    places = sum(len(place.name) + 3 for place in [*activity.named_countries, *activity.named_regions])
    lines = ceil(len(activity.text.title) / CHARACTERS) + ceil((places + 40) / CHARACTERS) + 0.4
    return lines + ceil(len(activity.text.summary) / CHARACTERS) if in_full else lines
