"""The number of queries of every page: a number that grows with the rows would show here."""

import pytest

from activities import bitmaps

pytestmark = pytest.mark.django_db

QUERIES = {
    "/fr/": 6,
    "/fr/activites/": 4,
    "/fr/activites/?page=3": 4,
    "/fr/activites/?q=prison": 6,
    "/fr/activites/?country=KGZ": 4,
    "/fr/activites/?country=KGZ&theme=sport&programme=line-up-live-up&q=formation": 2,
    "/fr/activites/?country=XXX": 1,
    "/fr/activites/2021-026-1/": 14,
    "/fr/activites/2021-021-7/": 17,
    "/fr/pays/": 4,
    "/fr/pays/KGZ/": 16,
    "/fr/pays/TUV/": 11,
    "/fr/programmes/": 2,
    "/fr/programmes/star/": 7,
    "/fr/themes/": 2,
    "/fr/themes/corruption/": 7,
    "/fr/partenaires/undp/": 7,
    "/fr/rapport/": 6,
    "/fr/a-propos/": 1,
    "/fr/nulle-part/": 0,
}


@pytest.mark.parametrize(("address", "number"), QUERIES.items())
def test_number_of_queries(client, django_assert_num_queries, address, number):
    bitmaps.current_index()
    with django_assert_num_queries(number):
        client.get(address)
