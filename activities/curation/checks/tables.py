"""Checks of rows against each other: titles that two activities share, States without a place on the map."""

from collections import Counter

from django.utils.translation import gettext as _

from activities.editing.checks import Fault
from activities.models import Country


def titles_are_unique(catalogue):
    titles = Counter((text.language, text.title.casefold()) for _activity, text in catalogue.texts)
    for activity, text in catalogue.texts:
        if titles[text.language, text.title.casefold()] > 1:
            yield Fault(activity, _("Another activity has the same title: %(title)s") % {"title": text.title})


def states_stand_on_the_map(catalogue):
    """A constraint bounds positions, but one may be missing where an analyst adds a State."""
    for country in catalogue.named[Country]:
        if country.latitude is None:
            yield Fault(country, _("It has no position for the map."))
