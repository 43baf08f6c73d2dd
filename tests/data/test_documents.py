"""Every symbol that pages link to stands in the report, with the paragraph that refers to it."""

import re

import pytest

from activities.models import Paragraph
from activities.pages.documents import table
from tests import source_text

pytestmark = pytest.mark.data
SYMBOL = re.compile(r"\b(?:A|E|CAC)/(?!RES)[A-Z0-9./]*\d+(?:/\d+)*")
NOTE = re.compile(r"(?:[^\W\d_]|»)(\d)(?=[.,; ]|$)")  # the mark of a note follows its word


def notes():
    """{number: symbols}; « ibid. » refers to those of the note before."""
    found = {}
    for number, text in re.findall(r"^- (\d+) (.+)$", source_text.report().partition("## Notes")[2], re.M):
        found[number] = found[str(int(number) - 1)] if text.startswith("Ibid.") else SYMBOL.findall(text)
    return found


def test_they_are_those_of_the_report():
    stated = {}
    for number, text in source_text.paragraphs().items():
        marks = [symbol for mark in NOTE.findall(text) for symbol in notes().get(mark, ())]
        if symbols := [*SYMBOL.findall(text), *marks]:
            stated["2021", number] = tuple(dict.fromkeys(symbols))
    assert dict(table()) == {
        key: tuple(one for one in value if "CN.15" not in one) for key, value in stated.items()
    }


@pytest.mark.django_db
def test_their_paragraphs_exist():
    for report, number in table():
        assert Paragraph.objects.filter(report__ref=report, number=number).exists()
