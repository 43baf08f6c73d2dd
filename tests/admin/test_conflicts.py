"""Two who write in the same record of a table at once: no work of the first is lost, nor of the second."""

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
    theirs.fill(name_en="Zorglubia")
    assert saved(theirs.save())

    desks[1]()
    response = mine.save()
    said = Page(response.text).text
    for words in ("première", "Zorglub", "Zorglubia", row.name_fr):
        assert words in said
    row.refresh_from_db()
    assert (row.name_en, row.name_fr == "Zorglub") == ("Zorglubia", False)
    assert saved(sent_again(mine, response))
    row.refresh_from_db()
    assert row.name_fr == "Zorglub"


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
    desks[1]()
    assert mine.save().status_code == 200
    paragraph.refresh_from_db()
    assert paragraph.gist_en != "Zorglubs."


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
    response = forms[1].save()
    assert saved(sent_again(forms[1], response))
    assert list(activity.figures.values_list("value", flat=True)) == [30]


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 5000])
def test_a_number_that_no_page_sends_is_told(client, desks, activity, number):
    desks[0]()
    form = change_form(client, draft(activity))
    form.fill("figures-0", id=number)
    assert form.save().status_code == 200
    form.fill("figures", INITIAL_FORMS=number)
    assert form.save().status_code == 200
