"""Every check finds the fault that it is there for; tests/data asks them all about the curated catalogue."""

import datetime

import pytest
from django.utils.translation import override

from activities.curation.checks import CHECKS, Catalogue, faults, reference, search, sources, tables
from activities.curation.fixtures import refs
from activities.editing.checks import Wording, figures, places, records, texts
from activities.editing.checks import sources as of_one
from activities.models import (
    Activity,
    ActivityCountry,
    ActivityText,
    Citation,
    Country,
    Figure,
    Instrument,
    Locality,
    Paragraph,
    Partner,
    Programme,
    Region,
    SearchRow,
    Section,
    Theme,
    Unit,
    Withdrawal,
    Word,
)
from activities.models.vocabulary import Status
from activities.search import publish_changes
from tests.catalogues import copy_rows, empty_catalogue, paste_rows
from tests.factories import ActivityFactory, ParagraphFactory

pytestmark = pytest.mark.django_db

POLICE = "2099-002-2"  # Punjab, Pakistan, no date
PROSECUTORS = "2099-002-3"  # 20 people trained
POLICE_VNM = "2099-002-4"  # Viet Nam, 127 people trained
CARIBBEAN = "2099-003-1"  # a region and a partner
GIRLS = "2099-001-3"  # Brazil, 76 %


@pytest.fixture(scope="module")
def _rows():
    """The rows of a catalogue of five activities, from the first test that makes them."""
    return {}


@pytest.fixture
def _activities(settings, tmp_path, without_reports, _rows):
    """Five activities of three paragraphs, without a fault, whose refs are on the list."""
    if _rows:
        empty_catalogue()
        paste_rows(_rows)
    else:
        make_activities()
        _rows.update(copy_rows())
    settings.FIXTURES_DIR = tmp_path
    refs.keep(tmp_path, Activity.objects.values_list("ref", flat=True))


def make_activities():
    made(POLICE, "PAK", scope="local")
    place(POLICE).get().localities.set(slug(Locality, "punjab"))
    made(PROSECUTORS, "NPL", figures=[{"value": 20}])
    made(POLICE_VNM, "VNM", figures=[{"value": 127}])
    share = {
        "value": 76,
        "unit": Unit.objects.get(slug="per_cent"),
        "label_fr": "des filles",
        "label_en": "of girls",
    }
    made(GIRLS, "BRA", figures=[share])
    made(CARIBBEAN, scope="regional", regions=slug(Region, "caribbean"), partners=slug(Partner, "ohchr"))
    publish_changes(Activity.objects.filter(report__ref="2099"))


def made(ref, *countries, scope="national", figures=(), **relations):
    number = int(ref.split("-")[1])
    return ActivityFactory(
        ref=ref,
        scope=scope,
        citation=ParagraphFactory(number=number),
        texts={"fr": (f"Formation {ref}", words(40)), "en": (f"Training {ref}", words(40))},
        countries=Country.objects.filter(iso3__in=countries),
        relations={"themes": slug(Theme, "police-accountability"), **relations},
        figures=figures,
    )


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def activity(ref):
    return Activity.objects.filter(ref=ref)


def paragraph(number):
    return Paragraph.objects.filter(report__ref="2099", number=number)


def text(ref, language):
    return ActivityText.objects.filter(activity__ref=ref, language=language)


def figure(ref):
    return Figure.objects.filter(activity__ref=ref)


def place(ref):
    return ActivityCountry.objects.filter(activity__ref=ref)


def new_country():
    return Country.objects.create(iso3="ZZZ", iso2="ZZ", m49="999", status="member")


def paragraph_of_another_report():
    return ParagraphFactory(report__ref="2098")


def words(number):
    return " ".join(["word"] * number) + "."


def slug(model, name):
    return model.objects.filter(slug=name)


