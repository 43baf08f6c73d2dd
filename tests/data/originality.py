"""Runs of words that two texts share, where a name counts as one word."""

from itertools import groupby

from activities.language.words import WORD, fold

RUN = 9


def words(text):
    return WORD.findall(fold(text))


class Phrasebook:
    """Names, which nobody can put otherwise."""

    def __init__(self, names):
        self.by_first = {}
        for name in sorted({tuple(words(name)) for name in names} - {()}, key=len, reverse=True):
            self.by_first.setdefault(name[0], []).append(name)

    def tokens(self, text):
        """The words of a text, the longest name at each place as one token."""
        rest, found = words(text), []
        while rest:
            name = next((n for n in self.by_first.get(rest[0], ()) if tuple(rest[: len(n)]) == n), (rest[0],))
            found.append(" ".join(name))
            rest = rest[len(name) :]
        return found


class Source:
    def __init__(self, text, phrasebook):
        self.phrasebook = phrasebook
        tokens = phrasebook.tokens(text)
        self.grams = set(zip(*(tokens[i:] for i in range(RUN)), strict=False))

    def shared_runs(self, text):
        """The longest runs of nine tokens or more that stand in the source too."""
        tokens = self.phrasebook.tokens(text)
        starts = [i for i in range(len(tokens)) if tuple(tokens[i : i + RUN]) in self.grams]
        # Starts that follow each other belong to one run: their distance to their rank stays the same.
        for _distance, group in groupby(enumerate(starts), lambda pair: pair[1] - pair[0]):
            run = [start for _rank, start in group]
            yield " ".join(tokens[run[0] : run[-1] + RUN])
