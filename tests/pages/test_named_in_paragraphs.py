"""A record without an activity leads to the paragraphs that name it."""

import pytest

from activities.curation.checks import faults, reference
from activities.models import Activity, Instrument
from activities.search import publish_changes
from tests.factories import ActivityFactory, ParagraphFactory

pytestmark = pytest.mark.django_db

NAME = "Declaration of Nowhere"


@pytest.fixture
def declaration():
    made = Instrument.objects.create(
        slug="nowhere", name_fr="Déclaration de Nulle-Part", name_en=NAME, kind="declaration"
    )
    publish_changes(Activity.objects.none(), reference=True)
    return made


def orphans():
    return [
        str(fault) for fault in faults([reference.reference_tables_have_no_orphan]) if "nowhere" in str(fault)
    ]


def test_its_page_and_the_best_bet_lead_to_these_paragraphs(client, declaration):
    named = ParagraphFactory(number=1, gist_en=f"States adopted the {NAME.upper()}.")
    other = ParagraphFactory(number=2, gist_en="States adopted another declaration.")
    page = client.get("/en/instruments/nowhere/").text
    assert f'#p{named.number}"' in page
    assert named.gist_en in page
    assert other.gist_en not in page
    assert "1 paragraph names it" in page
    found = client.get("/en/activities/", {"q": NAME}).text
    assert "/en/instruments/nowhere/" in found
    assert "0 activities" not in found.partition("/en/instruments/nowhere/")[2][:400]
    assert orphans() == []


def test_with_an_activity_the_page_shows_its_activities_alone(client, declaration):
    named = ParagraphFactory(gist_en=f"States adopted the {NAME}.")
    activity = ActivityFactory()
    activity.instruments.add(declaration)
    publish_changes(Activity.objects.filter(pk=activity.pk))
    page = client.get("/en/instruments/nowhere/").text
    assert "names it" not in page
    assert named.gist_en not in page


def test_a_record_that_no_paragraph_names_is_an_orphan(client, declaration):
    ParagraphFactory(gist_en="A declaration, somewhere.")
    assert len(orphans()) == 1
    assert "names it" not in client.get("/en/instruments/nowhere/").text
