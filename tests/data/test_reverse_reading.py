"""The report read against the catalogue, and the catalogue against the report.

What the machine cannot settle stands in reverse_reading.yaml, with its reason.
"""

import re
from collections import Counter, defaultdict
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
import yaml
from django.utils.functional import cached_property

from activities.curation.checks import Catalogue
from activities.curation.reports.names import Gazetteer, record_of
from activities.curation.reports.quantities import quantities
from activities.language.words import fold
from activities.models import Activity, ActivityCountry, Country, Figure
from tests import source_text

pytestmark = pytest.mark.django_db

EXCLUSIONS = yaml.load(
    Path(__file__).with_name("reverse_reading.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader
)
RELATIONS = ("regions", "programmes", "partners", "instruments")
POLICE = "2021-026-2"  # Punjab, Pakistan
POLICE_VNM = "2021-026-4"  # 127 people trained


class Reading:
    """The paragraphs, the activities that cite them, and what of either the other does not have."""

    def __init__(self):
        self.texts = source_text.paragraphs()
        self.catalogue = Catalogue()
        self.gazetteer = Gazetteer()

    @cached_property
    def attached(self):
        """{ref: records}"""
        return {activity.ref: _records(activity) for activity in self.catalogue.published}

    @cached_property
    def cited(self):
        """{ref: paragraph numbers}"""
        return {
            activity.ref: [paragraph.number for paragraph in activity.cited_paragraphs]
            for activity in self.catalogue.published
        }

    @cached_property
    def figures(self):
        """{(paragraph number, value): figures}"""
        return Counter((figure.paragraph.number, figure.value) for _record, figure in self.catalogue.figures)

    def loose_names(self):
        """[(paragraph number, hit)] of names that no activity of the paragraph has."""
        known = defaultdict(set)
        for ref, numbers in self.cited.items():
            for number in numbers:
                known[number] |= self.attached[ref]
        return [
            (number, hit)
            for number, text in self.texts.items()
            for hit in self.gazetteer.hits(text)
            if not hit.records & known[number]
        ]

    def unexplained_names(self):
        return [
            (number, hit.words)
            for number, hit in self.loose_names()
            if not any(self._explains(exclusion, number, hit) for exclusion in EXCLUSIONS["names"])
        ]

    def needless_names(self):
        loose = self.loose_names()
        return [
            (number, exclusion["words"])
            for exclusion in EXCLUSIONS["names"]
            for number in exclusion["paragraphs"]
            if not any(n == number and self._explains(exclusion, n, hit) for n, hit in loose)
        ]

    def balance_of_numbers(self):
        """{(paragraph number, value): how many are neither figures nor explained; below 0, too many are}"""
        balance = Counter()
        for number, text in self.texts.items():
            for quantity in quantities(text):
                explained = any(
                    self._explains(exclusion, number, quantity) for exclusion in EXCLUSIONS["numbers"]
                )
                balance[number, quantity.value] += 0 if explained else 1
        for key, count in self.figures.items():
            balance[key] -= count
        return {key: count for key, count in balance.items() if count}

    def needless_numbers(self):
        """Exclusions of no number at all; one of a number that is a figure too shows in the balance."""
        return [
            (number, exclusion["words"])
            for exclusion in EXCLUSIONS["numbers"]
            for number in exclusion["paragraphs"]
            if not any(self._explains(exclusion, number, hit) for hit in quantities(self.texts[number]))
        ]

    def unsupported(self):
        """{(ref, record)} that no paragraph cited names."""
        return {
            (ref, record)
            for ref, records in self.attached.items()
            for record in records
            if not any(self._names(record, self.texts[number]) for number in self.cited[ref])
        }

    def _explains(self, exclusion, number, hit):
        """True if the hit is within the words of an exclusion."""
        return number in exclusion["paragraphs"] and any(
            match.start() <= hit.start and hit.end <= match.end()
            for match in re.finditer(re.escape(exclusion["words"]), self.texts[number])
        )

    def _names(self, record, text):
        table, key = record.split(" ", 1)
        return fold(key) in fold(text) if table == "publication" else self.gazetteer.names(record, text)


def _records(activity):
    rows = [row for relation in RELATIONS for row in getattr(activity, relation).all()]
    for place in activity.country_roles.all():
        rows += [place.country, *place.localities.all()]
    titles = {f"publication {publication.title}" for publication in activity.publications.all()}
    return {record_of(row) for row in rows} | titles


def _explained_records():
    return {
        pair
        for exclusion in EXCLUSIONS["attached"]
        for pair in product(exclusion["activities"], [exclusion["record"]])
    }


@pytest.fixture
def reading():
    return Reading()


def test_the_report_has_100_paragraphs(reading):
    assert list(reading.texts) == list(range(1, 101))


def test_every_name_in_the_report_is_attached_or_explained(reading):
    assert reading.unexplained_names() == []


def test_every_number_in_the_report_is_a_figure_or_explained(reading):
    assert reading.balance_of_numbers() == {}


def test_whatever_an_activity_names_stands_in_a_paragraph_that_it_cites(reading):
    assert reading.unsupported() - _explained_records() == set()


def test_every_explanation_is_needed(reading):
    assert reading.needless_names() == []
    assert reading.needless_numbers() == []
    assert _explained_records() - reading.unsupported() == set()


def test_every_explanation_has_a_reason():
    exclusions = [exclusion for kind in EXCLUSIONS.values() for exclusion in kind]
    assert all(exclusion["reason"].endswith(".") for exclusion in exclusions)


def test_a_country_and_a_place_that_an_activity_lacks_are_missed():
    ActivityCountry.objects.filter(activity__ref=POLICE).delete()
    assert Reading().unexplained_names() == [(26, "Pakistan"), (26, "Punjab")]


def test_a_country_too_many_is_noticed():
    ActivityCountry.objects.create(
        activity=Activity.objects.get(ref=POLICE), country=Country.objects.get(iso3="KEN")
    )
    assert Reading().unsupported() - _explained_records() == {(POLICE, "country KEN")}


def test_a_wrong_figure_is_noticed_from_both_sides():
    Figure.objects.filter(activity__ref=POLICE_VNM).update(value=172)
    assert Reading().balance_of_numbers() == {(26, Decimal(127)): 1, (26, Decimal(172)): -1}


def test_an_explanation_that_became_needless_is_noticed():
    activity = Activity.objects.get(ref="2021-026-5")  # cites paragraph 4
    ActivityCountry.objects.create(activity=activity, country=Country.objects.get(iso3="JPN"), role="host")
    assert Reading().needless_names() == [(4, "Kyoto (Japon)")]
