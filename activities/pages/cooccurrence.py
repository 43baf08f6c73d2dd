"""Co-occurrence: the values of other facets among the activities of one value, counted by intersection."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language
from pyroaring import BitMap


@dataclass(frozen=True)
class Neighbour:
    """A value shared by `count` of the activities; `url` lists them."""

    label: str
    count: int
    url: str


def neighbours(index, facet, key, other):
    """Returns the values of another facet among the activities of this one, most frequent first."""
    names, language = index.names[other], get_language()
    kin = _kin(names, key) if other == facet else set()
    counts, address = counts_beside(index, facet, key, other), addresses(facet, key, other)
    return [
        Neighbour(names[value].text[language], count, address(value))
        for value, count in sorted(counts.items(), key=lambda row: (-row[1], names[row[0]].sort[language]))
        if count and value not in kin
    ]


def counts_beside(index, facet, key, other) -> dict[str, int]:
    """Returns {value of another facet: number of the activities of `key` that have it}."""
    mine = index.values[facet].get(key, BitMap())
    return {value: mine.intersection_cardinality(slots) for value, slots in index.values[other].items()}


def _kin(names, key):
    """Returns the value itself, its ancestors and descendants, which share its activities by definition."""
    above = set(_line(names, key))
    return above | {value for value in names if key in _line(names, value)}


def _line(names, key):
    line = []
    while key:
        line.append(key)
        key = names[key].parent
    return line


def addresses(facet, key, other):
    """Returns the function that returns the URL of the activities that `key` and a value of `other` share."""
    if facet == other:
        # Two values of one facet are alternatives in the list, which would show more than both share.
        return lambda value: reverse(other, args=[value])
    # Keys are codes and slugs, which a URL holds as they are; of hundreds of links only the last part differs.
    shared = f"{reverse('activity_list')}?{facet}={key}&{other}="
    return lambda value: shared + value
