"""The rules of a complete catalogue that neither the database nor the loaders enforce.

A check is a function that takes a `Catalogue` and yields faults. Lengths, closed lists, the order of dates
and the reviewer of a published activity are model constraints and need no check here.
"""

from collections.abc import Iterator

from . import figures, places, records, reference, search, sources, texts, wording
from .catalogue import Catalogue, Fault, OneActivity

# Checks that can run on a single activity.
OF_AN_ACTIVITY = (
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
CHECKS = (
    sources.paragraphs_are_numbered_without_a_gap,
    sources.dispositions_tell_what_became_of_a_paragraph,
    sources.refs_are_permanent,
    records.titles_are_unique,
    places.states_stand_on_the_map,
    reference.reference_tables_have_no_orphan,
    search.search_rows_are_those_of_the_activities,
    search.words_are_counted_as_the_search_finds_them,
    *OF_AN_ACTIVITY,
)

# How a text should read: an editor who departs from it adds what is accepted to fixtures/terms.yaml.
WORDING = (
    wording.set_terms_have_their_pair,
    wording.set_terms_are_not_avoided,
    wording.sentences_add_something,
    wording.summaries_have_no_label_for_a_sentence,
    wording.works_are_marked_alike,
)

__all__ = ["CHECKS", "WORDING", "Catalogue", "Fault", "faults", "faults_of"]


def faults(checks=(*CHECKS, *WORDING)) -> Iterator[Fault]:
    catalogue = Catalogue()
    for check in checks:
        yield from check(catalogue)


def faults_of(activity) -> Iterator[Fault]:
    """Yields the faults of one activity, whatever its status."""
    one = OneActivity(activity)
    for check in OF_AN_ACTIVITY:
        yield from check(one)