# (check, how to spoil the catalogue, the faults that it then finds)
SPOILT = [
    (
        sources.paragraphs_are_numbered_without_a_gap,
        lambda: paragraph(3).update(number=5),
        ["report 2099: Paragraph 3 is missing.", "report 2099: Paragraph 4 is missing."],
    ),
    (
        sources.dispositions_tell_what_became_of_a_paragraph,
        lambda: paragraph(2).update(disposition="context"),
        ["paragraph 2099 2: It is marked as “context”, but a published activity cites it."],
    ),
    (
        sources.dispositions_tell_what_became_of_a_paragraph,
        lambda: ParagraphFactory(number=4),
        ["paragraph 2099 4: It is marked as catalogued, but no published activity cites it."],
    ),
    (
        sources.dispositions_tell_what_became_of_a_paragraph,
        lambda: activity(CARIBBEAN).update(status=Status.WITHDRAWN),
        ["paragraph 2099 3: It is marked as catalogued, but no published activity cites it."],
    ),
    (
        of_one.refs_name_the_first_paragraph_cited,
        lambda: Citation.objects.filter(activity__ref=POLICE).delete(),
        [f"{POLICE}: It cites no paragraph."],
    ),
    (
        of_one.refs_name_the_first_paragraph_cited,
        lambda: activity(POLICE).update(ref="2099-003-9"),
        ["2099-003-9: Its reference does not name its report and the first paragraph that it cites."],
    ),
    (
        of_one.refs_name_the_first_paragraph_cited,
        lambda: Citation.objects.create(
            activity=activity(POLICE).get(), paragraph=paragraph_of_another_report(), position=1
        ),
        [f"{POLICE}: It cites a paragraph of another report."],
    ),
    (
        sources.refs_are_permanent,
        lambda: activity(POLICE).update(ref="2099-002-9"),
        [
            "2099-002-9: It is not on the list of references issued; export_fixtures adds it.",
            f"{POLICE}: It was issued once, but the catalogue has no such activity:"
            " withdraw an activity, do not delete it.",
        ],
    ),
    (
        records.activities_have_a_leaf_theme,
        lambda: activity(POLICE).get().themes.set(slug(Theme, "corruption")),
        [f"{POLICE}: It has no theme of the lowest level."],
    ),
    (
        records.activities_have_both_languages,
        lambda: text(POLICE, "en").delete(),
        [f"{POLICE}: It has no text in this language: English."],
    ),
    (
        records.activities_have_both_languages,
        lambda: activity(POLICE).update(source_note_fr="Le paragraphe 26 se contredit."),
        [f"{POLICE}: The note on the source is in one language only."],
    ),
    (
        records.titles_are_phrases_without_a_full_stop,
        lambda: text(POLICE, "en").update(title="Police were trained."),
        [f"{POLICE}: The title ends with a full stop: Police were trained."],
    ),
    (
        tables.titles_are_unique,
        lambda: [
            text(POLICE, "en").update(title="New Zorglub office in Honduras"),
            text(CARIBBEAN, "en").update(title="New zorglub office in honduras"),
        ],
        [
            f"{POLICE}: Another activity has the same title: New Zorglub office in Honduras",
            f"{CARIBBEAN}: Another activity has the same title: New zorglub office in honduras",
        ],
    ),
    (
        records.summaries_have_12_to_110_words,
        lambda: text(POLICE, "fr").update(summary=f"« {words(11)} »"),
        [f"{POLICE}: The summary (French) has 11 words; 12 to 110 are wanted."],
    ),
    (
        records.summaries_have_12_to_110_words,
        lambda: text(POLICE, "en").update(summary=words(111)),
        [f"{POLICE}: The summary (English) has 111 words; 12 to 110 are wanted."],
    ),
    (
        records.dates_are_as_precise_as_they_say,
        lambda: activity(POLICE).update(start=datetime.date(2020, 3, 2), date_precision="month"),
        [f"{POLICE}: A start given to the month or year is stored as its first day."],
    ),
    (
        records.dates_are_as_precise_as_they_say,
        lambda: activity(POLICE).update(
            start=datetime.date(2020, 1, 1), end=datetime.date(2021, 12, 30), date_precision="year"
        ),
        [f"{POLICE}: An end given to the month or year is stored as its last day."],
    ),
    (
        places.localities_lie_in_their_country,
        lambda: place(POLICE_VNM).get().localities.set(slug(Locality, "venice")),
        [f"{POLICE_VNM}: Venice does not lie in Viet Nam."],
    ),
    (
        tables.states_stand_on_the_map,
        new_country,
        ["country ZZZ: It has no position for the map."],
    ),
    (
        places.scope_agrees_with_the_places,
        lambda: place(POLICE).delete(),
        [f"{POLICE}: A national or local activity names its countries."],
    ),
    (
        places.scope_agrees_with_the_places,
        lambda: activity(POLICE).get().regions.set(slug(Region, "asia")),
        [f"{POLICE}: A national or local activity has no region."],
    ),
    (
        places.scope_agrees_with_the_places,
        lambda: [activity(CARIBBEAN).get().regions.clear(), activity(CARIBBEAN).get().partners.clear()],
        [f"{CARIBBEAN}: A regional activity names a region, or a programme or partner of one."],
    ),
    (
        places.scope_agrees_with_the_places,
        lambda: activity(CARIBBEAN).update(scope="global"),
        [f"{CARIBBEAN}: A global activity has no region."],
    ),
    (
        places.scope_agrees_with_the_places,
        lambda: activity(GIRLS).update(scope="global"),
        [f"{GIRLS}: A global activity has no beneficiary country."],
    ),
    (
        figures.figures_rest_on_a_paragraph_cited,
        lambda: figure(POLICE_VNM).update(paragraph=paragraph(3).get()),
        [
            f"{POLICE_VNM}: Figure 127 (people trained):"
            " it rests on paragraph 3, which the activity does not cite."
        ],
    ),
    (
        figures.figures_count_for_what_the_activity_names,
        lambda: figure(POLICE_VNM).get().countries.add(Country.objects.get(iso3="KEN")),
        [
            f"{POLICE_VNM}: Figure 127 (people trained): it counts for Kenya, which the activity does not name."
        ],
    ),
    (
        figures.figures_count_for_what_the_activity_names,
        lambda: figure(GIRLS).update(programme=Programme.objects.get(slug="star")),
        [
            f"{GIRLS}: Figure 76 (per cent):"
            " it counts for Stolen Asset Recovery Initiative, which the activity does not name."
        ],
    ),
    (
        figures.labels_read_on_from_the_number,
        lambda: figure(GIRLS).update(label_fr="Filles"),
        [f"{GIRLS}: Figure 76 (per cent): its label begins with a capital: Filles."],
    ),
    (
        figures.labels_read_on_from_the_number,
        lambda: figure(POLICE_VNM).update(label_en="the officers trained"),
        [
            f"{POLICE_VNM}: Figure 127 (people trained):"
            " its label begins with an article: the officers trained."
        ],
    ),
    (
        figures.percentages_end_at_100,
        lambda: figure(GIRLS).update(value="100.5"),
        [f"{GIRLS}: Figure 100.5 (per cent): a percentage goes no further than 100."],
    ),
    (
        figures.figures_are_given_once,
        lambda: figure(PROSECUTORS).update(value=127),
        [
            f"{ref}: Figure 127 (people trained): the same paragraph gives the same quantity elsewhere too."
            for ref in (PROSECUTORS, POLICE_VNM)
        ],
    ),
    *(
        (
            reference.reference_tables_have_no_orphan,
            spoil,
            [f"{name}: No activity uses it."],
        )
        for name, spoil in {
            "programme new": lambda: Programme.objects.create(slug="new", kind="programme"),
            "partner new": lambda: Partner.objects.create(slug="new", kind="un_entity"),
            "instrument new": lambda: Instrument.objects.create(slug="new", kind="resolution"),
            "unit new": lambda: Unit.objects.create(slug="new"),
            "theme new": lambda: Theme.objects.create(
                slug="new", parent=Theme.objects.get(slug="corruption")
            ),
            "locality ZZZ new": lambda: new_country().localities.create(slug="new"),
        }.items()
    ),
    (
        texts.both_languages_carry_the_same_numbers,
        lambda: [
            text(POLICE, "fr").update(title="Série de 16 réunions"),
            text(POLICE, "en").update(title="Series of 17 virtual events"),
        ],
        [
            f"{POLICE}: The number 16 occurs only in French in the title.",
            f"{POLICE}: The number 17 occurs only in English in the title.",
        ],
    ),
    (
        texts.both_languages_carry_the_same_numbers,
        lambda: paragraph(2).update(
            gist_fr="L’ONUDC a formé 14 procureurs.", gist_en="UNODC trained twelve prosecutors."
        ),
        [
            "paragraph 2099 2: The number 14 occurs only in French in the gist.",
            "paragraph 2099 2: The number 12 occurs only in English in the gist.",
        ],
    ),
    (
        texts.sentences_end,
        lambda: paragraph(2).update(gist_en="UNODC trained prosecutors"),
        ["paragraph 2099 2: The last sentence of the gist does not end: …UNODC trained prosecutors"],
    ),
    (
        texts.french_typography,
        lambda: Section.objects.filter(report__ref="2099").update(title_fr="Mesures d'éducation"),
        [
            "section 2099 I: Typography of the title,"
            " straight quotes or a straight apostrophe: …Mesures d'éducation…"
        ],
    ),
    (
        texts.english_typography,
        lambda: Programme.objects.create(slug="new", kind="programme", name_en="Sharing 'laws' on Crime"),
        [
            "programme new: Typography of the name,"
            " straight quotes or a straight apostrophe: …Sharing 'laws' on Crime…"
        ],
    ),
    (
        search.search_rows_are_those_of_the_activities,
        lambda: SearchRow.objects.filter(activity__ref=POLICE).update(names=[]),
        [f"{POLICE}: What is stored for the search differs from it: run refresh_search."],
    ),
    (
        search.words_are_counted_as_the_search_finds_them,
        lambda: Word.objects.create(folded="zorglub", spelling="zorglub", count=2, version=0),
        ["word “zorglub”: Its count is wrong by 2: run refresh_search."],
    ),
]


