"""Every page of the admin opens, in French, and asks the database a fixed number of questions."""

import pytest
from django.contrib import admin
from django.urls import reverse

from activities import models
from activities.models import Activity, ActivityCountry, Citation, Country, Figure, Theme
from tests import people
from tests.factories import ActivityFactory, ParagraphFactory, workshop
from tests.html import Page

pytestmark = pytest.mark.django_db

NAMES = {
    "activity": "activité",
    "country": "pays",
    "instrument": "instrument",
    "locality": "localité",
    "paragraph": "paragraphe",
    "partner": "partenaire",
    "programme": "programme",
    "region": "région",
    "report": "rapport",
    "section": "section",
    "theme": "thème",
    "unit": "unité",
}
# Four of each are the session, the user and their permissions.
QUERIES = {
    # list, search, add, change
    "activity": (8, 8, 5, 64),
    "country": (7, 7, 5, 13),
    "instrument": (7, 7, 5, 11),
    "locality": (7, 7, 5, 12),
    "paragraph": (8, 8, 6, 17),
    "partner": (7, 7, 5, 11),
    "programme": (7, 7, 5, 11),
    "region": (7, 7, 5, 14),
    "report": (7, 7, 5, 11),
    "section": (8, 8, 6, 13),
    "theme": (7, 7, 5, 11),
    "unit": (7, 7, 5, 11),
}
ROWS = {
    "country": "KGZ",
    "locality": ("BRA", "parana"),
    "paragraph": ("2021", 26),
    "programme": "star",
    "region": "africa",
    "report": "2021",
    "section": ("2021", "IV.C.1"),
    "theme": "corruption",
}
PAGES = ("list", "search", "add", "change")
READ_ONLY = {"move", "suggestion", "unansweredsearch", "upload"}  # their pages have tests of their own
REGISTERED = {
    model._meta.model_name: model for model in admin.site._registry if model._meta.app_label == "activities"
}


def address(model_name, page, *args):
    return reverse(f"admin:activities_{model_name}_{page}", args=args)


def row(model_name):
    """A row whose place in the catalogue is known, else any."""
    model = REGISTERED[model_name]
    if model is Activity:
        return Activity.objects.filter(ref="2099-026-1").first() or workshop()
    if model_name not in ROWS:
        return model.objects.first()
    key = ROWS[model_name]
    return model.objects.get_by_natural_key(*(key if isinstance(key, tuple) else (key,)))


def page_address(model_name, page):
    match page:
        case "list":
            return address(model_name, "changelist")
        case "search":
            return address(model_name, "changelist") + "?q=a"
        case "add":
            return address(model_name, "add")
        case "change":
            return address(model_name, "change", row(model_name).pk)


@pytest.fixture
def desk(client):
    """A browser in which an editor has signed in, who may open every page."""
    client.force_login(people.reviewer())
    return client


def test_every_model_that_is_edited_by_itself_is_in_the_admin():
    assert set(REGISTERED) - READ_ONLY == set(NAMES) == set(QUERIES)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("model_name", NAMES)
def test_every_page_opens_in_french_with_short_lists_of_choices(desk, model_name, page):
    response = desk.get(page_address(model_name, page), headers={"accept-language": "en"})
    parsed = Page(response.text)
    assert response.status_code == 200
    assert (parsed.language, response["Content-Language"]) == ("fr", "fr")
    assert NAMES[model_name] in parsed.title.lower()
    # 195 countries or 80 themes belong in a field that searches as one types.
    assert max(parsed.options, default=0) <= 20


@pytest.mark.parametrize(
    ("model_name", "page", "number"),
    [
        (name, page, number)
        for name, numbers in QUERIES.items()
        for page, number in zip(PAGES, numbers, strict=True)
    ],
)
def test_number_of_queries(desk, django_assert_num_queries, model_name, page, number):
    target = page_address(model_name, page)
    desk.get(target)
    with django_assert_num_queries(number):
        desk.get(target)


def test_the_index_and_the_sign_in_page_are_in_french(client, desk):
    for target in ("/admin/", "/admin/activities/", "/admin/password_change/"):
        assert Page(desk.get(target, headers={"accept-language": "en"}).text).language == "fr"
    client.logout()
    page = Page(client.get("/admin/login/", headers={"accept-language": "en"}).text)
    assert page.language == "fr"
    assert "Mot de passe" in page.text


