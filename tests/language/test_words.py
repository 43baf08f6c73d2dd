import pytest
from django.db.models import Value
from django.db.models.functions import Length
from hypothesis import given
from hypothesis import strategies as st

from activities.language import words
from activities.models import Country


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Érythrée", "erythree"),
        ("Côte d’Ivoire", "cote d'ivoire"),
        ("Œuvre", "oeuvre"),
        ("Ægir", "aegir"),
        ("São Tomé", "sao tome"),
        ("n°5", "n°5"),
    ],
)
def test_folding_drops_case_accents_and_ligatures(text, folded):
    assert words.fold(text) == folded


LETTERS = "abczÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸÑÁÍÓÚÃÕÅàâäçéèêëîïôöùûüÿñáíóúãõåœŒæÆß’ʼ«» -'"
LATIN = st.text(st.sampled_from(LETTERS) | st.characters(max_codepoint=127, exclude_categories=["Cc"]))


@pytest.mark.django_db
@given(LATIN)
def test_the_database_folds_like_python(text):
    assert Country.objects.values_list(words.folded(Value(text)), flat=True).first() == words.fold(text)


@pytest.mark.django_db
def test_a_folded_name_fits_its_column():
    longest = Country.objects.annotate(length=Length("sort_fr")).order_by("-length").first()
    assert len(longest.sort_fr) <= 400


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("détenu", "détenus"),
        ("détenue", "detenus"),
        ("praticiennes", "praticiens"),
        ("formation", "formations"),
        ("juge", "juges"),
        ("judge", "judges"),
        ("trainings", "training"),
        ("Réadaptation", "readaptation"),
        ("œuvre", "oeuvres"),
        ("prix", "Prix"),
    ],
)
def test_forms_of_one_word_share_a_stem(one, other):
    assert words.stems(one) & words.stems(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("policier", "policies"), ("police", "politique"), ("port", "portail"), ("drogue", "droit")],
)
def test_different_words_share_none(one, other):
    assert not words.stems(one) & words.stems(other)


def test_words_are_cut_at_apostrophes_and_hyphens_but_not_inside_numbers():
    text = "l’aide d'Asie-Pacifique : 2\u202f600 (2,600) 75/196"
    assert words.words(text) == ["l", "aide", "d", "Asie", "Pacifique", "2600", "2600", "75", "196"]


@pytest.mark.parametrize(("capitals", "word"), [("ARM", "arm"), ("AI", "ai"), ("CAN", "can"), ("IT", "it")])
def test_capitals_may_make_another_word(capitals, word):
    assert words.stems(capitals).isdisjoint(words.stems(word))
    assert not words.is_common(capitals)


@pytest.mark.parametrize("word", ["IN", "AND", "DE", "POUR", "SAUF"])
def test_most_function_words_are_so_in_capitals_too(word):
    assert words.is_common(word)


def test_a_word_kept_apart_shares_no_stem_with_any_other():
    others = {stem for word in ("minorités", "profit", "profits", "minority") for stem in words.stems(word)}
    assert words.stems("minor") == words.stems("minors")
    assert (words.stems("minor") | words.stems("profs")).isdisjoint(others)


@pytest.mark.parametrize("text", ["l’Est", "Sud-Est", "nord-est", "l'est"])
def test_the_east_is_no_form_of_the_verb_to_be(text):
    assert not words.is_common(words.words(text)[-1])


@pytest.mark.parametrize("text", ["il est", "qu’est-ce", "ouest"])
def test_the_verb_to_be_is_no_compass_point(text):
    assert "EST" not in words.words(text)
