"""Every check of wording finds the text that it is there for, and passes the same text mended."""

import pytest
from django.utils.translation import override

from activities.curation.checks import WORDING, faults
from activities.editing.checks import TERMS, OneActivity, first_of, terms, wording
from tests.factories import ActivityFactory, ParagraphFactory

pytestmark = pytest.mark.django_db

PAIR, AVOIDED, LABEL, MARKED = (
    wording.set_terms_have_their_pair,
    wording.set_terms_are_not_avoided,
    wording.summaries_have_no_label_for_a_sentence,
    wording.works_are_marked_alike,
)
WORK = "Zorglub: A Study"


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


def found(check, fr, en):
    """The messages of a check on an activity with these summaries."""
    activity = ActivityFactory(texts={"fr": ("Titre", fr), "en": ("Title", en)})
    activity.publications.create(title=WORK)
    return [fault.message for fault in check(OneActivity(activity))]


@pytest.mark.parametrize(
    ("check", "fr", "en", "message"),
    [
        (PAIR, "Ateliers sur le trafic illicite de migrants.", "Workshops on trafficking.",
         "The text has “trafic illicite de migrants”, but its other language lacks “smuggling of migrants”."),
        (PAIR, "Ateliers sur ces réseaux.", "Workshops on the smuggling of migrants.",
         "The text has “smuggling of migrants”, but its other language lacks “trafic illicite de migrants”."),
        (AVOIDED, "Contre les faux médicaments.", "Against them.",
         "The set term for “faux médicaments” is “produits médicaux falsifiés”."),
        (AVOIDED, "Contre eux.", "Against fake medicines.",
         "The set term for “fake medicines” is “falsified medical products”."),
        (LABEL, "Ateliers. Pays concernés\u00a0: le Mali et le Niger.", "Workshops in Mali and the Niger.",
         "A label stands for a sentence in the summary: Pays concernés:"),
        (LABEL, "Ateliers au Mali.", "Workshops. Countries concerned: Mali.",
         "A label stands for a sentence in the summary: Countries concerned:"),
        (MARKED, f"L’étude {WORK} a paru.", "The study was released.",
         f"The work is not marked as one in the summary (fr): {WORK}"),
        (MARKED, "L’étude «\u00a0Zorglub\u00a0» a paru.", "The study Zorglub was released.",
         "The summaries mark 1 works or quotations in French, 0 in English."),
    ],
)  # fmt: skip
def test_a_spoiled_text_is_found(check, fr, en, message):
    assert found(check, fr, en) == [message]


@pytest.mark.parametrize(
    ("check", "fr", "en"),
    [
        (PAIR, "Un atelier sur les trafics illicites de migrants.", "A workshop on migrant smuggling."),
        (PAIR, "Rien de tel.", "Nothing of the kind."),
        (AVOIDED, "Des produits médicaux falsifiés.", "Falsified medical products."),
        (LABEL, "Les pays sont deux\u00a0: le Mali et le Niger.", "There are two countries: Mali and the Niger."),
        (LABEL, "L’étude «\u00a0Villes sûres\u00a0: un guide\u00a0» a paru.", "“Safe cities: a guide” was released."),
        (MARKED, f"L’étude «\u00a0{WORK}\u00a0» a paru.", f"The study “{WORK}” was released."),
    ],
)  # fmt: skip
def test_a_sound_text_passes(check, fr, en):
    assert found(check, fr, en) == []


def test_a_term_of_the_title_counts_for_the_summary():
    activity = ActivityFactory(
        texts={
            "fr": ("Ateliers sur la cybercriminalité", "Vingt ateliers se sont tenus en ligne."),
            "en": ("Online workshops", "Twenty workshops on cybercrime were held."),
        }
    )
    assert list(PAIR(OneActivity(activity))) == []


@pytest.fixture
def siblings():
    """Two activities of one paragraph, of which the second may repeat the first."""
    paragraph = ParagraphFactory(number=77)

    def made(ref, en):
        return ActivityFactory(
            ref=ref, citation=paragraph, texts={"fr": ("Titre", "Résumé."), "en": ("Judges trained", en)}
        )

    made("2099-077-1", "The glockenspiel rang in Osh. Zorglubs were bought.")
    return made


@pytest.mark.parametrize(
    ("second", "repeats"),
    [
        ("Zorglubs were bought in Osh.", True),
        ("The judges were trained.", True),
        ("Xylophones were bought in Osh.", False),
        ("Zorglubs were bought in 2099.", False),
    ],
)
def test_a_second_sentence_that_adds_no_word_is_found(siblings, second, repeats):
    activity = siblings("2099-077-2", f"Something else. {second}")
    messages = [
        fault.message for fault in faults([wording.sentences_add_something]) if fault.record == activity
    ]
    assert messages == ([f"The sentence says nothing new: {second}"] if repeats else [])


def test_a_first_sentence_may_repeat_the_title(siblings):
    activity = siblings("2099-077-2", "The judges were trained.")
    assert [fault for fault in faults([wording.sentences_add_something]) if fault.record == activity] == []


def test_the_reviewed_terms_are_at_least_sixty_and_none_avoids_itself():
    assert len(terms()) >= 60
    for term in terms():
        for language in ("fr", "en"):
            avoided = getattr(term.avoid, language)
            assert not [form for form in getattr(term, language) if first_of(avoided, form)]


def test_a_term_lacks_no_language():
    with pytest.raises(ValueError, match="en"):
        TERMS.validate_python([{"fr": ["traite"]}])


def test_every_check_of_wording_is_offered():
    assert {PAIR, AVOIDED, LABEL, MARKED, wording.sentences_add_something} == set(WORDING)
