"""A text becomes sections and paragraphs, or a list of what is wrong with it, line by line."""

import pytest

from activities.curation.reports import ReportError, parse, read
from activities.curation.reports.headings import Headings
from activities.models import Paragraph, Section
from tests import source_text
from tests.curation.reports.texts import MARKDOWN, PLAIN, SECRET

TREE = [
    ("I", "Introduction"),
    ("II", "Activités"),
    ("II.A", "Formation"),
    ("II.B", "Recherche"),
    ("II.B.1", "Études"),
    ("II.B.1.a", "Premières études"),
]


@pytest.mark.parametrize("content", [PLAIN, MARKDOWN], ids=["plain", "Markdown"])
def test_headings_make_the_tree_and_numbers_the_paragraphs(content):
    text = parse(content)
    assert [(section.code, section.title) for section in text.sections] == TREE
    assert [(p.number, p.section) for p in text.paragraphs] == [(1, "I"), (2, "II.A"), (3, "II.B.1.a")]
    assert text.paragraphs[0].text == f"Un premier paragraphe {SECRET}, sur deux lignes."
    first, second, third = text.paragraphs[1].text.splitlines()
    assert first.startswith("Au Kenya")
    assert (second.removeprefix("- "), third.removeprefix("- ")) == ("a) dans le Punjab;", "b) à Nairobi.")
    assert text.paragraphs[2].text == f"Trois études {SECRET}s portent sur l’Afrique."


def test_windows_files_with_a_byte_order_mark_are_read(tmp_path):
    path = tmp_path / "report.txt"
    path.write_bytes(PLAIN.replace("\n", "\r\n").encode("utf-8-sig"))
    assert read(path) == parse(PLAIN)


def test_a_full_stop_before_the_mark_of_a_footnote_ends_a_paragraph():
    text = parse("I. Introduction\n\n1. Il a agi.2\n\n2. Fin.\n")
    assert [p.number for p in text.paragraphs] == [1, 2]


def codes(*headings):
    found = Headings([])
    for line, words in enumerate(headings, 1):
        found.add(words, line)
    assert found.problems == []
    return [section.code for section in found.sections]


def test_a_letter_and_a_roman_numeral_are_told_apart_by_what_came_before():
    letters = [f"{letter}. Titre" for letter in "ABCDEFGHI"]
    assert codes("I. Titre", *letters, "II. Titre")[-2:] == ["I.I", "II"]
    assert codes(*(f"{numeral}. Titre" for numeral in "I II III IV V VI VII VIII IX X XI".split()))[-3:] == [
        "IX",
        "X",
        "XI",
    ]


def test_a_level_may_be_left_out_and_a_heading_without_a_number_opens_none():
    assert codes("I. Un", "1. Deux", "(a) Trois", "Sans numéro", "2. Quatre") == ["I", "I.1", "I.1.a", "I.2"]


FAULTS = {
    "": ["the file is empty"],
    " \n\n": ["the file is empty"],
    "Rien de tel.": ["no numbered paragraph: each begins on its own line as “1.” or “**1.**”"],
    "I. Titre\n\n1. Te\x00xte.": ["line 3: a zero byte: save the file as text in UTF-8"],
    "1. Texte.": ["line 1: paragraph 1 is below no numbered heading"],
    "I. Titre\n\n2. Texte.": ["line 3: paragraph 2 is the first; expected 1"],
    "I. Titre\n\n1. Texte.\n3. Texte.": ["line 4: paragraph 3 follows paragraph 1"],
    "I. Titre\n\n1. Texte.\n2. Texte.\n1. Texte.": ["line 5: paragraph 1 appears twice, first on line 3"],
    "I. Titre\n\nIII. Titre\n\n1. Texte.": ["line 3: the heading “III” follows “I”"],
    "A. Titre\n\n1. Texte.": ["line 1: the heading “A” is below no roman numeral"],
    "I. Titre\n\nB. Titre\n\n1. Texte.\n\n3. Texte.": [
        "line 3: the heading “B” is the first of its level",
        "line 7: paragraph 3 follows paragraph 1",
    ],
}


@pytest.mark.parametrize(("content", "problems"), FAULTS.items())
def test_every_fault_is_named_with_its_line(content, problems):
    with pytest.raises(ReportError) as refused:
        parse(content)
    assert refused.value.problems == problems


def test_a_file_that_is_no_text_is_refused_with_the_line(tmp_path):
    path = tmp_path / "report.txt"
    path.write_bytes("I. Été\n\n1. Été.".encode("latin-1"))
    with pytest.raises(ReportError, match="line 1: not UTF-8"):
        read(path)
    with pytest.raises(ReportError, match=r"nowhere\.txt: No such file"):
        read(tmp_path / "nowhere.txt")


@pytest.mark.django_db
def test_the_real_report_gives_the_sections_and_paragraphs_of_the_catalogue():
    text = read(source_text.path())
    sections = Section.objects.filter(report__ref="2021").values_list("code", "title_fr")
    assert [(section.code, section.title) for section in text.sections] == list(sections)
    paragraphs = Paragraph.objects.filter(report__ref="2021").values_list("number", "section__code")
    assert [(p.number, p.section) for p in text.paragraphs] == list(paragraphs)
