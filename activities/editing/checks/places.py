"""Checks of an activity's countries, localities, regions and scope."""

from django.utils.translation import gettext as _

from activities.models.vocabulary import Role, Scope

from .catalogue import Fault


def localities_lie_in_their_country(catalogue):
    for activity in catalogue.activities:
        for place in activity.country_roles.all():
            for locality in place.localities.all():
                if locality.country_id != place.country_id:
                    yield Fault(
                        activity,
                        _("%(locality)s does not lie in %(country)s.")
                        % {"locality": locality, "country": place.country},
                    )


def scope_agrees_with_the_places(catalogue):
    for activity in catalogue.published:
        if message := SCOPES[activity.scope](activity):
            yield Fault(activity, message)


def _inside_countries(activity):
    if not activity.country_roles.all():
        return _("A national or local activity names its countries.")
    return _("A national or local activity has no region.") if activity.regions.all() else None


def _regional(activity):
    # Where the text names no region, a network or organisation of the region is enough.
    if not (activity.regions.all() or activity.programmes.all() or activity.partner_parts.all()):
        return _("A regional activity names a region, or a programme or partner of one.")
    return None


def _global(activity):
    """Countries may host, organise or join a global activity; a beneficiary would make it national."""
    if activity.regions.all():
        return _("A global activity has no region.")
    if any(place.role == Role.BENEFICIARY for place in activity.country_roles.all()):
        return _("A global activity has no beneficiary country.")
    return None


SCOPES = {
    Scope.GLOBAL: _global,
    Scope.REGIONAL: _regional,
    Scope.NATIONAL: _inside_countries,
    Scope.LOCAL: _inside_countries,
}