def test_a_list_costs_the_same_however_many_rows_it_shows(desk, django_assert_num_queries):
    target = address("activity", "changelist") + "?q=2099"
    ActivityFactory()
    desk.get(target)
    with django_assert_num_queries(8):
        desk.get(target)
    ActivityFactory.create_batch(5)
    with django_assert_num_queries(8):
        desk.get(target)


# Django asks for the label of every chosen record by itself: see AutocompleteSelect.optgroups.
# The first country and the first figure also bring what the checks beside the form read with them.
PER_ROW = {"texts": 0, "citations": 4, "country_roles": 5, "figures": 7}


def one_more(relation, activity):
    countries = iter(Country.objects.exclude(activities=activity))
    match relation:
        case "texts":
            activity.texts.create(language="en", title="Title", summary="Summary")
        case "citations":
            Citation.objects.create(
                activity=activity, paragraph=ParagraphFactory(report=activity.report, number=2), position=1
            )
        case "country_roles":
            ActivityCountry.objects.create(activity=activity, country=next(countries))
        case "figures":
            Figure.objects.create(
                activity=activity,
                paragraph=activity.cited_paragraphs[0],
                position=activity.figures.count(),
                value=7,
                unit=models.Unit.objects.first(),
                label_fr="stages",
                label_en="courses",
            )


@pytest.mark.parametrize(("relation", "number"), PER_ROW.items())
def test_a_row_of_an_inline_costs_a_few_queries_at_most(
    desk, django_assert_max_num_queries, relation, number
):
    activity = ActivityFactory(texts={"fr": ("Titre", "Résumé")})
    target = address("activity", "change", activity.pk)
    desk.get(target)
    with django_assert_max_num_queries(75) as before:
        desk.get(target)
    one_more(relation, activity)
    with django_assert_max_num_queries(75) as after:
        desk.get(target)
    assert len(after) - len(before) <= number


SOURCES = {
    "countries": (ActivityCountry, "country"),
    "localities": (ActivityCountry, "localities"),
    "themes": (Activity, "themes"),
    "programmes": (Activity, "programmes"),
    "partners": (Activity, "partners"),
    "regions": (Activity, "regions"),
    "instruments": (Activity, "instruments"),
    "paragraphs": (Citation, "paragraph"),
    "units": (Figure, "unit"),
}


def suggestions(client, source, term):
    model, field = SOURCES[source]
    response = client.get(
        reverse("admin:autocomplete"),
        {
            "app_label": "activities",
            "model_name": model._meta.model_name,
            "field_name": field,
            "term": term,
        },
    )
    assert response.status_code == 200
    return [result["text"] for result in response.json()["results"]]


@pytest.mark.parametrize(
    ("source", "term", "expected"),
    [
        ("countries", "kirgh", ["Kirghizistan"]),
        ("countries", "KGZ", ["Kirghizistan"]),
        ("countries", "kyrg", ["Kirghizistan"]),
        ("countries", "417", ["Kirghizistan"]),
        ("countries", "eryth", ["Érythrée"]),
        ("countries", "Éryth", ["Érythrée"]),
        ("countries", "cote d'ivoire", ["Côte d’Ivoire"]),
        ("countries", "atlantide", []),
        ("localities", "parana", ["Paraná"]),
        ("localities", "bresil", ["Paraná", "Pernambuco", "Rio Grande do Sul"]),
        ("partners", "union europeenne", ["Union européenne"]),
        ("paragraphs", "26", ["2021, §\N{NO-BREAK SPACE}26"]),
        ("paragraphs", "100", ["2021, §\N{NO-BREAK SPACE}100"]),
    ],
)
def test_suggestions_are_exactly(desk, source, term, expected):
    assert suggestions(desk, source, term) == expected


@pytest.mark.parametrize(
    ("source", "term", "expected"),
    [
        ("themes", "corruption", "Corruption"),
        ("themes", "prevention de la criminalite", "Prévention de la criminalité"),
        ("programmes", "STAR", "Initiative pour le recouvrement des avoirs volés"),
        ("programmes", "avoirs voles", "Initiative pour le recouvrement des avoirs volés"),
        ("partners", "PNUD", "Programme des Nations Unies pour le développement"),
        ("regions", "afrique", "Afrique"),
        ("paragraphs", "covid", "2021, §\N{NO-BREAK SPACE}2"),
    ],
)
def test_suggestions_include(desk, source, term, expected):
    assert expected in suggestions(desk, source, term)


