import pytest
from django.urls import reverse
from django.utils import translation

from activities.models import Activity, Country, Programme
from activities.search import around, current_suggestions, index, publish_changes
from activities.search.suggestions import LIMIT
from tests.factories import ActivityFactory, ParagraphFactory

pytestmark = pytest.mark.django_db

PATHS = {"fr": "/fr/suggestions/", "en": "/en/suggestions/"}


def suggested(client, text, language="fr"):
    response = client.get(PATHS[language], {"q": text})
    assert response.status_code == 200
    return response.json()["suggestions"]


def labels(client, text, language="fr"):
    return [suggestion["label"] for suggestion in suggested(client, text, language)]


def test_a_suggestion_says_what_it_is_and_where_it_leads(client):
    (found,) = suggested(client, "kirghizi")
    count = len(index.current_index().values["country"]["KGZ"])
    assert found == {
        "kind": "Pays",
        "label": "Kirghizistan",
        "matched": "",
        "language": "",
        "count": count,
        "counted": f"{count} activités",
        "url": "/fr/pays/KGZ/",
    }
    (found,) = suggested(client, "kyrgyzs", "en")
    assert (found["kind"], found["counted"]) == ("Country", f"{count} activities")
    assert found["url"] == "/en/countries/KGZ/"


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("kirghizi", "KGZ"),  # a French name
        ("kyrgyzs", "KGZ"),  # an English one
        ("KYRGYZ REP", "KGZ"),  # an alias, in capitals
        ("swazil", "SWZ"),  # a former name
        ("birman", "MMR"),
        ("kgz", "KGZ"),  # an ISO code
        ("cote divoire", None),
        ("côte d’iv", "CIV"),
        ("cote d'iv", "CIV"),
        ("ivoire", "CIV"),  # a word inside
        ("uni royaume", "GBR"),  # words in any order
        ("etats-unis", "USA"),
        ("onusida", "unaids"),  # an acronym
        ("unaids", "unaids"),
        ("prison", "prison-management"),
        ("doping", None),
    ],
)
def test_names_are_found_by_the_beginnings_of_their_words(client, text, path, language):
    slugs = [suggestion["url"].split("/")[-2] for suggestion in suggested(client, text, language)]
    assert (path in slugs) if path else not slugs


def test_what_matched_is_told_where_the_label_does_not_show_it(client):
    (german,) = suggested(client, "germany")
    assert (german["label"], german["matched"], german["language"]) == ("Allemagne", "Germany", "en")
    (german,) = suggested(client, "germany", "en")
    assert (german["label"], german["matched"]) == ("Germany", "")
    (eswatini,) = suggested(client, "swazil")
    assert (eswatini["matched"], eswatini["language"]) == ("Swaziland", "")  # in both languages


def test_a_beginning_comes_before_a_word_inside_and_that_before_an_alias(client):
    countries = [("VUT", "Zzab"), ("NRU", "Aa zzab"), ("TUV", "Tuvalu"), ("PLW", "Palaos")]
    for iso3, name in countries:
        Country.objects.filter(iso3=iso3).update(name_fr=name)
    Country.objects.filter(iso3="TUV").update(aliases_fr=["zzabien"])
    Country.objects.filter(iso3="PLW").update(aliases_en=["Old zzab"])
    ActivityFactory.create_batch(2, countries=[Country.objects.get(iso3="PLW")])
    current_suggestions.forget()
    index.current_index.forget()
    assert labels(client, "zza") == ["Zzab", "Aa zzab", "Tuvalu", "Palaos"]


def test_among_equals_the_one_with_more_activities_comes_first(client):
    for iso3, name in (("NRU", "Zzab un"), ("TUV", "Zzab deux"), ("PLW", "Zzab")):
        Country.objects.filter(iso3=iso3).update(name_fr=name)
    ActivityFactory.create_batch(3, countries=[Country.objects.get(iso3="TUV")])
    ActivityFactory(countries=[Country.objects.get(iso3="NRU")])
    current_suggestions.forget()
    index.current_index.forget()
    assert labels(client, "zza") == ["Zzab deux", "Zzab un", "Zzab"]
    assert labels(client, "zzab") == ["Zzab", "Zzab deux", "Zzab un"]  # the whole name before a part


def test_a_record_is_suggested_once_and_no_more_than_a_few_are(client):
    found = suggested(client, "co")
    assert len(found) == LIMIT
    assert len({suggestion["url"] for suggestion in found}) == LIMIT


