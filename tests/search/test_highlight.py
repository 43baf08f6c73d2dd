import pytest

from activities.search.highlight import excerpt, has_hit, highlight
from activities.search.parsing import parse


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("Réadaptation des détenus", "detenu", "Réadaptation des <mark>détenus</mark>"),
        ("Aide d’urgence", "l’aide", "<mark>Aide</mark> d’urgence"),
        ("Œuvres & <b>", "oeuvre", "<mark>Œuvres</mark> &amp; &lt;b&gt;"),
        ("La prison", "la prison", "La <mark>prison</mark>"),
        ("La prison", "-prison la", "La prison"),
        ("COVID-19", "covid-19", "<mark>COVID</mark>-<mark>19</mark>"),
        ("Haute mer, mer et haute", '"haute mer"', "<mark>Haute</mark> <mark>mer</mark>, mer et haute"),
        ("Œuvres d’art, œuvres", '"oeuvre d\'art"', "<mark>Œuvres</mark> d’<mark>art</mark>, œuvres"),
        ("People in detention, people", "inmates", "<mark>People</mark> in <mark>detention</mark>, people"),
        ("<script>prison</script>", "prison", "&lt;script&gt;<mark>prison</mark>&lt;/script&gt;"),
    ],
)
def test_hits_are_marked_in_the_letters_of_the_text_and_the_rest_is_escaped(text, query, marked):
    assert highlight(text, parse(query)) == marked


def test_without_a_query_a_text_is_only_escaped():
    assert highlight("a < b", None) == "a &lt; b"


def test_an_excerpt_is_cut_between_words_around_the_first_hit():
    text = "mot " * 60 + "girafe " + "fin " * 60
    piece = excerpt(text, parse("girafe"))
    assert piece.startswith("… mot mot")
    assert "girafe" in piece
    assert piece.endswith("fin …")
    assert len(piece) < 220


def test_a_short_text_is_its_own_excerpt():
    assert excerpt("La girafe bleue", parse("girafe")) == "La girafe bleue"
    assert not has_hit("La girafe", parse("zèbre"))
