"""The rules of a complete catalogue that neither the database nor the loaders enforce.

The checks of one activity are those of `activities/editing/checks/`; here they run on everything, beside those
that need the whole catalogue.
"""

from collections.abc import Iterator

from activities.editing import checks as of_one
from activities.editing.checks import WORDING, Catalogue, Fault

from . import reference, search, sources, tables

CHECKS = (
    sources.paragraphs_are_numbered_without_a_gap,
    sources.dispositions_tell_what_became_of_a_paragraph,
    sources.refs_are_permanent,
    tables.titles_are_unique,
    tables.states_stand_on_the_map,
    reference.reference_tables_have_no_orphan,
    search.search_rows_are_those_of_the_activities,
    search.words_are_counted_as_the_search_finds_them,
    *of_one.CHECKS,
)

__all__ = ["CHECKS", "WORDING", "Catalogue", "Fault", "faults"]


def faults(checks=(*CHECKS, *WORDING)) -> Iterator[Fault]:
    catalogue = Catalogue()
    for check in checks:
        yield from check(catalogue)
