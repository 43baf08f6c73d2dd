"""The classes of queries that are timed, each drawn anew from what the corpus contains."""

import random

from django.http import QueryDict

from activities.models import ActivityText, Word
from activities.search import current_index

DEEP_PAGE = 200
COMMON_SHARE = 0.3  # of the activities
MISSPELT_LETTERS = 7  # at least: shorter words are near to many others


class Queries:
    """`drawn("country")` is a query string; the same seed gives the same ones."""

    def __init__(self, seed: int):
        self.rng = random.Random(seed)
        self.index = current_index()
        self.classes = {
            "none": dict,
            "country": self.country,
            "country + theme": self.country_and_theme,
            "two countries + theme": self.two_countries_and_theme,
            "rare term": self.rare,
            "common term": self.common,
            "text + country + programme": self.text_country_and_programme,
            "page 200": self.deep,
            "misspelt term": self.misspelt,
            "question": self.question,
        }
        total = len(self.index.all)
        words = Word.objects.filter(folded__regex="^[a-z]+$")
        self.rare_words = _sample(words.filter(count__range=(1, max(2, total // 20_000))))
        self.long_words = _sample(words.filter(folded__regex=f"^[a-z]{{{MISSPELT_LETTERS},}}$"))
        shares = words.filter(count__gt=total * COMMON_SHARE / 2).values_list("folded", "count")
        near = sorted(shares, key=lambda pair: abs(pair[1] / total - COMMON_SHARE))
        self.common_words = [word for word, _count in near[:10]]

    def drawn(self, name: str) -> str:
        params = QueryDict(mutable=True)
        for key, value in self.classes[name]().items():
            params.setlist(key, value if isinstance(value, list) else [value])
        return params.urlencode()

    def carried(self, *facets: str) -> list[str]:
        """A value of each facet that one activity carries."""
        while True:
            slot = self.index.all[self.rng.randrange(len(self.index.all))]
            keys = [
                [record.natural_key()[0] for record in self.index.carried_by(slot, facet)] for facet in facets
            ]
            if all(keys):
                return [self.rng.choice(values) for values in keys]

    def country(self):
        (country,) = self.carried("country")
        return {"country": country}

    def country_and_theme(self):
        country, theme = self.carried("country", "theme")
        return {"country": country, "theme": theme}

    def two_countries_and_theme(self):
        country, theme = self.carried("country", "theme")
        (other,) = self.carried("country")
        return {"country": sorted({country, other}), "theme": theme}

    def rare(self):
        return {"q": self.rng.choice(self.rare_words)}

    def common(self):
        return {"q": self.rng.choice(self.common_words)}

    def text_country_and_programme(self):
        country, programme = self.carried("country", "programme")
        both = self.index.having("country", [country]) & self.index.having("programme", [programme])
        texts = ActivityText.objects.filter(activity__report_order=both[0], language="fr")
        word = max(texts.get().title.split(), key=len)
        return {"q": word, "country": country, "programme": programme}

    def deep(self):
        last = -(-len(self.index.all) // 25)
        return {"page": str(min(DEEP_PAGE, last) - self.rng.randrange(min(10, last)))}

    def question(self):
        """Six words, two of them common and two rare, that no activity has together: the nearest answer."""
        words = (self.common_words, self.long_words, self.rare_words)
        asked = [word for known in words for word in self.rng.sample(known, min(2, len(known)))]
        self.rng.shuffle(asked)
        return {"q": " ".join(asked)}

    def misspelt(self):
        word = self.rng.choice(self.long_words)
        place = self.rng.randrange(2, len(word) - 2)
        return {"q": word[:place] + word[place + 1] + word[place] + word[place + 2 :]}


def _sample(words):
    found = list(words.order_by("folded").values_list("folded", flat=True))
    return found[:: max(1, len(found) // 1000)]
