"""The number of queries of every page, the one for its version included: a number that grows with the rows would show."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.models import Instrument, Partner, Programme, Region, Theme
from activities.pages import key_figures, maps
from activities.search import index, places, spelling, suggestions
from activities.search.meaning.index import current_meaning
from tests.factories import ActivityFactory, workshop
from tests.savings import forget_cards

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unnamed")]

READ_OF_VERSION = re.compile(r'FROM "activities_catalogueversion"')
QUERIES = {
    "/fr/": 3,
    "/fr/activites/": 4,
    "/fr/activites/?page=3": 4,
    "/fr/activites/?q=prison": 6,
    "/fr/activites/?q=sport+xylophone": 8,
    "/fr/activites/?q=priosn": 9,
    "/fr/activites/?q=%C2%A726": 7,
    "/fr/activites/?country=TUV": 1,
    "/fr/activites/?country=KGZ": 4,
    "/fr/activites/?country=KGZ&theme=sport&programme=line-up-live-up&q=formation": 2,
    "/fr/activites/?country=XXX": 1,
    "/fr/activites/2099-026-1/": 25,
    "/fr/activites/apercu/?q=prison": 2,
    "/fr/pays/": 4,
    "/fr/pays/KGZ/": 14,
    "/fr/pays/TUV/": 10,
    "/fr/programmes/": 2,
    "/fr/programmes/star/": 8,
    "/fr/themes/": 2,
    "/fr/themes/corruption/": 9,
    "/fr/partenaires/": 2,
    "/fr/partenaires/undp/": 8,
    "/fr/instruments/": 2,
    "/fr/instruments/uncac/": 8,
    "/fr/regions/": 2,
    "/fr/regions/central-asia/": 13,
    "/fr/rapport/": 7,
    "/fr/rapport/grille/": 3,
    "/fr/chiffres/": 9,
    "/fr/chiffres/?country=COL&unit=countries&section=IV.C": 9,
    "/fr/chiffres/?unit=nothing": 3,
    "/fr/comparer/": 1,
    "/fr/comparer/?country=KGZ&country=KAZ&country=PER": 3,
    "/fr/fiche/": 9,
    "/fr/fiche/?country=KEN": 11,
    "/fr/fiche/?country=COL": 15,
    "/fr/activites/2099-026-1.bib": 17,
    "/fr/donnees/": 4,
    "/fr/donnees/iati/": 9,
    "/fr/activites.xml": 2,
    "/fr/activites.xml?q=prison": 3,
    "/fr/activites/2099-026-1.xml": 3,
    "/fr/donnees/catalogue.zip": 26,
    "/fr/methode/": 0,
    "/robots.txt": 0,
    "/sitemap.xml": 9,
    "/sitemap-activities.xml": 2,
    "/sitemap-pages.xml": 0,
    "/fr/a-propos/": 1,
    "/fr/manifest.webmanifest": 0,
    "/fr/suggestions/?q=prison": 1,
    "/fr/suggestions/?q=2021-02": 3,
    "/fr/nulle-part/": 0,
    "/fr/api/": 3,
    "/fr/api/changements/": 1,
    "/fr/api/essayer/": 1,
    "/fr/api/essayer/?endpoint=figures&send=1": 3,
    "/api/v1/": 1,
    "/fr/activites/2099-026-1.csl": 17,
    "/fr/activites/2099-026-1.json": 17,
    "/fr/activites.csv?country=XXX": 1,
    "/fr/changements.atom": 17,
    "/fr/changements/": 4,
    "/fr/changements/?page=2": 4,
    "/api/v1/activities/": 18,
    "/api/v1/activities/?page_size=181": 18,
    "/api/v1/activities/?q=prison&fields=ref": 19,
    "/api/v1/activities/?q=police+tambourin": 22,
    "/api/v1/activities/?country=KGZ&sort=title": 18,
    "/api/v1/activities/?since=2000-01-01": 20,
    "/api/v1/activities/?country=XXX": 1,
    "/api/v1/activities/2099-026-1/": 17,
    "/api/v1/countries/": 4,
    "/api/v1/countries/?page_size=1": 4,
    "/api/v1/regions/": 4,
    "/api/v1/themes/": 3,
    "/api/v1/programmes/": 5,
    "/api/v1/programmes/?page_size=1": 5,
    "/api/v1/partners/": 3,
    "/api/v1/instruments/": 3,
    "/api/v1/units/": 3,
    "/api/v1/paragraphs/": 6,
    "/api/v1/paragraphs/?page_size=1": 5,
    "/api/v1/figures/": 6,
    "/api/v1/figures/?country=COL&unit=countries": 5,
    "/api/v1/facets/?q=prison": 2,
    "/api/v1/schema/": 3,
}


# What needs no version: texts, files about the site, and pages that are not cached by version.
WITHOUT_VERSION = {
    "/fr/methode/", "/robots.txt", "/sitemap.xml", "/sitemap-activities.xml", "/sitemap-pages.xml", "/fr/a-propos/", "/fr/manifest.webmanifest", "/fr/nulle-part/",
}  # fmt: skip


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


@pytest.fixture
def warm(address):
    """Builds what the process caches of the present version, as its first requests do."""
    if "2099-026-1" in address:
        everything()
    derived = (
        index.current_index,
        suggestions.current_suggestions,
        spelling.current_vocabulary,
        places.current_localities,
        current_meaning,
        maps.spots,
        key_figures.key_figures,
    )
    for kept in derived:
        kept()
    forget_cards()


@pytest.mark.parametrize(("address", "number"), QUERIES.items())
def test_number_of_queries(warm, client, django_assert_num_queries, address, number):
    with django_assert_num_queries(number):
        response = client.get(address)
    list(response)  # a file is closed when it has been read


@pytest.mark.parametrize("address", QUERIES)
def test_the_version_is_read_once(warm, client, address):
    """ETag, index and body are of one version: nothing else of the response reads another one."""
    if address.endswith(".zip"):
        list(client.get(address))  # writes the file that the process caches, and checks its version
    with CaptureQueriesContext(connection) as queries:
        list(client.get(address))
    read = [query["sql"] for query in queries if READ_OF_VERSION.search(query["sql"])]
    assert len(read) == (address not in WITHOUT_VERSION)
