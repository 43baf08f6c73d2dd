"""The number of queries of every page, the one for its ETag included: a number that grows with the rows would show."""

import pytest

from activities.models import Instrument, Partner, Programme, Region, Theme
from activities.pages import key_figures, maps
from activities.search import index, suggestions
from tests.factories import ActivityFactory, workshop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unnamed")]

QUERIES = {
    "/fr/": 6,
    "/fr/activites/": 5,
    "/fr/activites/?page=3": 5,
    "/fr/activites/?q=prison": 7,
    "/fr/activites/?country=KGZ": 5,
    "/fr/activites/?country=KGZ&theme=sport&programme=line-up-live-up&q=formation": 3,
    "/fr/activites/?country=XXX": 2,
    "/fr/activites/2099-026-1/": 25,
    "/fr/activites/apercu/?q=prison": 4,
    "/fr/pays/": 5,
    "/fr/pays/KGZ/": 22,
    "/fr/pays/TUV/": 17,
    "/fr/programmes/": 3,
    "/fr/programmes/star/": 13,
    "/fr/themes/": 3,
    "/fr/themes/corruption/": 14,
    "/fr/partenaires/": 3,
    "/fr/partenaires/undp/": 12,
    "/fr/instruments/": 3,
    "/fr/instruments/uncac/": 13,
    "/fr/regions/": 3,
    "/fr/regions/central-asia/": 17,
    "/fr/rapport/": 7,
    "/fr/rapport/grille/": 4,
    "/fr/chiffres/": 10,
    "/fr/chiffres/?country=COL&unit=countries&section=IV.C": 10,
    "/fr/chiffres/?unit=nothing": 4,
    "/fr/fiche/": 10,
    "/fr/fiche/?country=KEN": 11,
    "/fr/fiche/?country=COL": 16,
    "/fr/activites/2099-026-1.bib": 17,
    "/fr/donnees/": 2,
    "/fr/donnees/iati/": 6,
    "/fr/activites.xml": 4,
    "/fr/activites.xml?q=prison": 5,
    "/fr/activites/2099-026-1.xml": 4,
    "/fr/donnees/catalogue.zip": 27,
    "/fr/methode/": 0,
    "/robots.txt": 0,
    "/sitemap.xml": 8,
    "/fr/a-propos/": 1,
    "/fr/manifest.webmanifest": 0,
    "/fr/suggestions/?q=prison": 2,
    "/fr/suggestions/?q=2021-02": 4,
    "/fr/nulle-part/": 0,
    "/fr/api/": 6,
    "/fr/activites/2099-026-1.csl": 17,
    "/fr/activites/2099-026-1.json": 17,
    "/fr/activites.csv?country=XXX": 3,
    "/fr/changements.atom": 17,
    "/fr/changements/": 4,
    "/fr/changements/?page=2": 4,
    "/api/v1/activities/": 21,
    "/api/v1/activities/?page_size=182": 21,
    "/api/v1/activities/?q=prison&fields=ref": 22,
    "/api/v1/activities/?country=KGZ&sort=title": 21,
    "/api/v1/activities/?since=2000-01-01": 23,
    "/api/v1/activities/?country=XXX": 4,
    "/api/v1/activities/2099-026-1/": 17,
    "/api/v1/countries/": 5,
    "/api/v1/countries/?page_size=1": 5,
    "/api/v1/regions/": 5,
    "/api/v1/themes/": 4,
    "/api/v1/programmes/": 6,
    "/api/v1/programmes/?page_size=1": 6,
    "/api/v1/partners/": 4,
    "/api/v1/instruments/": 4,
    "/api/v1/units/": 4,
    "/api/v1/paragraphs/": 6,
    "/api/v1/paragraphs/?page_size=1": 5,
    "/api/v1/figures/": 10,
    "/api/v1/figures/?country=COL&unit=countries": 9,
    "/api/v1/facets/?q=prison": 4,
    "/api/v1/schema/": 6,
}


def everything():
    """The activity 2099-026-1 with a row of whatever an activity may have, and one of its programme and country."""
    models = (Partner, Programme, Region, Instrument)
    rows = {f"{model.__name__.lower()}s": model.objects.all()[:2] for model in models}
    rows["themes"] = Theme.objects.filter(parent__isnull=False)[:2]
    activity = workshop(start="2098-01-01", date_precision="year", relations=rows)
    activity.publications.create(title="Global Study", languages=["en"])
    place = activity.country_roles.get()
    place.localities.create(country=place.country, slug="zorglubie", name_fr="Zorglubie", name_en="Zorglubia")
    ActivityFactory(countries=[place.country], relations={"programmes": rows["programmes"]})


@pytest.mark.parametrize(("address", "number"), QUERIES.items())
def test_number_of_queries(client, django_assert_num_queries, address, number):
    if "2099-026-1" in address:
        everything()
    for kept in (index.current_index, suggestions.current_suggestions, maps.spots, key_figures.key_figures):
        kept()
    with django_assert_num_queries(number):
        response = client.get(address)
    list(response)  # a file is closed when it has been read
