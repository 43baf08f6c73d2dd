"""A text in the database: a report in preparation that can be corrected, or a text beside what is curated."""

import pytest
from django.forms.models import model_to_dict

from activities.curation.reports import Header, ReportError, bring_in, parse
from activities.curation.reports.deciding import decide
from activities.models import Paragraph, ParagraphText, Report, Section, Suggestion
from tests import people
from tests.curation.reports.conftest import HEADER
from tests.curation.reports.texts import PLAIN
from tests.factories import ActivityFactory, ParagraphFactory, SectionFactory

pytestmark = pytest.mark.django_db


def again(content=PLAIN, header=HEADER, **options):
    return bring_in(parse(content), header, **options)


def suggested(report, **having):
    return Suggestion.objects.get(paragraph__report=report, **having)


def decided(suggestion, state="accepted"):
    decide(Suggestion.objects.filter(pk=suggestion.pk), state, by=people.analyst())
    suggestion.refresh_from_db()
    return suggestion


def refused(*arguments, **options):
    with pytest.raises(ReportError) as error:
        again(*arguments, **options)
    return error.value.problems


def test_a_new_report_is_in_preparation_and_nothing_is_made_up(prepared):
    assert (prepared.published, prepared.session, prepared.resolution) == (False, 153, "152/1")
    section = prepared.sections.get(code="II.B.1.a")
    assert (section.title_fr, section.title_en, section.position) == ("Premières études", "", 5)
    paragraph = prepared.paragraphs.get(number=2)
    assert (paragraph.section.code, paragraph.gist_fr, paragraph.gist_en) == ("II.A", "", "")
    assert paragraph.disposition == ""
    assert paragraph.source_text.text.startswith("Au Kenya")
    proposed = paragraph.suggestions.in_text_order()
    assert [(one.kind, one.words, one.state) for one in proposed] == [
        ("country", "Kenya", "open"),
        ("number", "plus de 120", "open"),
        ("partner", "OMD", "open"),
        ("locality", "Punjab", "open"),
        ("country", "Punjab", "open"),
    ]


def test_a_second_run_changes_nothing(prepared):
    outcome = again()
    assert {table: set(counts) - {"created"} for table, counts in outcome.counts.items()} == {
        "sections": {"unchanged"},
        "paragraphs": {"unchanged"},
        "texts": {"unchanged"},
        "suggestions": {"unchanged"},
    }
    assert outcome.counts["suggestions"]["created"] == 0


def test_a_corrected_text_keeps_what_was_decided(prepared):
    kenya = decided(suggested(prepared, country__iso3="KEN"))
    omd = decided(suggested(prepared, kind="partner"), "dismissed")
    again(PLAIN.replace("Au Kenya,", "De nouveau au Kenya,").replace(", avec l’OMD", " au Népal"))
    kenya.refresh_from_db()
    omd.refresh_from_db()
    assert (kenya.state, kenya.by, kenya.start) == ("accepted", people.analyst(), 14)
    assert (omd.state, omd.start, omd.words) == ("dismissed", None, "OMD")
    assert suggested(prepared, country__iso3="NPL").state == "open"
    assert kenya.surroundings[:2] == ("De nouveau au ", "Kenya")
    assert omd.surroundings == ("", "OMD", "")


def test_open_suggestions_follow_the_text(prepared):
    again(PLAIN.replace("plus de 120", "au moins 130").replace("dans le Punjab", "partout"))
    assert not Suggestion.objects.filter(paragraph__report=prepared, kind="locality").exists()
    number = suggested(prepared, paragraph__number=2, kind="number")
    assert (number.value, number.qualifier) == (130, "at_least")


def test_sections_and_paragraphs_follow_the_text_until_something_rests_on_them(prepared):
    shorter = PLAIN[: PLAIN.index("B. Recherche")]
    outcome = again(shorter)
    assert outcome.counts["paragraphs"]["removed"] == 1
    assert outcome.counts["sections"]["removed"] == 3
    assert list(prepared.sections.values_list("code", flat=True)) == ["I", "II", "II.A"]
    again()
    assert prepared.paragraphs.count() == 3


def rests_an_activity(paragraph):
    ActivityFactory(ref="2098-003-1", report=paragraph.report, status="draft", citation=paragraph)


def rests_a_decision(paragraph):
    decided(paragraph.suggestions.first())


