from activities.language.sentences import MOST, sentences


def test_a_text_is_split_at_its_stops_and_semicolons():
    text = (
        "Pour aider les États. On y lit que la traite continue ; que la violence augmente. « Ensemble » suit."
    )
    assert sentences(text) == [
        "Pour aider les États.",
        "On y lit que la traite continue ;",
        "que la violence augmente.",
        "« Ensemble » suit.",
    ]


def test_initials_abbreviations_and_numbers_end_no_sentence():
    text = "In resolution 75/196, para. 26, the U. N. welcomed 2.5 million people, e.g. teachers."
    assert sentences(text) == [text]


def test_what_is_empty_has_none_and_a_long_text_a_bounded_number():
    assert sentences("") == sentences("  \n") == []
    assert len(sentences("Yes. " * 1000)) == MOST
