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
    for row in _wanted(catalogue):
        if row.pk not in used[type(row)]:
            yield Fault(row, _("No activity uses it."))


def _wanted(catalogue):
    """Yields the rows that have to be used.

    Branches of themes exist for their leaves, regions for readers, who ask for one that no activity names.
    """
    for model in (models.Programme, models.Partner, models.Instrument, models.Unit):
        yield from catalogue.named[model]
    yield from catalogue.leaf_themes
    yield from catalogue.localities
