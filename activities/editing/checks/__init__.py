"""The checks of one activity: faults, with which it is not published, and advice on its wording.

A check is a function that takes a `Catalogue` and yields faults. Lengths, closed lists, the order of dates
and the reviewer of a published activity are model constraints and need no check here. The same checks run on
the whole catalogue in `activities/curation/checks/`.
"""

from collections.abc import Iterator

from . import figures, places, records, sources, texts, wording
from .catalogue import Catalogue, Fault, OneActivity, Wording, name_of
from .terms import TERMS, first_of, terms

CHECKS = (
    sources.refs_name_the_first_paragraph_cited,
    records.activities_have_a_leaf_theme,
    records.activities_have_both_languages,
    records.titles_are_phrases_without_a_full_stop,
    records.summaries_have_12_to_110_words,
    records.dates_are_as_precise_as_they_say,
    places.localities_lie_in_their_country,
    places.scope_agrees_with_the_places,
    figures.figures_rest_on_a_paragraph_cited,
    figures.figures_count_for_what_the_activity_names,
    figures.labels_read_on_from_the_number,
    figures.percentages_end_at_100,
    figures.figures_are_given_once,
    texts.both_languages_carry_the_same_numbers,
    texts.sentences_end,
    texts.french_typography,
    texts.english_typography,
)
# How a text should read: an editor who departs from it adds what is accepted to fixtures/terms.yaml.
WORDING = (
    wording.set_terms_have_their_pair,
    wording.set_terms_are_not_avoided,
    wording.sentences_add_something,
    wording.summaries_have_no_label_for_a_sentence,
    wording.works_are_marked_alike,
)

__all__ = [
    "CHECKS",
    "TERMS",
    "WORDING",
    "Catalogue",
    "Fault",
    "OneActivity",
    "Wording",
    "advice_on",
    "faults_of",
    "first_of",
    "name_of",
    "terms",
]


def faults_of(activity) -> Iterator[Fault]:
    """Yields the faults of one activity, whatever its status."""
    return _found(activity, CHECKS)


def advice_on(activity) -> Iterator[Fault]:
    """Yields what the wording of one activity departs from; nobody has to follow it."""
    return _found(activity, WORDING)


def _found(activity, checks):
    one = OneActivity(activity)
    for check in checks:
        yield from check(one)
