"""The values of a facet that a list leaves out: fetched by its fold, or read on a page of their own."""

import pytest

from activities.search import current_index

pytestmark = pytest.mark.django_db

SWAP = {"HX-Request": "true"}
FOLD = "/fr/activites/facette/country/"


def test_a_list_has_the_first_values_and_leads_to_all_of_them(client):
    page = client.get("/fr/activites/")
    assert page.text.count('id="choice-country-') == 10
    assert f'href="{FOLD}' in page.text


def test_the_page_has_every_value_with_a_link_to_the_list(client):
    page = client.get(FOLD)
    for code in current_index().values["country"]:
        assert f'id="choice-country-{code}" href="/fr/activites/?country={code}"' in page.text


def test_the_fold_has_the_values_that_the_list_leaves_out_and_nothing_else(client):
    shown, rest = client.get("/fr/activites/").text, client.get(FOLD, headers=SWAP).text
    assert "<html" not in rest
    for code in current_index().values["country"]:
        control = f'id="choice-country-{code}"'
        assert (control in shown) + (control in rest) == 1


def test_what_is_selected_is_always_in_the_list(client):
    rest = client.get(FOLD, headers=SWAP).text
    code = rest.split('id="choice-country-')[1][:3]
    page = client.get(f"/fr/activites/?country={code}").text
    assert f'id="choice-country-{code}" href="?" rel="nofollow" aria-current="true"' in page


def test_the_search_of_the_list_is_carried_and_its_page_is_not(client):
    page = client.get("/en/activities/?kind=training&page=2").text
    assert 'href="/en/activities/facet/country/?kind=training"' in page
    values = client.get("/en/activities/facet/country/?kind=training").text
    assert 'href="/en/activities/?kind=training&amp;country=' in values


def test_a_cache_keeps_fold_and_page_apart(client):
    assert "HX-Request" in client.get(FOLD)["Vary"]
    assert client.get(FOLD)["ETag"] != client.get(FOLD, headers=SWAP)["ETag"]


def test_what_is_unknown_is_refused(client):
    assert client.get("/fr/activites/facette/nothing/").status_code == 404
    assert client.get(f"{FOLD}?country=XXX").status_code == 400
