"""Checks of figures: a paragraph that is cited, no duplicates, a label that continues the number."""

from collections import Counter

from django.utils.translation import gettext as _

from activities.models.figures import digits
from activities.models.vocabulary import Status

from .catalogue import Fault

# Beginnings of a label that are allowed although capitalized.
CAPITALS = ("État", "Member State", "State")
ARTICLES = ("le ", "la ", "les ", "l’", "the ", "a ", "an ")


def figures_rest_on_a_paragraph_cited(catalogue):
    for activity in catalogue.activities:
        cited = {citation.paragraph_id for citation in activity.citations.all()}
        for figure in activity.figures.all():
            if figure.paragraph_id not in cited:
                yield _fault(
                    activity,
                    figure,
                    _("it rests on paragraph %(number)s, which the activity does not cite")
                    % {"number": figure.paragraph.number},
                )


def figures_count_for_what_the_activity_names(catalogue):
    for activity in catalogue.activities:
        countries = {place.country for place in activity.country_roles.all()}
        programmes = set(activity.programmes.all())
        for figure in activity.figures.all():
            owners = {figure.programme} if figure.programme else set()
            for record in (set(figure.countries.all()) - countries) | (owners - programmes):
                yield _fault(
                    activity,
                    figure,
                    _("it counts for %(name)s, which the activity does not name") % {"name": record.name},
                )


def labels_read_on_from_the_number(catalogue):
    for record, figure in catalogue.figures:
        for label in (figure.label_fr, figure.label_en):
            if not (label[:1].islower() or label[:1].isdigit() or label.startswith(CAPITALS)):
                yield _fault(
                    record, figure, _("its label begins with a capital: %(label)s") % {"label": label}
                )
            elif label.startswith(ARTICLES):
                yield _fault(
                    record, figure, _("its label begins with an article: %(label)s") % {"label": label}
                )


def percentages_end_at_100(catalogue):
    for record, figure in catalogue.figures:
        if figure.unit.slug == "per_cent" and figure.value > 100:
            yield _fault(record, figure, _("a percentage goes no further than 100"))


def figures_are_given_once(catalogue):
    """The same quantity of a paragraph in two activities would be counted twice."""
    keys = [
        (record, figure, (figure.paragraph_id, figure.value, figure.unit_id, figure.period))
        for record, figure in catalogue.figures
        if getattr(record, "status", "") != Status.WITHDRAWN
    ]
    counted = Counter(key for _record, _figure, key in keys)
    for record, figure, key in keys:
        if counted[key] > 1:
            yield _fault(record, figure, _("the same paragraph gives the same quantity elsewhere too"))


def _fault(record, figure, message):
    return Fault(
        record,
        _("Figure %(value)s (%(unit)s): %(message)s.")
        % {"value": digits(figure.value), "unit": figure.unit.name, "message": message},
    )
