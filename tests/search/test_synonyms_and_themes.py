"""A synonym answers for what an activity says itself; the name of a theme, a programme or a level above answers the typed word."""

import pytest

from activities.language.synonyms import synonyms
from activities.models import Programme, Theme
from tests.factories import ActivityFactory
from tests.search.searching import found

pytestmark = pytest.mark.django_db

PLAIN = {"fr": ("Titre", "Résumé"), "en": ("Title", "Summary")}


@pytest.fixture(params=[(Theme, "themes"), (Programme, "programmes")], ids=["theme", "programme"])
def named(request):
    """An activity of which nothing but the name of its theme, or of its programme, speaks of prosecutors."""
    model, relation = request.param
    record = model.objects.first()
    model.objects.filter(pk=record.pk).update(name_fr="Le procureur", name_en="The prosecutor")
    return ActivityFactory(texts=PLAIN, relations={relation: [record]}).ref


def test_the_name_of_a_theme_or_a_programme_answers_the_typed_word_alone(named):
    assert ("parquetier",) in synonyms(("procureur",))
    assert named in found("procureur")
    assert named not in found("parquetier")


def test_a_synonym_answers_for_title_and_summary():
    texts = [
        {"fr": ("Procureur", "Résumé"), "en": ("Title", "Summary")},
        {"fr": ("Titre", "Le procureur"), "en": ("Title", "Summary")},
    ]
    assert {ActivityFactory(texts=text).ref for text in texts} <= found("parquetier")