def of_ours(*checks):
    """The faults of all but what was loaded from the curated fixtures."""
    return [str(fault) for fault in faults(checks or CHECKS) if not is_loaded(fault.record)]


def is_loaded(record):
    """Tells by the record that has a file of its own: the country of a place, the report of a paragraph."""
    owner = getattr(record, "country", None) or getattr(record, "report", None) or record
    return bool(getattr(owner, "loaded_digest", ""))


@pytest.mark.parametrize(
    ("check", "spoil", "found"), SPOILT, ids=[f"{check.__name__}-{i}" for i, (check, *_) in enumerate(SPOILT)]
)
@pytest.mark.usefixtures("_activities")
def test_a_check_names_the_fault(check, spoil, found):
    spoil()
    assert of_ours(check) == found


@pytest.mark.usefixtures("_activities")
def test_without_a_fault_no_check_names_one():
    assert of_ours() == []


def test_every_check_has_its_row():
    assert {check for check, _spoil, _found in SPOILT} == set(CHECKS)


FRENCH_SLIPS = {
    "L'Office": "straight quotes",
    'un "rapport"': "straight quotes",
    "un “rapport”": "English quotation marks",
    "deux  espaces": "a space too many",
    "un mot .": "a space too many",
    "( un mot": "a space too many",
    "et ainsi...": "three dots",
    "« mot »": "guillemets",
    "«\u00a0mot»": "guillemets",
    "en deux mots: oui": "no-break space before :",
    "en deux mots : oui": "no-break space before :",
    "76%": "no-break space before : or %",
    "un mot ; deux": "narrow no-break space",
    "un mot\u00a0!": "narrow no-break space",
    "2 600 personnes": "thousands without",
    "2.600 personnes": "thousands without",
    "12000 personnes": "without a separator",
}
FRENCH_CORRECT = [
    "«\u00a0Line Up, Live Up\u00a0»\u00a0: l’Office a formé 2\u202f600 personnes (76\u00a0%)\u202f; est-ce assez\u202f?",
    "en 2020, 1,5 million d’élèves, voir http://example.org",
]
ENGLISH_SLIPS = {
    "the Office's": "straight quotes",
    'a "report"': "straight quotes",
    "« report »": "French quotation marks",
    "two  spaces": "a space too many",
    "a word , and": "a space too many",
    "and so on...": "three dots",
    "in two words : yes": "before punctuation",
    "in two words\u00a0: yes": "no-break space",
    "76 %": "before punctuation",
    "2 600 people": "thousands without a comma",
    "12000 people": "without a separator",
}
ENGLISH_CORRECT = ["“Line Up, Live Up”: the Office’s 2,600 people (76 per cent); is that enough?"]


