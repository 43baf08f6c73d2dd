"""Typography that the software sets passes the checks, and touches nothing else."""

import pytest

from activities.language.typography import ENGLISH, FRENCH, typeset

NB, THIN = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("L'ONU : 3 pays", f"L’ONU{NB}: 3 pays"),
        ("Fini ; vraiment ?", f"Fini{THIN}; vraiment{THIN}?"),
        ("Fini; vraiment?", f"Fini{THIN}; vraiment{THIN}?"),
        ("« Bonjour » et «ici»", f"«{NB}Bonjour{NB}» et «{NB}ici{NB}»"),
        ("50 % de 12 500 juges", f"50{NB}% de 12{THIN}500 juges"),
        ("à 10:30, voir https://un.org/a?b:c", "à 10:30, voir https://un.org/a?b:c"),
        ("Et ainsi...", "Et ainsi…"),
        (f"Déjà{NB}: bien{THIN}!", f"Déjà{NB}: bien{THIN}!"),
    ],
)
def test_french_is_set(typed, wanted):
    assert typeset(typed, "fr")[0] == wanted
    assert typeset(wanted, "fr") == (wanted, [])


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("UNODC's work : done !", "UNODC’s work: done!"),
        (f"5{NB}% of judges...", "5% of judges…"),
        ("At 10:30, see https://un.org/a?b", "At 10:30, see https://un.org/a?b"),
    ],
)
def test_english_is_set(typed, wanted):
    assert typeset(typed, "en")[0] == wanted
    assert typeset(wanted, "en") == (wanted, [])


@pytest.mark.parametrize(
    ("text", "language", "rules"),
    [
        ("L'an 1 : « oui » ; 40 % de 1 200 ?", "fr", FRENCH),
        ("It's 5 % : yes ; no ?", "en", ENGLISH),
    ],
)
def test_what_is_set_passes_the_checks(text, language, rules):
    done, _what = typeset(text, language)
    assert [message for pattern, message in rules if pattern.search(done)] == []


def test_the_title_of_a_work_stays_as_printed():
    title = "Women's rights: a guide"
    text, what = typeset(f"L'étude « {title} »", "fr", [title])
    assert title in text
    assert text.startswith("L’étude")
    assert len(what) == 2
