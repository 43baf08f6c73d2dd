"""Checks that the stored search rows and word counts match the activities."""

from django.utils.translation import gettext as _

from activities.editing.checks import Fault
from activities.search import search_rows


def search_rows_are_those_of_the_activities(catalogue):
    for activity in search_rows.outdated():
        yield Fault(activity, _("What is stored for the search differs from it: run refresh_search."))


def words_are_counted_as_the_search_finds_them(catalogue):
    for word, difference in search_rows.miscounted().items():
        message = _("Its count is wrong by %(count)d: run refresh_search.") % {"count": abs(difference)}
        yield Fault(_("word “%(word)s”") % {"word": word}, message)
