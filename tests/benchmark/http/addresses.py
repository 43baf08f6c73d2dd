"""The addresses that are asked for, made in a process of the corpus; no class has one twice."""

import itertools
import random

from django.http import QueryDict

from activities.models import Activity, Country, Word
from activities.search import PAGE_SIZE, ActivityFilter, FacetCounts, current_index, find
from tests.benchmark.http import bare
from tests.benchmark.http.measuring import BARE_CLASSES, STORED

MOST = 3000  # of a class
SORTS = ("", "report", "newest", "title")
COMMON_WORDS = 300
PAGES = 5  # of a list, besides that of everything
LIST = "/fr/activites/?"


class Pools:
    """`of_class[name]` has the addresses of a class below our site, in an order drawn once."""

    def __init__(self, seed: int):
        self.index, chance = current_index(), random.Random(seed)
        self.of_class = {
            "list": self._listed([{}], pages=MOST),
            "country": self._listed({"country": code} for code in self._values("country")),
            "country + theme": self._listed(self._pairs(chance)),
            "text": self._listed(({"q": word} for word in self._common()), sorts=("", *SORTS[2:])),
            "first text": [f"{LIST}q={word}" for word in self._words("folded")],
            "detail": [f"/fr/activites/{ref}/" for ref in self._refs()],
            "country page": [f"/fr/pays/{code}/" for code in Country.objects.values_list("iso3", flat=True)],
            "home": ["/fr/", "/en/"],
        }
        for name, found in self.of_class.items():
            chance.shuffle(found)
            self.of_class[name] = found[:MOST]

    def store(self):
        """Stores the first of each list for the bare page."""
        bare.store(_answer(address) for name in BARE_CLASSES for address in self.of_class[name][:STORED])

    def _values(self, facet):
        slots = range(0, len(self.index.all), max(1, len(self.index.all) // 2000))
        carried = (self.index.carried_by(self.index.all[place], facet) for place in slots)
        return list(dict.fromkeys(record.natural_key()[0] for records in carried for record in records))

    def _pairs(self, chance):
        pairs = list(itertools.product(self._values("country"), self._values("theme")))
        chance.shuffle(pairs)
        return ({"country": country, "theme": theme} for country, theme in pairs)

    def _words(self, order):
        words = Word.objects.filter(folded__regex="^[a-z]{4,}$").order_by(order)
        return list(words.values_list("folded", flat=True)[:MOST])

    def _common(self):
        return self._words("-count")[:COMMON_WORDS]

    def _refs(self):
        return Activity.objects.published().order_by("pk").values_list("ref", flat=True)[:MOST]

    def _listed(self, asked, sorts=SORTS, pages=PAGES):
        """Returns the first pages of each of these lists in every order, until there are enough."""
        found: list[str] = []
        for params in asked:
            if len(found) >= MOST:
                break
            number = len(find(_search(params), self.index))
            found += [
                LIST + _query({**params, "sort": sort, "page": page})
                for sort in sorts
                for page in range(1, min(-(-number // PAGE_SIZE), pages) + 1)
            ]
        return found


def _query(params):
    """Returns a query string without empty values and the first page."""
    query = QueryDict(mutable=True)
    for key, value in params.items():
        if value and (key, value) != ("page", 1):
            query.setlist(key, value if isinstance(value, list) else [str(value)])
    return query.urlencode()


def _search(params):
    form = ActivityFilter(QueryDict(_query(params)), current_index())
    if not form.is_valid():
        raise ValueError(form.errors)
    return form.search


def _answer(address):
    """Returns what the bare page stores of an address: see `bare.store`."""
    query = address.partition("?")[2]
    params = QueryDict(query)
    form = ActivityFilter(params, current_index())
    form.is_valid()
    results = find(form.search, current_index())
    page = results.paginated().page(params.get("page") or 1)
    facets = [
        [facet.name, [[choice.value, str(choice.label), choice.count] for choice in facet.choices]]
        for facet in FacetCounts(results, params).facets()
    ]
    return query, len(results), [activity.pk for activity in results.activities(page.object_list)], facets
