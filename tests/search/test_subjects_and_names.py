"""The names of themes, partners and programmes answer for themselves: a name is no subject."""

import pytest

from activities.models import Activity, Partner, Theme
from activities.search import publish_changes
from tests.factories import ActivityFactory
from tests.search.searching import an_activity, found

pytestmark = pytest.mark.django_db


@pytest.fixture
def theme():
    theme = Theme.objects.create(
        slug="zz", name_fr="Quokkas et wombats", name_en="Quokkas and wombats", position=900
    )
    publish_changes(Activity.objects.none(), reference=True)
    return theme


def test_a_theme_answers_for_a_word_of_its_name_alone_and_not_among_others(theme):
    ref = an_activity("Zeppelins", relations={"themes": [theme]})
    assert found("wombats") == {ref}
    assert ref not in found("wombats zeppelins")
    assert ref in found("zeppelins")


def test_what_has_all_the_words_itself_answers_whatever_its_theme(theme):
    ref = an_activity("Zeppelins et wombats", relations={"themes": [theme]})
    assert ref in found("wombats zeppelins")


def test_a_theme_is_negated_as_it_is_found(theme):
    ref = an_activity("Zeppelins", relations={"themes": [theme]})
    assert ref not in found("-wombats")


def test_a_synonym_does_not_meet_the_name_of_a_partner_within_a_summary():
    partner = Partner.objects.create(
        slug="zz",
        kind="intergovernmental",
        name_fr="Office des procureurs zorglubs",
        name_en="Office of Zorglub Prosecutors",
    )
    texts = {
        "fr": ("Titre", "Avec l’Office des procureurs zorglubs, des quokkas."),
        "en": ("Title", "With the office of Zorglub prosecutors, quokkas."),
    }
    with_it = ActivityFactory(texts=texts, relations={"partners": [partner]}).ref
    without = ActivityFactory(texts=texts).ref
    assert {with_it, without} <= found("procureurs quokkas")
    assert found("parquetier quokkas") == {without}
    # The words are in sequence all the same.
    assert {with_it, without} <= found('"Zorglub prosecutors, quokkas"')
    assert {with_it, without} <= found('"With the Office of Zorglub Prosecutors"')
