"""The number of queries of every page, the one for its ETag included: a number that grows with the rows would show."""

import pytest

from activities import bitmaps, suggestions

pytestmark = pytest.mark.django_db

QUERIES = {
    "/fr/": 7,
    "/fr/activites/": 5,
    "/fr/activites/?page=3": 5,
    "/fr/activites/?q=prison": 7,
    "/fr/activites/?country=KGZ": 5,
    "/fr/activites/?country=KGZ&theme=sport&programme=line-up-live-up&q=formation": 3,
    "/fr/activites/?country=XXX": 2,
    "/fr/activites/2021-026-1/": 15,
    "/fr/activites/2021-021-7/": 18,
    "/fr/pays/": 5,
    "/fr/pays/KGZ/": 17,
    "/fr/pays/TUV/": 12,
    "/fr/programmes/": 3,
    "/fr/programmes/star/": 8,
    "/fr/themes/": 3,
    "/fr/themes/corruption/": 8,
    "/fr/partenaires/undp/": 8,
    "/fr/rapport/": 7,
    "/fr/a-propos/": 2,
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
