"""What outlives a request gives eight threads at once the answers that it gives one alone."""

import pytest

from activities.highlight import highlight
from activities.models import ActivityText
from activities.search import parse
from activities.synonyms import broader, known_stems, synonyms
from activities.vectors import vector_text
from activities.words import stems, words

from .threads import answers, answers_of_each, forget_words, together

pytestmark = pytest.mark.django_db


@pytest.fixture
def texts():
    return [text for row in ActivityText.objects.values_list("title", "summary") for text in row]


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


@pytest.mark.parametrize("text", ["trafic de drogues", '"crime organisé" ou corruption', "inmates -justice"])
def test_highlights(texts, text):
    assert_same_in_threads(lambda shown: highlight(shown, parse(text)), texts)


def test_one_query_shared_by_all(texts):
    query = parse("formation police drogues")
    alone = [highlight(text, parse("formation police drogues")) for text in texts]
    forget_words()
    assert together(lambda _number: [highlight(text, query) for text in texts]) == [alone] * 8


def test_synonyms(texts):
    phrases = {(word,) for text in texts for word in words(text)} | {("pots", "de", "vin"), ("football",)}
    assert_same_in_threads(lambda phrase: (synonyms(phrase), broader(phrase), known_stems()), phrases)
