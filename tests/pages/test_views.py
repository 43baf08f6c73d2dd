import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import translation

from activities.models import Activity, Country, Region
from tests.addresses import PAGES, UNKNOWN, english, filled
from tests.factories import ActivityFactory

pytestmark = pytest.mark.django_db


def heading(response):
    return unescape(re.search(r"<h1[^>]*>(.*?)</h1>", response.text, re.S)[1].strip())


def text_of(response):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_opens_in_both_languages(client, address, language):
    address = filled(address)
    response = client.get(address if language == "fr" else english(address))
    assert response.status_code == 200
    assert f'<html lang="{language}">' in response.text
    assert response["Content-Language"] == language
    assert response.text.count("<h1") == 1


@pytest.mark.parametrize("address", PAGES)
def test_the_language_switch_keeps_page_and_query(client, address):
    address = filled(address)
    page = client.get(address)
    hrefs = {unescape(href) for href in re.findall(r'<a href="([^"]+)" lang="en"', page.text)}
    assert hrefs == {english(address)}
    back = client.get(hrefs.pop())
    assert address in {unescape(href) for href in re.findall(r'<a href="([^"]+)" lang="fr"', back.text)}


def test_a_page_that_does_not_exist_switches_to_the_other_home(client):
    page = client.get("/fr/nulle-part/")
    assert re.findall(r'<a href="([^"]+)" lang="en"', page.text) == ["/en/"]


@pytest.mark.parametrize("address", PAGES)
def test_no_link_of_a_page_is_dead(client, address):
    page = client.get(filled(address))
    links = {unescape(link) for link in re.findall(r'<a [^>]*href="(/[^"#]*)', page.text)}
    kinds = {
        re.sub(r"[0-9]{4}-.*|[A-Z]{3}/|\?.*|(?<=/)[a-z0-9-]+/$", "", link): link for link in sorted(links)
    }
    for link in kinds.values():
        response = client.get(link, follow=True)
        assert response.status_code == 200, link
        if response.streaming:
            assert b"".join(response.streaming_content), link


@pytest.mark.parametrize(
    ("accepted", "target"),
    [
        ("en-GB,en;q=0.9", "/en/activities/{}/"),
        ("fr-CH", "/fr/activites/{}/"),
        ("de", "/fr/activites/{}/"),
        ("", "/fr/activites/{}/"),
    ],
)
def test_a_permanent_address_leads_to_the_readers_language(client, accepted, target):
    activity = ActivityFactory()
    response = client.get(f"/id/{activity.ref}", headers={"accept-language": accepted})
    assert (response.status_code, response.url) == (302, target.format(activity.ref))
    assert "Accept-Language" in response["Vary"]


@pytest.mark.parametrize(
    "address",
    [
        "/fr/nulle-part/",
        f"/en/activities/{UNKNOWN}/",
        "/en/activities/2021-26-1/",
        f"/id/{UNKNOWN}",
        "/fr/pays/XXX/",
        "/fr/pays/%00%00%00/",
        "/en/programmes/nothing/",
        "/fr/themes/rien/",
        "/en/partners/nobody/",
        "/fr/instruments/rien/",
        "/en/regions/nowhere/",
        "/fr/programmes/%00/",
        "/nowhere",
    ],
)
def test_what_does_not_exist_is_a_404_in_the_readers_language_with_a_search_box(client, address):
    response = client.get(address)
    assert response.status_code == 404
    language = "en" if address.startswith("/en/") else "fr"
    assert f'<html lang="{language}">' in response.text
    assert 'role="search"' in response.text


def test_a_draft_is_a_404_and_in_no_list(client):
    draft = ActivityFactory(status="draft", countries=[Country.objects.get(iso3="TUV")])
    assert client.get(f"/fr/activites/{draft.ref}/").status_code == 404
    assert client.get(f"/id/{draft.ref}").status_code == 404
    assert draft.ref not in client.get("/fr/pays/TUV/").text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("country=XXX", "XXX"),
        ("theme=<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("country=%00", "␀"),
        ("year=abc", "abc"),
        ("sort=random", "random"),
        ("page=99", "99"),
        ("page=abc", "abc"),
        ("page=-1", "-1"),
        ("page=0", "0"),
        ("page=9999999999999999999999", "9999999999999999999999"),
        ("q=" + "a" * 2000, "200"),
    ],
)
@pytest.mark.parametrize("path", ["/fr/activites/", "/en/activities/"])
def test_a_wrong_parameter_is_named_and_no_list_is_shown(client, path, query, said):
    response = client.get(f"{path}?{query}")
    assert response.status_code == 400
    assert said in text_of(response)
    assert "<script>alert" not in response.text
    assert 'class="activities"' not in response.text


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/fr/activites/?country=XXX", "Activités"),
        ("/fr/activites/apercu/?country=XXX", "Carte et graphiques"),
        ("/fr/chiffres/?unit=nothing", "Registre des chiffres"),
        ("/fr/chiffres/?page=99", "Registre des chiffres"),
        ("/fr/changements/?page=99", "Ce qui a changé"),
        ("/fr/fiche/?country=XXX", "Note de synthèse"),
    ],
)
def test_a_page_that_refuses_a_parameter_keeps_its_name_and_offers_itself_without(client, address, title):
    response = client.get(address)
    assert response.status_code == 400
    assert heading(response) == title
    assert f'<a href="{address.partition("?")[0]}">' in response.text