def test_refs_are_found_by_their_beginning_in_the_order_of_the_report(client):
    refs = [suggestion["matched"] for suggestion in suggested(client, "2021-02")]
    known = Activity.objects.published().filter(ref__startswith="2021-02").in_report_order()
    assert refs == [activity.ref for activity in known[:LIMIT]]
    activity = Activity.objects.published().filter(texts__language="en").first()
    (found, *_longer) = suggested(client, activity.ref, "en")
    assert found["label"] == activity.texts.get(language="en").title
    assert (found["kind"], found["url"]) == ("Activity", f"/en/activities/{activity.ref}/")


def test_the_ordinal_of_a_ref_counts_as_a_number(client):
    paragraph = ParagraphFactory(number=91)
    for ordinal in (10, 9, 2):
        ActivityFactory(ref=f"2099-091-{ordinal}", citation=paragraph)
    found = [suggestion["matched"] for suggestion in suggested(client, "2099-091-")]
    assert found == ["2099-091-2", "2099-091-9", "2099-091-10"]


def test_a_draft_is_not_suggested(client):
    draft = ActivityFactory(status="draft")
    current_suggestions.forget()
    assert suggested(client, draft.ref) == []


def test_a_change_of_the_catalogue_is_suggested_at_once(client):
    assert suggested(client, "zzprogramme") == []
    Programme.objects.filter(slug="star").update(name_fr="Zzprogramme")
    publish_changes(Activity.objects.all())
    assert labels(client, "zzprogramme") == ["Zzprogramme"]


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "k", "é", "'", "%", "\0", "\0ken\0ya", "(((", "\\", "🙂", "🙂🙂", "<b>"),
        *("ﷺ" * 2000, "a" * 2000, "a " * 1000, "2021-" * 400, "2021-\0", "-" * 2000, "e\u0301" * 1000),
    ],
)
def test_any_text_is_answered(client, text):
    assert len(suggested(client, text)) <= LIMIT


def test_what_finds_nothing_is_said_in_the_readers_language(client):
    assert client.get("/fr/suggestions/?q=zzzz").json() == {"suggestions": [], "said": "Aucune suggestion"}
    assert client.get("/en/suggestions/").json()["said"] == "No suggestion"
    assert client.get("/en/suggestions/?q=kyrgyzs").json()["said"] == "1 suggestion"


def test_suggestions_are_only_read_and_may_be_cached_by_their_address(client):
    assert client.post("/fr/suggestions/").status_code == 405
    response = client.get("/fr/suggestions/?q=ken")
    assert (
        client.get("/fr/suggestions/?q=ken", headers={"If-None-Match": response["ETag"]}).status_code == 304
    )
    assert "Cookie" not in response.get("Vary", "")


def test_names_travel_as_text(client):
    Country.objects.filter(iso3="TUV").update(name_fr="<i>Zztuvalu</i>")
    for derived in (index.current_index, current_suggestions):
        derived.forget()
    response = client.get("/fr/suggestions/?q=zztuv")
    assert response["Content-Type"] == "application/json"
    assert response.json()["suggestions"][0]["label"] == "<i>Zztuvalu</i>"


@pytest.mark.parametrize(("text", "number"), [("co", 1), ("zzzz", 1), ("2021-02", 3), ("2021-99", 2)])
def test_the_number_of_queries_does_not_depend_on_what_is_found(
    client, django_assert_num_queries, text, number
):
    current_suggestions()
    with django_assert_num_queries(number):
        suggested(client, text)


def test_both_languages_have_their_path():
    for language, path in PATHS.items():
        with translation.override(language):
            assert reverse("suggestions") == path


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("flics", "police-accountability"),
        ("kickback", "corruption"),
        ("esclaves", "trafficking-in-persons"),
        ("hacking", "cybercrime"),
        ("football", "sport"),
    ],
)
def test_a_theme_is_suggested_by_words_that_mean_the_same(client, text, theme):
    assert any(theme in found["url"] for found in suggested(client, text, "en"))


def test_names_come_before_what_means_the_same(client):
    assert labels(client, "Pays-Bas")[0] == "Pays-Bas (Royaume des)"


def test_a_country_that_no_activity_names_leads_to_its_page_with_what_concerns_it(client):
    named = index.current_index().values["country"]
    country = Country.objects.exclude(iso3__in=named).order_by("iso3").first()
    found = client.get("/en/suggestions/", {"q": country.name_en}).json()["suggestions"][0]
    with translation.override("en"):
        said = around(country.iso3, index.current_index()).said
    assert (found["url"], found["counted"]) == (
        f"/en/countries/{country.iso3}/",
        said,
    )
