"""Objects that outlive a request give eight threads at once the answers that they give one alone."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from types import SimpleNamespace

import pytest
from django.test import Client
from pyroaring import BitMap
from rest_framework.request import Request

from activities.language.synonyms import broader, known_stems, synonyms
from activities.language.words import stems, words
from activities.models import ActivityText
from activities.opendata.api.throttling import RequestThrottle
from activities.search import Results, Search
from activities.search.highlight import highlight
from activities.search.parsing import parse
from activities.search.vectors import vector_text

from .threads import READERS, THREADS, answers, answers_of_each, forget_words, together

pytestmark = pytest.mark.django_db


@pytest.fixture
def texts():
    """Every fourth title and summary: enough to keep eight threads at work on the same words."""
    rows = ActivityText.objects.values_list("title", "summary")[::4]
    return [text for row in rows for text in row]


def assert_same_in_threads(function, inputs):
    inputs = list(dict.fromkeys(inputs))
    forget_words()
    alone = answers(function, inputs)
    forget_words()
    for found in answers_of_each(function, inputs):
        assert found == alone
    # What was wrong once would be kept.
    assert answers(function, inputs) == alone


def test_stems(texts):
    assert_same_in_threads(stems, (word for text in texts for word in words(text)))


def test_vectors(texts):
    assert_same_in_threads(lambda text: vector_text([("A", text), ("C", text)]), texts)


def test_highlights(texts):
    text = 'trafic de drogues ou "crime organisé" ou inmates -justice'
    assert_same_in_threads(lambda shown: highlight(shown, parse(text)), texts)


def test_one_query_shared_by_all(texts):
    query = parse("formation police drogues")
    alone = [highlight(text, parse("formation police drogues")) for text in texts]
    forget_words()
    assert together(lambda _number: [highlight(text, query) for text in texts]) == [alone] * THREADS


def test_synonyms(texts):
    phrases = {(word,) for text in texts[:40] for word in words(text)} | {
        ("pots", "de", "vin"),
        ("football",),
    }
    assert_same_in_threads(lambda phrase: (synonyms(phrase), broader(phrase), known_stems()), phrases)


def test_nobody_waits_for_the_slow_query_of_another():
    asked, answered = Event(), Event()

    class Index:
        def parsed(self, text):
            return parse(f'"{text}"')

        def answering(self, query):
            if query == parse('"slow"'):
                asked.set()
                assert answered.wait(60)
            return BitMap()

    def results(text):
        return Results(Index(), Search(text))

    with ThreadPoolExecutor(2) as pool:
        slow = pool.submit(lambda: results("slow").hits)
        assert asked.wait(60)
        try:
            pool.submit(lambda: results("quick").hits).result(timeout=20)
        finally:
            answered.set()
        slow.result()


def test_the_description_of_the_api_in_either_language(settings):
    def described(number):
        return Client().get("/api/v1/schema/", {"lang": ("fr", "en")[number % 2]}).json()

    settings.API_RATE = None
    alone = [described(number) for number in (0, 1)]
    assert alone[0] != alone[1]
    assert together(described, READERS) == alone * (READERS // 2)


def test_a_limit_counts_every_request_of_an_address(settings, rf):
    settings.API_RATE = "200/hour"
    view = SimpleNamespace()

    def allowed(_number):
        request = Request(rf.get("/", REMOTE_ADDR="192.0.2.1"))
        return sum(RequestThrottle().allow_request(request, view) for _time in range(50))

    assert sum(together(allowed)) == 200
