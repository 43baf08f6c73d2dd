"""A paragraph is read beside its suggestions; those who write activities accept or dismiss them."""

import pytest
from django.urls import reverse

from activities.curation.reports.deciding import decide
from activities.models import Country, Figure, Suggestion, Unit
from tests import people
from tests.admin.forms import AdminForm
from tests.curation.reports.conftest import prepared  # noqa: F401 a fixture
from tests.curation.reports.texts import SECRET
from tests.factories import ActivityFactory
from tests.html import Page

pytestmark = pytest.mark.django_db

LIST = reverse("admin:activities_suggestion_changelist")
REPORTS = reverse("admin:activities_report_changelist")


@pytest.fixture
def paragraph(prepared):  # noqa: F811 the fixture
    return prepared.paragraphs.get(number=2)


def reading(paragraph):
    return reverse("admin:activities_paragraph_reading", args=[paragraph.pk])


def states(paragraph):
    return {str(one.country): one.state for one in paragraph.suggestions.filter(kind="country")}


def test_a_paragraph_is_shown_with_its_words_marked_and_its_neighbours(desk, paragraph):
    text = desk.get(reading(paragraph)).text
    assert 'Au <mark class="desk-open">Kenya</mark>' in text
    assert '<mark class="desk-open">plus de 120</mark>' in text
    assert 'rel="prev"' in text
    assert 'rel="next"' in text
    assert "a) dans le" in text


def test_one_is_accepted_by_its_button_and_several_that_are_ticked(desk, paragraph):
    kenya, pakistan = (paragraph.suggestions.get(country__iso3=iso3) for iso3 in ("KEN", "PAK"))
    assert desk.post(reading(paragraph), {"accept": kenya.pk}).status_code == 302
    assert states(paragraph) == {"Kenya": "accepted", "Pakistan": "open"}
    page = desk.get(reading(paragraph)).text
    assert "1 suggestion modifiée." in page
    assert "Acceptée, analyst," in " ".join(Page(page).text.split())
    desk.post(reading(paragraph), {"dismiss": "chosen", "suggestion": [kenya.pk, pakistan.pk]})
    assert states(paragraph) == {"Kenya": "dismissed", "Pakistan": "dismissed"}
    desk.post(reading(paragraph), {"reopen": kenya.pk})
    assert states(paragraph) == {"Kenya": "open", "Pakistan": "dismissed"}


@pytest.mark.parametrize("form", ["reading", "list"])
def test_what_a_colleague_decided_meanwhile_is_left_and_named(desk, paragraph, form):
    kenya, pakistan = (paragraph.suggestions.get(country__iso3=iso3) for iso3 in ("KEN", "PAK"))
    target = reading(paragraph) if form == "reading" else LIST
    shown = {
        field["name"]: field["value"]
        for field in Page(desk.get(target).text).all("input")
        if field.get("name", "").startswith("state-")
    }
    decide(Suggestion.objects.filter(pk=kenya.pk), "dismissed", by=people.reviewer())
    chosen = (
        {"accept": "chosen", "suggestion": [kenya.pk, pakistan.pk]}
        if form == "reading"
        else {"action": "accept", "_selected_action": [kenya.pk, pakistan.pk]}
    )
    page = desk.post(target, {**shown, **chosen}, follow=True).text
    assert states(paragraph) == {"Kenya": "dismissed", "Pakistan": "accepted"}
    assert "Décision déjà prise" in page
    assert "1 suggestion modifiée." in page


def test_a_button_decides_on_nothing_of_another_paragraph(desk, paragraph):
    other = Suggestion.objects.get(paragraph__number=3, kind="region")
    desk.post(reading(paragraph), {"accept": other.pk})
    other.refresh_from_db()
    assert other.state == "open"


@pytest.mark.parametrize("sent", [{}, {"accept": "x"}, {"publish": "chosen"}])
def test_what_no_button_sends_is_a_bad_request(desk, paragraph, sent):
    assert desk.post(reading(paragraph), sent).status_code == 400


def test_a_text_is_escaped(desk, paragraph):
    type(paragraph.source_text).objects.filter(pk=paragraph.pk).update(text="Au Kenya, <b>gras</b>")
    assert "<b>gras" not in desk.get(reading(paragraph)).text


def test_the_list_is_filtered_and_decided_on_in_bulk(desk, paragraph):
    listed = desk.get(f"{LIST}?paragraph=2&kind__exact=country&state__exact=open").text
    assert "<mark>Kenya</mark>" in listed
    assert listed.count('class="field-proposal"') == 2
    chosen = paragraph.suggestions.filter(kind="country").values_list("pk", flat=True)
    response = desk.post(LIST, {"action": "accept", "_selected_action": list(chosen)}, follow=True)
    assert "2 suggestions modifiées." in response.text
    assert set(states(paragraph).values()) == {"accepted"}


@pytest.mark.parametrize("number", ["0", "99999999999", "x", "-1"])
def test_a_number_of_no_paragraph_shows_none(desk, paragraph, number):
    assert "0 suggestion" in desk.get(f"{LIST}?paragraph={number}").text


