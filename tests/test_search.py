import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities import search, synonyms
from activities.models import Activity, Country
from tests.factories import ActivityFactory

pytestmark = pytest.mark.django_db


def found(text):
    query = search.parse(text)
    return set(Activity.objects.published().matching(query).values_list("ref", flat=True)) if query else set()


@pytest.fixture
def entry():
    """One entry with words that stand nowhere else in the catalogue."""

    def make(title="Titre", summary="Résumé", english=("Title", "Summary"), **kwargs):
        return ActivityFactory(texts={"fr": (title, summary), "en": english}, **kwargs).ref

    return make


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("prison police", [["prison"], ["police"]]),
        ("l’aide concrète", [["aide"], ["concrète"]]),
        ("l’aide juridique", [["aide juridique"]]),
        ("l'aide", [["aide"]]),
        ("la lutte contre le trafic", [["lutte"], ["contre"], ["trafic"]]),
        ('"aide juridique"', [["aide juridique"]]),
        ('"non fermé', [["non fermé"]]),
        ("prison -police", [["prison"], ["-police"]]),
        ("Asie-Pacifique", [["Asie"], ["Pacifique"]]),
        ("COVID-19", [["COVID 19"]]),
        ("75/196", [["75 196"]]),
        ("2021-026-1", [["2021 026 1"]]),
        ("juge ou procureur", [["juge", "procureur"]]),
        ("judge OR prosecutor prison", [["judge", "prosecutor"], ["prison"]]),
        ("ou prison", [["prison"]]),
        ("prison ou", [["prison"]]),
        ("le la", []),
        ("WHO", [["WHO"]]),
        ("who", []),
        ("UN Women", [["UN"], ["Women"]]),
        ("LES PRISONS DU MALI", [["prisons"], ["mali"]]),
        ('prison ou "de la"', [["prison"]]),
        ("2 600 praticiens", [["2600"], ["praticiens"]]),
        ("§33", [["paragraphe 33"]]),
        ("par. 33", [["paragraphe 33"]]),
        ("paragraph 33", [["paragraphe 33"]]),
        ("& | ! ( ) : * '", []),
        ("", []),
    ],
)
def test_parsing_what_a_visitor_types(text, groups):
    parsed = search.parse(text).groups
    assert [[("-" if t.negated else "") + " ".join(t.words) for t in group] for group in parsed] == groups


def test_a_long_query_is_cut_to_a_bounded_number_of_terms():
    assert sum(map(len, search.parse("mot " * 500).groups)) == search.MAX_TERMS


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60))
def test_any_text_can_be_searched_for(text):
    found(text)


@pytest.mark.parametrize(
    "query",
    ["étançonnage", "etanconnage", "ETANÇONNAGES", "l’étançonnage", "propping", "proppings"],
)
def test_accents_case_plurals_and_language_do_not_matter(entry, query):
    ref = entry("Étançonnages", english=("Proppings", "Summary"))
    assert found(query) == {ref}


def test_ligatures_and_both_apostrophes_are_one(entry):
    ref = entry("Manœuvre d’étai")
    assert ref in found("manoeuvre") & found("manœuvres") & found("d'étai") & found("d’etai")


def test_every_word_is_required(entry):
    both, one = entry("Girafes et zèbres"), entry("Girafes")
    assert found("girafe zèbre") == {both}
    assert found("girafe") == {both, one}


def test_words_may_stand_in_different_languages_and_fields(entry):
    ref = entry("Girafes", summary="zèbres", english=("Okapis", "antelopes"))
    assert found("girafe antelope") == {ref}


def test_a_phrase_holds_together(entry):
    together, apart = entry("Girafe bleue"), entry("Girafe très bleue")
    assert found('"girafe bleue"') == {together}
    assert found("girafe bleue") == {together, apart}


def test_minus_excludes_and_or_widens(entry):
    giraffe, zebra = entry("Girafe"), entry("Zèbre")
    assert found("girafe ou zèbre") == {giraffe, zebra}
    assert found("girafe -zèbre") == {giraffe}
    assert found("girafe -girafe") == set()


def test_an_entry_is_found_by_the_names_of_what_it_points_at():
    everything = set(Activity.objects.published().filter(countries__iso3="KGZ").values_list("ref", flat=True))
    for name in ("Kirghizistan", "Kyrgyzstan", "kirghize", "KGZ"):
        assert everything <= found(name), name


@pytest.mark.parametrize(
    ("query", "facet", "slug"), [("HCDH", "partners", "ohchr"), ("UNODC StAR", "programmes", "star")]
)
def test_acronyms_reach_entries(query, facet, slug):
    expected = set(
        Activity.objects.published().filter(**{f"{facet}__slug": slug}).values_list("ref", flat=True)
    )
    assert expected & found(query.split()[-1]) == expected


@pytest.fixture
def synonyms_file(tmp_path, settings):
    """Synonyms of the test's own."""
    settings.FIXTURES_DIR = tmp_path
    (tmp_path / "synonyms.yaml").write_text("- [girafe, okapi]\n- [pot-de-vin, bakchich, graft]\n")
    synonyms._groups.cache_clear()
    yield
    synonyms._groups.cache_clear()


@pytest.mark.usefixtures("synonyms_file")
def test_synonyms_find_each_other_in_every_form(entry):
    giraffe, okapi, bribe = entry("Girafes"), entry("Okapis"), entry("Pots-de-vin")
    assert found("girafe") == found("okapis") == {giraffe, okapi}
    assert found("pots de vin") == found("bakchichs") == found("grafts") == {bribe}
    assert found('"okapi"') == {okapi}
    assert found("vin") == {bribe}


@pytest.mark.usefixtures("synonyms_file")
def test_the_word_itself_comes_before_its_synonym_and_the_very_form_before_another(entry):
    refs = [entry("Okapi"), entry("Girafes"), entry("Girafe")]
    query = search.parse("girafe")
    ranked = Activity.objects.matching(query).by_relevance(query).values_list("ref", flat=True)
    assert list(ranked) == refs[::-1]


def test_a_paragraph_number_finds_its_entries():
    expected = set(Activity.objects.published().filter(paragraphs__number=33).values_list("ref", flat=True))
    assert found("§33") == found("paragraphe 33") == expected


def test_a_query_of_exclusions_only_is_answered(entry):
    ref = entry("Girafe")
    query = search.parse("-girafe")
    assert ref not in set(Activity.objects.matching(query).by_relevance(query).values_list("ref", flat=True))


def test_a_ref_finds_its_entry():
    assert found("2021-026-1") == {"2021-026-1"}


def test_the_title_counts_for_more_than_the_names_and_these_for_more_than_the_summary(entry):
    kirghiz = Country.objects.get(iso3="KGZ")
    summary = entry("Titre", summary="Kirghizistan")
    name = entry("Titre", countries=[kirghiz])
    title = entry("Kirghizistan")
    query = search.parse("Kirghizistan")
    ours = Activity.objects.filter(report__ref="2099").matching(query).by_relevance(query)
    assert list(ours.values_list("ref", flat=True)) == [title, name, summary]
