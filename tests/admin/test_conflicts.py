"""Two who write in the same record at once: no work of either is lost, and only what both changed is asked."""

import pytest

from activities.models import Country, Instrument, Paragraph, Partner, Programme, Region, Section, Theme, Unit
from tests import people
from tests.admin.test_copies import draft
from tests.admin.test_editing import change_form, saved
from tests.html import Page

pytestmark = pytest.mark.django_db

TABLES = (Country, Region, Theme, Programme, Partner, Instrument, Unit)


@pytest.fixture
def new():
    return {"value": 7, "unit": Unit.objects.first().pk, "label_fr": "Un", "label_en": "One", "position": 7}


@pytest.fixture
def desks(client):
    """Signs in the first or the second of two editors."""
    accounts = people.person("première", "editor"), people.person("seconde", "editor")
    return [lambda account=account: client.force_login(account) for account in accounts]


def sent_again(form, response):
    """The form as it came back, saved knowingly."""
    assert response.status_code == 200
    page = Page(response.text)
    form.values = next(fields for name, fields in page.forms.items() if name and name.endswith("_form"))
    return form.save()


@pytest.mark.parametrize("model", TABLES)
def test_the_second_of_two_savers_is_told_who_was_first_and_shown_both(client, desks, model):
    row = model.objects.first()
    desks[1]()
    mine = change_form(client, row)
    mine.fill(name_fr="Zorglub")
    desks[0]()
    theirs = change_form(client, row)
    theirs.fill(name_fr="Zorglubie", name_en="Zorglubia")
    assert saved(theirs.save())

    desks[1]()
    response = mine.save()
    said = Page(response.text).text
    for words in ("première", "Zorglub", "Zorglubie", row.name_fr):
        assert words in said
    row.refresh_from_db()
    assert (row.name_en, row.name_fr) == ("Zorglubia", "Zorglubie")
    assert saved(sent_again(mine, response))
    row.refresh_from_db()
    assert (row.name_en, row.name_fr) == ("Zorglubia", "Zorglub")


@pytest.mark.parametrize("model", TABLES)
def test_what_one_changed_is_merged_with_what_the_other_did(client, desks, model):
    row = model.objects.first()
    desks[1]()
    mine = change_form(client, row)
    mine.fill(name_fr="Zorglub")
    desks[0]()
    theirs = change_form(client, row)
    theirs.fill(name_en="Zorglubia")
    assert saved(theirs.save())

    desks[1]()
    assert saved(mine.save())
    row.refresh_from_db()
    assert (row.name_en, row.name_fr) == ("Zorglubia", "Zorglub")


def test_the_stored_value_is_taken_where_its_user_chooses_it(client, desks):
    row = Partner.objects.first()
    desks[1]()
    mine = change_form(client, row)
    mine.fill(name_fr="Zorglub")
    desks[0]()
    theirs = change_form(client, row)
    theirs.fill(name_fr="Zorglubie")
    assert saved(theirs.save())
    desks[1]()
    response = mine.save()
    page = Page(response.text)
    mine.values = next(fields for name, fields in page.forms.items() if name and name.endswith("_form"))
    assert mine.values["take-name_fr"] == ["sent"]
    mine.fill(**{"take-name_fr": "stored"})
    assert saved(mine.save())
    row.refresh_from_db()
    assert row.name_fr == "Zorglubie"


@pytest.mark.parametrize("status", ["published", "draft"])
def test_of_an_activity_each_field_comes_from_who_changed_it(client, desks, activity, status):
    """Texts, figures, choices of several, dates and boxes, in rows and in the form itself."""
    if status == "draft":
        draft(activity)
    desks[1]()
    mine = change_form(client, activity)
    mine.fill(mine.row("texts", language="fr"), title="Le mien")
    mine.fill(mine.row("figures", value="20"), value="21")
    mine.fill(kind="research")
    desks[0]()
    theirs = change_form(client, activity)
    theirs.fill(theirs.row("texts", language="en"), title="Theirs")
    theirs.fill(theirs.row("figures", value="30"), value="31")
    theirs.fill(theirs.row("figures", value="20"), label_fr="juges formés")
    other = Theme.objects.exclude(slug="corruption").first()
    theirs.fill(start="2099-01-01", date_precision="year", themes=[str(other.pk)], scope="global")
    theirs.remove(theirs.row("country_roles"))
    assert saved(theirs.save())
    desks[1]()
    assert saved(mine.save())

    assert_both(change_form(client, activity), other)


