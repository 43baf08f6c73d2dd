from time import perf_counter

import pytest
import yaml
from django.conf import settings

from activities.language import synonyms
from activities.language.words import is_common
from activities.search import Search, current_index, find
from tests.search.searching import an_activity, found, ours_ranked, shown

pytestmark = pytest.mark.django_db

SYNONYMS = """
- [girafe, okapi]
- [pot-de-vin, bakchich, graft]
- [cyber-attaque, intrusion]
- typed: [bovidé, bœuf musqué]
  answered_by: [antilope]
- narrower: [gnou, gazelle de Thomson]
  broader: [antilope]
- [antilope, oryx]
"""


@pytest.fixture
def synonyms_file(tmp_path, settings):
    """Synonyms of the test's own."""
    settings.FIXTURES_DIR = tmp_path
    (tmp_path / "synonyms.yaml").write_text(SYNONYMS)
    synonyms.forget()
    yield
    synonyms.forget()


@pytest.mark.usefixtures("synonyms_file")
def test_synonyms_find_each_other_in_every_form():
    giraffe, okapi, bribe = an_activity("Girafes"), an_activity("Okapis"), an_activity("Pots-de-vin")
    assert found("girafe") == found("okapis") == {giraffe, okapi}
    assert found("pots de vin") == found("bakchichs") == found("grafts") == {bribe}
    assert found('"okapi"') == {okapi}
    assert found("vin") == {bribe}


@pytest.mark.usefixtures("synonyms_file")
def test_two_words_are_known_when_written_as_one():
    ref = an_activity("Intrusions")
    assert found("cyberattaques") == found("cyber attaques") == found("cyber-attaque") == {ref}


@pytest.mark.usefixtures("synonyms_file")
def test_what_answers_for_a_word_is_not_found_the_other_way():
    antelope, oryx, bovid = an_activity("Antilopes"), an_activity("Oryx"), an_activity("Bovidés")
    assert found("bovidés") == {antelope, oryx, bovid}
    assert found("bœufs musqués") == found("antilope") == {antelope, oryx}
    assert found('"bovidés"') == {bovid}


@pytest.mark.usefixtures("synonyms_file")
def test_what_is_broader_never_answers_a_narrow_word_but_comes_near_it(settings):
    settings.SEARCH_BY_MEANING = False
    antelope, oryx, gnu = an_activity("Antilopes"), an_activity("Oryx"), an_activity("Gnous")
    assert found("gnous") == {gnu}
    assert shown("gnous")[0] == gnu
    assert set(shown("gnous")[1:]) == set(shown("gazelles de Thomson")) == {antelope, oryx}
    assert shown('"gazelles de Thomson"') == []
    assert gnu not in found("antilope") | set(shown("antilope"))


@pytest.mark.usefixtures("synonyms_file")
def test_a_narrow_word_is_not_corrected_to_another():
    an_activity("Les genoux"), an_activity("Antilopes")
    assert find(Search("gnoux"), current_index()).corrected != "genoux"
    assert find(Search("gnous"), current_index()).corrected is None


@pytest.mark.usefixtures("synonyms_file")
def test_the_word_itself_comes_before_its_synonym_and_the_very_form_before_another():
    refs = [an_activity("Okapi"), an_activity("Girafes"), an_activity("Girafe")]
    assert ours_ranked("girafe") == refs[::-1]


@pytest.mark.usefixtures("synonyms_file")
def test_what_answers_for_a_word_comes_last():
    refs = [an_activity("Oryx"), an_activity(summary="Bovidés")]
    assert ours_ranked("bovidé") == refs[::-1]


def test_the_reviewed_file_says_nothing_twice_in_a_group():
    text = (settings.FIXTURES_DIR / "synonyms.yaml").read_text(encoding="utf-8")
    for group in yaml.safe_load(text):
        for members in [group] if isinstance(group, list) else group.values():
            assert len(set(members)) == len(members), members
            assert all(isinstance(member, str) for member in members), members


def test_no_phrase_of_the_file_is_too_long_to_be_met():
    longest = max(
        len([word for word in members if not is_common(word)])
        for table in (synonyms._groups(), synonyms._answering(), synonyms._broader())
        for group in table.values()
        for members in group
    )
    assert longest <= synonyms.LONGEST


def test_a_long_word_with_many_parts_costs_no_more_than_another():
    text = "-".join(["détenues"] * 21) + "-1"
    started = perf_counter()
    assert found(text) == set()
    assert perf_counter() - started < 5
