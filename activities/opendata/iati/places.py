"""Writes where an activity takes effect: its scope, recipient countries and regions, locations."""

from activities.models.vocabulary import Role, Scope

from .elements import OWN, element, names, narratives, shares

M49 = "2"
WORLD = "001"
WORLD_NAMES = {"fr": "Monde", "en": "World"}

GLOBAL, REGIONAL, MULTINATIONAL, NATIONAL = "1", "2", "3", "4"
# A venue or an organizer receives nothing.
RECIPIENTS = {Role.BENEFICIARY, Role.PARTY}


def scope(activity):
    """Returns its scope; none if national without a nation.

    Nor if local: IATI requires the administrative level, which no source states.
    """
    nations = len(recipients(activity))
    national = MULTINATIONAL if nations > 1 else NATIONAL
    codes = {
        Scope.GLOBAL: GLOBAL,
        Scope.REGIONAL: REGIONAL,
        Scope.NATIONAL: national if nations else None,
    }
    code = codes.get(activity.scope)
    return [element("activity-scope", code=code)] if code else []


def recipients(activity):
    """Returns the distinct countries that are beneficiary or party, by name."""
    return list({row.country: None for row in activity.country_roles.all() if row.role in RECIPIENTS})


def recipient_places(activity, absolute):
    """Returns recipient countries, then regions, in equal shares of 100: the source states no budget.

    A global activity without any of these has the world as its region.
    """
    countries, regions = recipients(activity), list(activity.regions.all())
    if not countries and not regions:
        return [_world()] if activity.scope == Scope.GLOBAL else []
    parts = shares([1] * (len(countries) + len(regions)))
    return [
        *(_country(country, part) for country, part in zip(countries, parts, strict=False)),
        *_regions(regions, parts[len(countries) :], absolute),
    ]


def locations(activity):
    """Returns the localities that the source names, without coordinates, since it gives none."""
    places = {place: None for row in activity.country_roles.all() for place in row.localities.all()}
    return [element("location", element("name", *names(place))) for place in places]


def _world():
    attributes = {"code": WORLD, "vocabulary": M49, "percentage": "100"}
    return element("recipient-region", attributes, *narratives(WORLD_NAMES))


def _country(country, part):
    return element("recipient-country", {"code": country.iso2, "percentage": str(part)}, *names(country))


def _regions(regions, parts, absolute):
    """Returns regions by M49 code if all have one, else all by slug: each vocabulary must add up to 100."""
    if all(region.m49 for region in regions):
        rows = [({"code": region.m49, "vocabulary": M49}, region) for region in regions]
    else:
        own = {"vocabulary": OWN, "vocabulary-uri": absolute("region_list")}
        rows = [({"code": region.slug, **own}, region) for region in regions]
    return [
        element("recipient-region", {**attributes, "percentage": str(part)}, *names(region))
        for (attributes, region), part in zip(rows, parts, strict=True)
    ]