def assert_both(now, theme):
    assert now.values["themes"] == [str(theme.pk)]
    assert (now.values["kind"], now.values["scope"], now.values["start"][0][-4:]) == (
        ["research"], ["global"], "2099"
    )  # fmt: skip
    for prefix, known in (
        ("texts", {"language": "fr", "title": "Le mien"}),
        ("texts", {"language": "en", "title": "Theirs"}),
        ("figures", {"value": "21", "label_fr": "juges formés"}),
        ("figures", {"value": "31"}),
    ):
        assert now.row(prefix, **known)
    assert now.values["country_roles-INITIAL_FORMS"] == ["0"]


def test_what_is_no_base_asks_about_everything(client, desks):
    row = Partner.objects.first()
    desks[1]()
    mine = change_form(client, row)
    mine.fill(name_fr="Zorglub", _base='["no base"]')
    desks[0]()
    theirs = change_form(client, row)
    theirs.fill(name_en="Zorglubia")
    assert saved(theirs.save())
    desks[1]()
    assert mine.save().status_code == 200


def a_gist(form, new):
    form.fill(gist_fr="Un autre contenu.")


def a_figure(form, new):
    form.fill("figures-0", value="4321")


def a_new_figure(form, new):
    form.add("figures", **new)


@pytest.mark.parametrize("change", [a_gist, a_figure, a_new_figure])
def test_a_paragraph_is_guarded_with_its_figures(client, desks, change, new):
    paragraph = Paragraph.objects.filter(figures__activity=None, figures__isnull=False).first()
    desks[1]()
    mine = change_form(client, paragraph)
    mine.fill(gist_en="Zorglubs.")
    desks[0]()
    theirs = change_form(client, paragraph)
    change(theirs, new)
    assert saved(theirs.save())
    seen = change_form(client, paragraph)
    desks[1]()
    assert saved(mine.save())
    again = change_form(client, paragraph)
    kept = {name: value for name, value in again.values.items() if name.startswith(("gist", "figures"))}
    assert kept.pop("gist_en") == ["Zorglubs."]
    assert kept == {name: value for name, value in seen.values.items() if name in kept}


def test_what_changed_elsewhere_stops_nobody(client, desks):
    """The number of those who cite a section, its paragraphs and the names of its report are not on its page."""
    section = Section.objects.first()
    desks[0]()
    form = change_form(client, section)
    form.fill(title_en="Zorglubs")
    Paragraph.objects.filter(section=section).update(gist_fr="Autre chose.")
    assert saved(form.save())


def test_a_row_deleted_meanwhile_comes_back_as_new_and_can_be_saved(client, desks, activity, new):
    draft(activity)
    desks[1]()
    mine = change_form(client, activity)
    mine.fill(mine.row("figures", value="30"), value="31")
    mine.add("figures", **new, paragraph=activity.cited_paragraphs[0].pk)
    desks[0]()
    theirs = change_form(client, activity)
    theirs.remove(theirs.row("figures", value="30"))
    assert saved(theirs.save())

    desks[1]()
    response = mine.save()
    assert "Une ligne non enregistrée" in Page(response.text).text
    mine_again = sent_again(mine, response)
    assert saved(mine_again)
    assert sorted(activity.figures.values_list("value", flat=True)) == [7, 20, 31]


def test_a_row_that_both_deleted_is_gone(client, desks, activity):
    draft(activity)
    forms = []
    for sign_in in desks:
        sign_in()
        form = change_form(client, activity)
        form.remove(form.row("figures", value="20"))
        forms.append(form)
    desks[0]()
    assert saved(forms[0].save())
    desks[1]()
    assert saved(forms[1].save())
    assert list(activity.figures.values_list("value", flat=True)) == [30]


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 5000])
def test_a_number_that_no_page_sends_is_told(client, desks, activity, number):
    desks[0]()
    form = change_form(client, draft(activity))
    form.fill("figures-0", id=number)
    assert form.save().status_code == 200
    form.fill("figures", INITIAL_FORMS=number)
    assert form.save().status_code == 200
