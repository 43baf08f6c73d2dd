"""The number of queries of every page, the one for its ETag included: a number that grows with the rows would show."""

import pytest

from activities import bitmaps, suggestions

pytestmark = pytest.mark.django_db

QUERIES = {
    "/fr/": 6,
    "/fr/activites/": 8,
    "/fr/activites/?page=3": 8,
    "/fr/activites/?q=prison": 9,
    "/fr/activites/?country=KGZ": 9,
    "/fr/activites/?country=KGZ&theme=sport&programme=line-up-live-up&q=formation": 7,
    "/fr/activites/?country=XXX": 1,
    "/fr/activites/2021-026-1/": 22,
    "/fr/activites/2021-021-7/": 25,
    "/fr/pays/": 4,
    "/fr/pays/KGZ/": 22,
    "/fr/pays/TUV/": 16,
    "/fr/programmes/": 2,
    "/fr/programmes/star/": 12,
    "/fr/themes/": 2,
    "/fr/themes/corruption/": 14,
    "/fr/partenaires/": 2,
    "/fr/partenaires/undp/": 11,
    "/fr/instruments/": 2,
    "/fr/instruments/uncac/": 12,
    "/fr/regions/": 2,
    "/fr/regions/central-asia/": 16,
    "/fr/rapport/": 5,
    "/fr/rapport/grille/": 3,
    "/fr/chiffres/": 6,
    "/fr/chiffres/?country=COL&unit=countries&section=IV.C": 8,
    "/fr/chiffres/?unit=nothing": 1,
    "/fr/fiche/": 12,
    "/fr/fiche/?country=KEN": 13,
    "/fr/fiche/?country=COL": 20,
    "/fr/activites/2021-021-7.bib": 17,
    "/fr/methode/": 0,
    "/robots.txt": 0,
    "/sitemap.xml": 7,
    "/fr/a-propos/": 1,
    "/fr/suggestions/?q=prison": 2,
    "/fr/suggestions/?q=2021-02": 4,
    "/fr/nulle-part/": 0,
}


@pytest.mark.parametrize(("address", "number"), QUERIES.items())
def test_number_of_queries(client, django_assert_num_queries, address, number):
    bitmaps.current_index()
    suggestions.current_suggestions()
    with django_assert_num_queries(number):
        client.get(address)