def rests_a_gist(paragraph):
    Paragraph.objects.filter(pk=paragraph.pk).update(gist_fr="Un résumé.")


@pytest.mark.parametrize(
    ("rests", "reason"),
    [
        (rests_an_activity, "an activity cites it"),
        (rests_a_decision, "suggestions for it have been decided on"),
        (rests_a_gist, "its gist has been begun"),
    ],
)
def test_a_paragraph_that_work_rests_on_cannot_go(prepared, rests, reason):
    rests(prepared.paragraphs.get(number=3))
    shorter = PLAIN[: PLAIN.index("B. Recherche")]
    assert refused(shorter) == [f"paragraph 3 is not in the text: {reason}"]
    assert prepared.paragraphs.count() == 3


def test_what_was_written_meanwhile_stays(prepared):
    prepared.sections.filter(code="I").update(title_en="Introduction")
    prepared.paragraphs.filter(number=1).update(gist_fr="Un résumé.", disposition="context")
    again(PLAIN.replace("I. Introduction", "I. Présentation"))
    section = prepared.sections.get(code="I")
    assert (section.title_fr, section.title_en) == ("Présentation", "Introduction")
    paragraph = prepared.paragraphs.get(number=1)
    assert (paragraph.gist_fr, paragraph.disposition) == ("Un résumé.", "context")


@pytest.mark.parametrize(
    ("header", "option"),
    [
        (Header("98", session=1, resolution="1/1"), "--year"),
        (Header("2098", resolution="1/1"), "--session"),
        (Header("2098", session=0, resolution="1/1"), "--session"),
        (Header("2098", session=1), "--resolution"),
        (Header("2098", session=1, resolution="1" * 21), "--resolution"),
    ],
)
def test_a_new_report_needs_its_header(header, option):
    (problem,) = refused(header=header)
    assert problem.startswith(f"a new report needs {option}: ")
    assert not Report.objects.filter(ref=header.year).exists()


@pytest.mark.parametrize("text_only", [False, True])
@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"language": "en"}, "--language en: of the report of 2098 it is fr; the admin changes it"),
        ({"session": 154}, "--session 154: of the report of 2098 it is 153; the admin changes it"),
        ({"resolution": "1/1"}, "--resolution 1/1: of the report of 2098 it is 152/1; the admin changes it"),
    ],
)
def test_what_a_report_is_not_is_not_said_of_it(prepared, said, problem, text_only):
    assert refused(header=Header("2098", **said), text_only=text_only) == [problem]
    again(header=HEADER, text_only=text_only)


def test_a_heading_that_is_too_long_is_named():
    assert refused(PLAIN.replace("Formation", "F" * 301)) == [
        "line 10: the heading has more than 300 characters"
    ]


def test_a_published_report_is_not_written_over():
    (problem,) = refused(header=Header("2021"))
    assert "the report of 2021 is published: --text-only adds" in problem


@pytest.fixture
def published():
    """A published report with three paragraphs, which no text has."""
    section = SectionFactory()
    for number in (1, 2, 3):
        ParagraphFactory(number=number, section=section)
    return section.report


def curated(report):
    rows = [report, *report.sections.all(), *report.paragraphs.all()]
    return [model_to_dict(row) for row in rows]


def test_a_text_is_added_to_a_published_report_and_nothing_of_it_is_touched(published):
    before = curated(published)
    again(header=Header("2099"), text_only=True)
    assert curated(Report.objects.get(ref="2099")) == before
    assert ParagraphText.objects.filter(paragraph__report=published).count() == 3
    assert suggested(published, country__iso3="KEN").paragraph.number == 2
    outcome = again(PLAIN.replace("Kenya", "Népal"), Header("2099"), text_only=True)
    assert outcome.counts["texts"] == {"updated": 1, "unchanged": 2}
    assert curated(Report.objects.get(ref="2099")) == before


def test_a_text_with_other_paragraphs_is_refused(published):
    ParagraphFactory(number=5, section=Section.objects.get(report=published))
    longer = f"{PLAIN}\n4. Fin.\n"
    assert refused(longer, Header("2099"), text_only=True) == [
        "line 26: paragraph 4 is not in the catalogue",
        "paragraph 5 of the catalogue is not in the text",
    ]
    assert not ParagraphText.objects.exists()


def test_a_text_alone_needs_its_report():
    assert refused(header=HEADER, text_only=True) == ["there is no report of 2098 to add a text to"]