@pytest.fixture
def activity(paragraph):
    """A draft that cites the paragraph, with Kenya and the figure 120."""
    made = ActivityFactory(
        ref="2098-002-1",
        report=paragraph.report,
        status="draft",
        citation=paragraph,
        countries=[Country.objects.get(iso3="KEN")],
    )
    Figure.objects.create(
        activity=made,
        paragraph=paragraph,
        value=120,
        unit=Unit.objects.first(),
        label_fr="juges",
        label_en="judges",
    )
    return made


def test_accepted_suggestions_stand_beside_the_form_of_an_activity_and_never_in_it(desk, paragraph, activity):
    decide(paragraph.suggestions.exclude(kind="partner"), "accepted", by=people.analyst())
    target = reverse("admin:activities_activity_change", args=[activity.pk])
    beside = Page(desk.get(target).text).text.split("Texte des paragraphes cités")[1]
    assert SECRET in beside
    said = beside.replace("\xa0", " ")
    assert "Pays · Kenya ✓ dans l’activité" in said
    assert "Pays · Pakistan pas dans l’activité" in said
    assert "Nombre · plus de 120 ✓ dans l’activité" in said
    assert "Organisation" not in said.split("Les deux langues")[0]
    assert [place.country.iso3 for place in activity.country_roles.all()] == ["KEN"]


def test_the_text_is_for_those_who_may_read_it(client, activity, paragraph):
    somebody = people.person(
        "somebody", permissions=people.reader().user_permissions.exclude(codename="view_paragraphtext")
    )
    client.force_login(somebody)
    assert client.get(reading(paragraph)).status_code == 403
    for name, row in (("activity", activity), ("paragraph", paragraph)):
        page = client.get(reverse(f"admin:activities_{name}_change", args=[row.pk]))
        assert page.status_code == 200
        assert SECRET not in page.text


def test_the_form_of_a_paragraph_shows_the_text_beside_it_and_may_wait(editors_desk, paragraph):
    form = AdminForm(editors_desk, reverse("admin:activities_paragraph_change", args=[paragraph.pk]))
    assert SECRET in form.page.text
    form.fill(gist_fr="Un résumé.")
    assert form.save().status_code == 302
    paragraph.refresh_from_db()
    assert (paragraph.gist_fr, paragraph.gist_en) == ("Un résumé.", "")


def test_nothing_of_a_published_report_may_be_emptied(editors_desk):
    paragraph = ActivityFactory().cited_paragraphs[0]
    form = AdminForm(editors_desk, reverse("admin:activities_paragraph_change", args=[paragraph.pk]))
    form.fill(gist_en="", disposition="")
    response = form.save()
    assert response.status_code == 200
    assert response.text.count("Ce champ est obligatoire") == 2


def test_an_editor_publishes_a_report_that_is_whole_and_is_told_what_another_lacks(editors_desk, prepared):  # noqa: F811
    sent = {"action": "publish_selected", "_selected_action": [prepared.pk]}
    said = editors_desk.post(REPORTS, sent, follow=True).text
    assert "6 sections sans titre" in said
    assert "0 rapport publié." in said
    prepared.sections.update(title_en="Title")
    prepared.paragraphs.update(gist_fr="Un résumé.", gist_en="A gist.", disposition="context")
    assert "1 rapport publié." in editors_desk.post(REPORTS, sent, follow=True).text
    prepared.refresh_from_db()
    assert prepared.published


def test_a_report_is_published_as_the_list_has_shown_it(editors_desk, prepared):  # noqa: F811
    prepared.sections.update(title_en="Title")
    prepared.paragraphs.update(gist_fr="Un résumé.", gist_en="A gist.", disposition="context")
    fields = Page(editors_desk.get(REPORTS).text).all("input")
    name = f"version_token-{prepared.pk}"
    (shown,) = (field["value"] for field in fields if field.get("name") == name)
    sent = {"action": "publish_selected", "_selected_action": [prepared.pk], name: shown}
    prepared.paragraphs.filter(number=2).update(gist_fr="Jamais lu.")
    assert "2098 a changé depuis" in editors_desk.post(REPORTS, sent, follow=True).text
    prepared.refresh_from_db()
    assert not prepared.published


def test_an_analyst_is_not_offered_to_publish(desk, prepared):  # noqa: F811
    sent = {"action": "publish_selected", "_selected_action": [prepared.pk]}
    desk.post(REPORTS, sent)
    prepared.refresh_from_db()
    assert not prepared.published


def test_the_number_of_questions_does_not_grow_with_the_suggestions(
    desk, paragraph, activity, django_assert_max_num_queries
):
    addresses = [reading(paragraph), LIST, reverse("admin:activities_activity_change", args=[activity.pk])]
    numbers = []
    for kinds in (["country"], ["number", "partner", "locality"]):
        decide(paragraph.suggestions.filter(kind__in=kinds), "accepted", by=people.analyst())
        for address in addresses:
            desk.get(address)
            with django_assert_max_num_queries(75 if address == addresses[-1] else 12) as asked:
                desk.get(address)
            numbers.append(len(asked))
    assert numbers[:3] == numbers[3:]
