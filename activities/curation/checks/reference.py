"""Checks that no row of a reference table is unused, parent themes and regions aside."""

from django.db.models import Model
from django.utils.translation import gettext as _

from activities import models
from activities.editing.checks import Fault

RELATIONS = {
    models.Programme: "programmes",
    models.Instrument: "instruments",
    models.Theme: "themes",
}


def reference_tables_have_no_orphan(catalogue):
    used: dict[type[Model], set[int]] = {
        model: {row.pk for activity in catalogue.activities for row in getattr(activity, relation).all()}
        for model, relation in RELATIONS.items()
    }
    used[models.Partner] = {
        row.partner_id for activity in catalogue.activities for row in activity.partner_parts.all()
    }
    used[models.Unit] = {figure.unit_id for _record, figure in catalogue.figures}
    used[models.Locality] = {
        locality.pk
        for activity in catalogue.activities
        for place in activity.country_roles.all()
        for locality in place.localities.all()
    }
    gists = [
        text.lower() for paragraph in catalogue.paragraphs for text in (paragraph.gist_fr, paragraph.gist_en)
    ]
    for row in _wanted(catalogue):
        if row.pk not in used[type(row)] and not _is_named(row, gists):
            yield Fault(row, _("No activity uses it."))


def _is_named(row, gists):
    """Returns True for a programme or instrument whose page leads to the paragraphs that name it."""
    if not isinstance(row, models.Programme | models.Instrument):
        return False
    return any(name.lower() in gist for name in row.names_of_several_words() for gist in gists)


def _wanted(catalogue):
    """Yields the rows that have to be used.

    Branches of themes exist for their leaves, regions for readers, who ask for one that no activity names.
    """
    for model in (models.Programme, models.Partner, models.Instrument, models.Unit):
        yield from catalogue.named[model]
    yield from catalogue.leaf_themes
    yield from catalogue.localities
