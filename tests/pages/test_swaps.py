"""The list sends htmx the part that it swaps into the page."""

import re

import pytest

from tests.addresses import ANY, filled
from tests.html import Page

pytestmark = pytest.mark.django_db

SWAP = {"HX-Request": "true"}
PARAMETERS = ["", "?q=prison", "?country=KGZ&sort=title", "?page=2", "?country=KGZ&theme=cybercrime"]


def list_in(page):
    return page.text.split('<div id="list"')[1].split(">", 1)[1].split("</main>")[0]


def squeezed(text):
    return " ".join(text.split())


@pytest.mark.parametrize("query", PARAMETERS)
@pytest.mark.parametrize("path", ["/fr/activites/", "/en/activities/"])
def test_a_swap_is_the_title_and_the_list_of_the_whole_page(client, path, query):
    whole = client.get(path + query)
    part = client.get(path + query, headers=SWAP)
    assert part.status_code == 200
    assert Page(part.text).title.strip() == Page(whole.text).title.strip()
    assert squeezed(part.text.split("</title>")[1]) in squeezed(list_in(whole))
    for absent in ("<html", "<h1", "<header", "<script", "<meta"):
        assert absent not in part.text


@pytest.mark.parametrize("query", ["?country=XXX", "?page=99", "?page=abc", "?q=" + "a" * 201])
def test_a_swap_with_wrong_parameters_says_what_is_wrong(client, query):
    part = client.get("/en/activities/" + query, headers=SWAP)
    assert part.status_code == 400
    assert "This list cannot be shown" in part.text
    assert 'role="alert"' in part.text
    assert "<html" not in part.text


@pytest.mark.parametrize("query", ["", "?country=XXX", "?page=99"])
def test_the_history_is_restored_from_a_whole_page(client, query):
    headers = SWAP | {"HX-History-Restore-Request": "true"}
    assert client.get("/fr/activites/" + query, headers=headers).content == (
        client.get("/fr/activites/" + query).content
    )


@pytest.mark.parametrize("headers", [{}, SWAP])
@pytest.mark.parametrize("query", ["", "?country=XXX", "?page=99"])
def test_a_cache_keeps_swap_and_page_apart(client, query, headers):
    vary = client.get("/fr/activites/" + query, headers=headers)["Vary"]
    assert {"HX-Request", "HX-History-Restore-Request"} <= set(re.split(r", *", vary))


@pytest.mark.parametrize("address", ["/fr/", "/fr/pays/KGZ/", "/fr/rapport/", f"/fr/activites/{ANY}/"])
def test_no_other_page_knows_htmx(client, address):
    address = filled(address)
    page = client.get(address, headers=SWAP)
    assert page.content == client.get(address).content
    assert "htmx" not in page.text
    assert "HX-Request" not in page.get("Vary", "")


def test_a_title_names_what_is_in_force_and_the_page(client):
    def title(query):
        return Page(client.get("/fr/activites/" + query).text).title.strip()

    assert re.fullmatch(r"\d+ activités · Catalogue des activités de l’ONUDC", title(""))
    assert title("?q=prison&country=KGZ").startswith("«\xa0prison\xa0» · Kirghizistan · ")
    assert " activités · Page 2 sur " in title("?page=2")
    assert "<i>" not in client.get("/fr/activites/?q=<i>").text


def test_every_control_of_the_list_has_an_id_of_its_own(client):
    assert 'id="choice-country-KGZ"' in client.get("/fr/activites/").text
    page = Page(client.get("/en/activities/?country=KGZ&q=prison").text)
    ids = [attributes["id"] for _tag, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {"choice-country-KGZ", "chip-1", "chip-2", "sort-title", "facet-country", "results"} <= set(ids)


def test_without_a_script_the_search_box_claims_to_be_nothing_more(client):
    text = client.get("/fr/activites/").text
    assert "combobox" not in text
    assert "listbox" not in text
    assert not re.search(r"<input[^>]*id=\"find-", re.sub(r"<template.*?</template>", "", text, flags=re.S))