MANY = "&".join(["country=KGZ"] * 1001)


@pytest.mark.parametrize(
    "path",
    ["/fr/", "/fr/activites/", "/en/figures/", "/fr/changements/", "/fr/fiche/"],
)
def test_more_parameters_than_anybody_types_are_a_400(client, path):
    response = client.get(f"{path}?{MANY}")
    assert response.status_code == 400
    assert "</html>" in response.text


@pytest.mark.parametrize(
    "path", ["/api/v1/activities/", "/fr/activites.csv", "/fr/activites.xml", "/fr/suggestions/"]
)
def test_more_parameters_than_anybody_types_are_a_problem_to_programs(client, path):
    response = client.get(f"{path}?{MANY}")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        "'",
        '"',
        "%",
        "_",
        "\\",
        "& | !",
        "((",
        "a:*b",
        "<->",
        "<b>gras</b>",
        "'; drop table x; --",
        "-",
        "🙂",
    ],
)
def test_any_text_is_answered_and_escaped(client, query):
    response = client.get("/fr/activites/", {"q": query})
    assert response.status_code == 200
    assert "<b>gras" not in response.text


def test_a_text_of_function_words_is_said_to_ask_for_nothing(client):
    page = text_of(client.get("/en/activities/?q=le+la"))
    assert "too common" in page
    assert f"{Activity.objects.published().count()} activities" in page


def test_unknown_parameters_are_ignored(client):
    plain, tracked = client.get("/fr/activites/"), client.get("/fr/activites/?utm_source=x")
    assert re.findall(r"<h3>.*?</h3>", plain.text) == re.findall(r"<h3>.*?</h3>", tracked.text)


def test_only_reading_is_allowed(client):
    assert client.post("/fr/activites/").status_code == 405


def test_an_empty_result_says_that_the_words_stand_nowhere(client):
    page = text_of(client.get("/fr/activites/?country=KGZ&q=zzzz"))
    assert "0 activité" in page
    assert "ne contient tout cela" in page


def test_conditions_that_exclude_each_other_are_offered_with_what_dropping_them_gives(client):
    response = client.get("/fr/activites/?country=KGZ&theme=cybercrime")
    offered = re.search(r'<div class="nothing">.*?</div>', response.text, re.S)[0]
    links = {
        unescape(href): int(n) for href, n in re.findall(r'href="([^"]+)".*?count">(\d+)<', offered, re.S)
    }
    assert set(links) == {"?theme=cybercrime", "?country=KGZ", "/fr/activites/"}
    for href, count in links.items():
        address = href if href.startswith("/") else f"/fr/activites/{href}"
        assert f"{count} activité" in text_of(client.get(address))


def test_a_selection_has_a_chip_that_removes_it(client):
    response = client.get("/en/activities/?country=KGZ&kind=training")
    chips = re.search(r'<ul class="chips".*?</ul>', response.text, re.S)[0]
    assert re.findall(r'href="([^"]+)"', chips) == ["?kind=training", "?country=KGZ", "/en/activities/"]
    assert "Kyrgyzstan" in chips


def test_the_search_form_keeps_the_filters(client):
    response = client.get("/fr/activites/?country=KGZ&sort=title&page=1&q=sport")
    assert 'id="search"' in re.search(r'<form class="search".*?>', response.text, re.S)[0]
    kept = r'<input type="hidden" name="(\w+)" value="(\w+)" form="search">'
    assert re.findall(kept, response.text) == [
        ("country", "KGZ"),
        ("sort", "title"),
    ]


