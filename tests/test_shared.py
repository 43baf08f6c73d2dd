"""No request writes on what requests share, and no index gets or keeps what belongs to another one."""

import random
from threading import Lock

import pytest
from django.db.models import Model
from django.test import Client
from pyroaring import BitMap

from activities.opendata.datapackage import catalogue_file, download
from activities.pages.key_figures import key_figures
from activities.pages.maps import spots
from activities.search import current_index, current_suggestions
from activities.search.hits import Hits, TextHits
from activities.search.spelling import current_vocabulary

from .addresses import PAGES, english, filled
from .threads import READERS, together

WORDS = ("police", "prison", "drugs")


def contents(value, seen=None):
    """Everything that can be reached from a value, as text: the attributes of its records, what they point at."""
    seen = set() if seen is None else seen
    if isinstance(value, Model):
        if id(value) in seen:
            return "again"
        seen.add(id(value))
        kept = {name: part for name, part in vars(value).items() if name != "_state"}
        return [type(value).__name__, contents(kept, seen), contents(value._state.fields_cache, seen)]
    if isinstance(value, dict):
        return {str(key): contents(part, seen) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [contents(part, seen) for part in (sorted(value) if isinstance(value, set) else value)]
    return repr(value) if isinstance(value, BitMap | str | int | float | None) else type(value).__name__


@pytest.mark.django_db
def test_no_request_writes_on_what_all_share(client, settings):
    settings.API_RATE = None
    index, figures = current_index(), key_figures()

    def shared():
        return [
            contents(part)
            for part in (index.records, index.values, index.all, figures, spots(), current_vocabulary().words)
        ] + [len(current_suggestions().names)]

    before = shared()
    for page in map(filled, PAGES):
        for address in (page, english(page)):
            assert client.get(address).status_code == 200
    for address in (
        "/api/v1/countries/",
        "/api/v1/themes/",
        "/api/v1/regions/",
        "/fr/activites.xml?q=prison",
    ):
        assert b"".join(client.get(address))
    assert current_index() is index
    assert key_figures() is figures
    assert shared() == before


@pytest.mark.django_db
def test_readers_of_the_package_get_one_file_that_is_written_once(monkeypatch):
    written = []
    write = download.write_zip
    monkeypatch.setattr(download, "write_zip", lambda *given: (written.append(given), write(*given)))

    def read(_number):
        with catalogue_file.opened("https://example.org") as file:
            return file.read()

    assert len(set(together(read, READERS))) == 1
    assert len(written) == 1


class Database:
    """A stand-in that knows which slots contain each word, now and at each version."""

    def __init__(self):
        self.lock = Lock()
        self.slots = {word: BitMap() for word in WORDS}
        self.states = [{word: BitMap() for word in WORDS}]

    def edit(self, chance):
        with self.lock:
            changed = BitMap(chance.sample(range(50), 3))
            for word in WORDS:
                now = BitMap(slot for slot in changed if chance.random() < 0.5)
                self.slots[word] = (self.slots[word] - changed) | now
            self.states.append(dict(self.slots))
            return changed

    def answers(self, hits, queries, among=None):
        with self.lock:
            found = {
                word: self.slots[word] if among is None else self.slots[word] & among for word in queries
            }
        return {word: Hits(BitMap(slots), hits.number) for word, slots in found.items()}


@pytest.mark.parametrize("few", [1000, 8, 0], ids=["all edits", "the last edits", "asked anew"])
def test_hits_are_never_older_than_the_index_that_asks(monkeypatch, few):
    database = Database()
    monkeypatch.setattr("activities.search.hits.FEW", few)
    monkeypatch.setattr(
        TextHits, "_answers", lambda hits, *given, **named: database.answers(hits, *given, **named)
    )
    indexes = [TextHits(BitMap())]

    def work(number):
        chance = random.Random(number)  # noqa: S311
        if number == 0:
            for _edit in range(300):
                # As PerVersion builds them: one after the other.
                indexes.append(TextHits(database.edit(chance), indexes[-1]))
            return
        for _question in range(600):
            place = max(0, len(indexes) - chance.randint(1, 4))
            found = indexes[place].of(list(WORDS))
            states = database.states[place:]
            for word in WORDS:
                # Of each slot what was so in this version or a later one.
                always = BitMap.intersection(*(state[word] for state in states))
                ever = BitMap.union(*(state[word] for state in states))
                assert always <= found[word] <= ever

    together(work)
    assert indexes[-1].of(list(WORDS)) == database.slots


@pytest.mark.django_db
def test_pages_for_all_at_once():
    pages = [filled(page) for page in PAGES]
    alone = {page: Client().get(page).content for page in pages}
    for found in together(
        lambda number: {page: Client().get(page).content for page in pages[number::2]}, READERS
    ):
        assert found == {page: alone[page] for page in found}
