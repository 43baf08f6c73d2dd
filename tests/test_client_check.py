"""The questions of the client check, asked of a server that runs, and held against the database."""

import pytest

from activities.models import Activity, Country, Figure
from tests import client_check

pytestmark = pytest.mark.django_db


def test_activities_by_country(site):
    counts = client_check.activities_by_country(site)
    published = Activity.objects.published()
    assert counts.to_dict() == {
        country.name_en: number
        for country in Country.objects.all()
        if (number := len(published.naming(country)))
    }


def test_people_trained_by_programme_with_qualifiers(site):
    figures = client_check.people_trained(site)
    stated = Figure.objects.published().filter(unit__slug="people_trained", role="result")
    assert sorted(zip(figures["qualifier"], figures["value"], strict=True)) == sorted(
        (qualifier, float(value)) for qualifier, value in stated.values_list("qualifier", "value")
    )
    assert "more_than" in set(figures["qualifier"])


def test_all_prison_work_with_its_paragraphs(site):
    work = client_check.prison_work(site)
    assert len(work) > 5
    for row in work.itertuples():
        activity = Activity.objects.get(ref=row.ref)
        assert row.paragraphs == [paragraph.number for paragraph in activity.cited_paragraphs]
        assert row.title == activity.texts.get(language="en").title