def test_suggestions_are_for_those_who_have_signed_in(client):
    target = reverse("admin:autocomplete")
    query = {
        "app_label": "activities",
        "model_name": "activity",
        "field_name": "themes",
        "term": "corruption",
    }
    response = client.get(target, query)
    assert response.status_code == 302
    assert response.url.startswith("/admin/login/")


@pytest.mark.parametrize("source", SOURCES)
def test_suggestions_cost_six_queries_at_most(desk, django_assert_max_num_queries, source):
    suggestions(desk, source, "a")
    with django_assert_max_num_queries(6):
        suggestions(desk, source, "a")


def test_the_form_of_an_activity_shows_everything_that_belongs_to_it(desk):
    page = Page(desk.get(page_address("activity", "change")).text)
    (form,) = (fields for name, fields in page.forms.items() if name == "activity_form")
    activity = row("activity")
    for relation in ("texts", "citations", "country_roles", "publications", "figures"):
        assert form[f"{relation}-TOTAL_FORMS"] == [str(getattr(activity, relation).count())], relation
    assert form["moves-TOTAL_FORMS"] == ["0"]
    assert form["texts-0-title"] == [activity.texts.get(language="fr").title]
    assert form["themes"] == [str(theme.pk) for theme in activity.themes.all()]
    for heading in ("Textes", "Paragraphes cités", "Pays", "Publications", "Chiffres", "Changements d’état"):
        assert heading in page.text


def test_every_country_and_region_can_be_found_in_the_lists(desk):
    assert "195 pays" in Page(desk.get(address("country", "changelist")).text).text
    found = Page(desk.get(address("country", "changelist") + "?q=erythree").text)
    assert "1 résultat" in found.text


def test_the_filters_of_activities_are_few_and_their_choices_too(desk):
    page = Page(desk.get(address("activity", "changelist")).text)
    links = [link["href"] for link in page.all("a") if "__exact=" in link.get("href", "")]
    assert {link.partition("=")[0] for link in links} == {"?status__exact", "?kind__exact", "?scope__exact"}
    assert len(links) == len(models.vocabulary.Status) + len(models.vocabulary.Kind) + len(
        models.vocabulary.Scope
    )


@pytest.mark.parametrize(("parameter", "value"), [("status__exact", "draft"), ("kind__exact", "tool")])
def test_a_filter_of_the_list_keeps_to_its_value(desk, parameter, value):
    wanted = ActivityFactory(**{"kind": "tool", "status": "draft"})
    other = ActivityFactory(kind="training", status="published")
    page = desk.get(address("activity", "changelist"), {parameter: value, "q": "2099"}).text
    assert wanted.ref in page
    assert other.ref not in page


@pytest.mark.parametrize("query", ["Titre zorglub", "2099-001-", "KGZ", "Kirghizistan", "Kyrgyzstan"])
def test_an_activity_is_found_in_the_list_by_ref_title_or_country(desk, query):
    activity = ActivityFactory(
        texts={"fr": ("Titre zorglub", "Résumé")}, countries=[Country.objects.get(iso3="KGZ")]
    )
    ActivityFactory(texts={"fr": ("Autre chose", "Résumé")})
    page = desk.get(address("activity", "changelist"), {"q": query}).text
    assert activity.ref in page
    if query != "2099-001-":
        assert "Autre chose" not in page


def test_a_reader_sees_an_activity_but_no_field_to_change(client):
    client.force_login(people.reader())
    page = Page(client.get(page_address("activity", "change")).text)
    assert "Enregistrer" not in page.text
    assert [form for name, form in page.forms.items() if name == "activity_form" and "kind" in form] == []


def test_visitors_are_sent_to_the_sign_in_page(client):
    response = client.get(address("activity", "changelist"))
    assert (response.status_code, response.url) == (302, "/admin/login/?next=/admin/activities/activity/")


def test_themes_show_their_place_in_the_tree(desk):
    child = Theme.objects.exclude(parent=None).select_related("parent")[0]
    page = Page(desk.get(address("theme", "change", child.pk)).text)
    assert child.parent.name_fr in page.text