def test_pages_of_a_list_share_it_out(client):
    count = Activity.objects.published().count()
    pages = -(-count // 25)
    titles = []
    for number in range(1, pages + 1):
        titles += re.findall(r"<article", client.get(f"/fr/activites/?page={number}").text)
    assert len(titles) == count


def test_a_missing_translation_shows_the_other_language_and_says_so(client):
    activity = ActivityFactory(texts={"fr": ("Titre unique", "Résumé unique")})
    page = client.get(f"/en/activities/{activity.ref}/")
    assert '<h1 lang="fr">Titre unique</h1>' in page.text
    assert "Not translated yet: shown in French." in text_of(page)
    assert "Not translated" not in client.get(f"/en/activities/{ActivityFactory().ref}/").text


def test_a_record_shows_its_facts(client, workshop):
    page = text_of(client.get(f"/fr/activites/{workshop.ref}/"))
    for fact in (
        "Népal",
        "20",
        "bénéficiaire",
        "2099, § 26",
        "IV.C.1",
        "/id/2099-026-1",
        "153/1",
        "à confirmer",
    ):
        assert fact in page, fact


def test_a_qualifier_stands_before_its_number(client):
    activity = (
        Activity.objects.published().filter(figures__qualifier="more_than", figures__value=5000).first()
    )
    assert re.search(r"plus de 5\s000 entraîneuses", text_of(client.get(f"/fr/activites/{activity.ref}/")))
    assert "more than 5,000 coaches" in text_of(client.get(f"/en/activities/{activity.ref}/"))


def test_a_country_page_counts_three_blocks_apart(client):
    tuvalu = Country.objects.get(iso3="TUV")
    region = Region.objects.get(slug="polynesia")
    before = {
        block: len(getattr(Activity.objects.published(), block)(tuvalu))
        for block in ("naming", "covering", "worldwide")
    }
    ActivityFactory(countries=[tuvalu], relations={"regions": [region]})
    ActivityFactory(scope="regional", relations={"regions": [region]})
    page = text_of(client.get("/en/countries/TUV/"))
    assert f"{before['naming'] + 1} activity names this country" in page
    assert f"{before['covering'] + 1} regional activit" in page
    assert f"{before['worldwide']} global activities" in page
    assert "Derived from the regions" in page


def test_the_counts_of_a_country_lead_to_its_blocks(client):
    page = client.get("/fr/pays/KGZ/").text
    tally = re.search(r'<ul class="tally three">(.*?)</ul>', page, re.S)[1]
    counts = re.findall(r'<a href="#(\w+)">([^<]+)</a>', tally)
    assert [anchor for anchor, _said in counts] == ["named", "covering", "worldwide"]
    for anchor, said in counts:
        assert re.search(rf'<section [^>]*id="{anchor}">\s*<h2>{re.escape(said)}</h2>', page), anchor


def test_where_no_region_covers_a_country_none_is_said_to_be_derived(client):
    page = text_of(client.get("/en/countries/BLZ/"))
    assert "0 regional activities cover it" in page
    assert "Derived from the regions" not in page


def test_a_country_that_is_not_named_says_so(client):
    page = text_of(client.get("/fr/pays/NRU/"))
    assert "0 activité nomme ce pays" in page
    assert "ne nomme aucune activité dans ce pays" in page


def test_every_state_has_a_page_in_the_list(client):
    page = client.get("/fr/pays/").text
    assert len(set(re.findall(r'href="/fr/pays/([A-Z]{3})/"', page))) == 195


def test_the_coverage_page_shows_every_paragraph_once(client):
    page = client.get("/en/report/").text
    assert re.findall(r'id="p(\d+)"', page) == [str(n) for n in range(1, 101)]


def test_names_in_the_catalogue_are_escaped(client):
    country = Country.objects.get(iso3="TUV")
    Country.objects.filter(pk=country.pk).update(name_fr="<i>Tuvalu</i> & co")
    assert "&lt;i&gt;Tuvalu&lt;/i&gt; &amp; co" in client.get("/fr/pays/TUV/").text


def test_translated_paths_are_the_ones_promised():
    for language, paths in {
        "fr": [
            "/fr/activites/",
            "/fr/pays/KEN/",
            "/fr/programmes/star/",
            "/fr/themes/sport/",
            "/fr/partenaires/who/",
            "/fr/rapport/",
        ],
        "en": [
            "/en/activities/",
            "/en/countries/KEN/",
            "/en/programmes/star/",
            "/en/themes/sport/",
            "/en/partners/who/",
            "/en/report/",
        ],
    }.items():
        with translation.override(language):
            assert paths == [
                reverse("activity_list"), reverse("country", args=["KEN"]), reverse("programme", args=["star"]),
                reverse("theme", args=["sport"]), reverse("partner", args=["who"]), reverse("coverage"),
            ]  # fmt: skip