class Note:
    """A catalogue of one text."""

    def __init__(self, fr="", en="", titles=()):
        self.wordings = [Wording("note", "the note", fr, en, titles=titles)]


@pytest.mark.parametrize(("slip", "message"), FRENCH_SLIPS.items())
def test_french_slips(slip, message):
    assert [message in fault.message for fault in texts.french_typography(Note(fr=slip))] == [True]


@pytest.mark.parametrize(("slip", "message"), ENGLISH_SLIPS.items())
def test_english_slips(slip, message):
    assert [message in fault.message for fault in texts.english_typography(Note(en=slip))] == [True]


@pytest.mark.parametrize("french", FRENCH_CORRECT)
def test_correct_french_passes(french):
    assert list(texts.french_typography(Note(fr=french))) == []


@pytest.mark.parametrize("english", ENGLISH_CORRECT)
def test_correct_english_passes(english):
    assert list(texts.english_typography(Note(en=english))) == []


def test_a_work_keeps_the_typography_of_its_title():
    title, text = "The Time Is Now: Why Wait?", "Le titre est bien The Time Is Now: Why Wait?"
    assert list(texts.french_typography(Note(fr=text, titles=(title,)))) == []
    assert len(list(texts.french_typography(Note(fr=text)))) == 2


def test_a_draft_may_be_incomplete():
    ActivityFactory(texts={}, status=Status.DRAFT, reviewed_by="", reviewed_on=None)
    unfinished = [check for check in CHECKS if check.__module__ == records.__name__]
    assert of_ours(*unfinished) == []


def test_without_the_list_of_refs_none_counts_as_issued(settings, tmp_path):
    settings.FIXTURES_DIR = tmp_path
    present = [
        *Activity.objects.values_list("ref", flat=True),
        *Withdrawal.objects.values_list("ref", flat=True),
    ]
    assert len(list(faults([sources.refs_are_permanent]))) == len(present)
    refs.keep(tmp_path, present)
    assert list(faults([sources.refs_are_permanent])) == []


def test_the_number_of_queries_does_not_grow_with_the_catalogue(django_assert_num_queries):
    ActivityFactory.create_batch(3, countries=[Country.objects.get(iso3="KEN")])
    with django_assert_num_queries(55):  # 25 of them for each 500 activities, whose search rows are compared
        list(faults())


@pytest.mark.usefixtures("_activities")
def test_a_duplicate_that_was_withdrawn_gives_no_figure_twice():
    figure(PROSECUTORS).update(value=127)
    activity(PROSECUTORS).update(status="withdrawn")
    assert list(figures.figures_are_given_once(Catalogue())) == []
