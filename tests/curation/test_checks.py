"""The curated catalogue has no fault, and every check finds the fault that it is there for."""

import datetime

import pytest
from django.utils.translation import override

from activities.curation.checks import (
    CHECKS,
    entries,
    faults,
    figures,
    places,
    reference,
    search,
    sources,
    texts,
)
from activities.curation.checks.catalogue import Catalogue, Wording
from activities.curation.fixtures import refs
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
    SearchEntry,
    Section,
    Theme,
    Unit,
    Word,
)
from activities.models.vocabulary import Status
from tests.factories import ActivityFactory, ParagraphFactory

pytestmark = pytest.mark.django_db

POLICE = "2021-026-2"  # Punjab, Pakistan, no date
POLICE_VNM = "2021-026-4"  # Viet Nam, 127 people trained
CARIBBEAN = "2021-047-1"  # a region, 2 partners
GIRLS = "2021-022-3"  # Brazil, 76 %, youth-ambassadors


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def activity(ref):
    return Activity.objects.filter(ref=ref)


def paragraph(number):
    return Paragraph.objects.filter(report__ref="2021", number=number)


def text(ref, language):
    return ActivityText.objects.filter(activity__ref=ref, language=language)


def figure(ref):
    return Figure.objects.filter(activity__ref=ref)


def place(ref):
    return ActivityCountry.objects.filter(activity__ref=ref)


def words(number):
    return " ".join(["word"] * number) + "."


def slug(model, name):
    return model.objects.filter(slug=name)


# (check, how to spoil the catalogue, the faults that it then finds)
SPOILT = [
    (
        sources.paragraphs_are_numbered_without_a_gap,
        lambda: paragraph(100).update(number=102),
        ["report 2021: Paragraph 100 is missing.", "report 2021: Paragraph 101 is missing."],
    ),
    (
        sources.dispositions_tell_what_became_of_a_paragraph,
        lambda: paragraph(26).update(disposition="context"),
        ["paragraph 2021 26: It is marked as “context”, but a published entry cites it."],
    ),
    (
        sources.dispositions_tell_what_became_of_a_paragraph,
        lambda: paragraph(1).update(disposition="catalogued"),
        ["paragraph 2021 1: It is marked as catalogued, but no published entry cites it."],
    ),
    (
        sources.dispositions_tell_what_became_of_a_paragraph,
        lambda: activity("2021-064-1").update(status=Status.WITHDRAWN),
        ["paragraph 2021 64: It is marked as catalogued, but no published entry cites it."],
    ),
    (
        sources.refs_name_the_first_paragraph_cited,
        lambda: Citation.objects.filter(activity__ref=POLICE).delete(),
        [f"{POLICE}: It cites no paragraph."],
    ),
    (
        sources.refs_name_the_first_paragraph_cited,
        lambda: activity(POLICE).update(ref="2021-027-9"),
        ["2021-027-9: Its reference does not name its report and the first paragraph that it cites."],
    ),
    (
        sources.refs_name_the_first_paragraph_cited,
        lambda: Citation.objects.create(
            activity=activity(POLICE).get(), paragraph=ParagraphFactory(), position=1
        ),
        [f"{POLICE}: It cites a paragraph of another report."],
    ),
    (
        sources.refs_are_permanent,
        lambda: activity(POLICE).update(ref="2021-026-9"),
        [
            "2021-026-9: It is not on the list of references issued; export_fixtures adds it.",
            f"{POLICE}: It was issued once, but the catalogue has no such entry:"
            " withdraw an entry, do not delete it.",
        ],
    ),
    (
        entries.entries_have_a_leaf_theme,
        lambda: activity(POLICE).get().themes.set(slug(Theme, "corruption")),
        [f"{POLICE}: It has no theme of the lowest level."],
    ),
    (
        entries.entries_have_both_languages,
        lambda: text(POLICE, "en").delete(),
        [f"{POLICE}: It has no text in this language: English."],
    ),
    (
        entries.entries_have_both_languages,
        lambda: activity(POLICE).update(source_note_fr="Le paragraphe 26 se contredit."),
        [f"{POLICE}: The note on the source stands in one language only."],
    ),
    (
        entries.titles_are_phrases_without_a_full_stop,
        lambda: text(POLICE, "en").update(title="Police were trained."),
        [f"{POLICE}: The title ends with a full stop: Police were trained."],
    ),
    (
        entries.titles_are_unique,
        lambda: text(POLICE, "en").update(title="New programme office in honduras"),
        [
            "2021-014-2: Another entry has the same title: New programme office in Honduras",
            f"{POLICE}: Another entry has the same title: New programme office in honduras",
        ],
    ),
    (
        entries.summaries_have_30_to_110_words,
        lambda: text(POLICE, "fr").update(summary=f"« {words(29)} »"),
        [f"{POLICE}: The summary (French) has 29 words; 30 to 110 are wanted."],
    ),
    (
        entries.summaries_have_30_to_110_words,
        lambda: text(POLICE, "en").update(summary=words(111)),
        [f"{POLICE}: The summary (English) has 111 words; 30 to 110 are wanted."],
    ),
    (
        entries.dates_are_as_precise_as_they_say,
        lambda: activity(POLICE).update(start=datetime.date(2020, 3, 2), date_precision="month"),
        [f"{POLICE}: A start to the month or year is kept as the first day of it."],
    ),
    (
        entries.dates_are_as_precise_as_they_say,
        lambda: activity(POLICE).update(
            start=datetime.date(2020, 1, 1), end=datetime.date(2021, 12, 30), date_precision="year"
        ),
        [f"{POLICE}: An end to the month or year is kept as the last day of it."],
    ),
    (
        places.localities_lie_in_their_country,
        lambda: place(POLICE_VNM).get().localities.set(slug(Locality, "venice")),
        [f"{POLICE_VNM}: Venice does not lie in Viet Nam."],
    ),
    (
        places.states_stand_on_the_map,
        lambda: Country.objects.filter(iso3="TUV").update(latitude=None, longitude=None),
        ["country TUV: It has no position for the map."],
    ),
    (
        places.scope_agrees_with_the_places,
        lambda: place(POLICE).delete(),
        [f"{POLICE}: A national or local entry names its countries."],
    ),
    (
        places.scope_agrees_with_the_places,
        lambda: activity(POLICE).get().regions.set(slug(Region, "asia")),
        [f"{POLICE}: A national or local entry has no region."],
    ),
    (
        places.scope_agrees_with_the_places,
        lambda: [activity(CARIBBEAN).get().regions.clear(), activity(CARIBBEAN).get().partners.clear()],
        [f"{CARIBBEAN}: A regional entry names a region, or a programme or partner of one."],
    ),
    (
        places.scope_agrees_with_the_places,
        lambda: activity(CARIBBEAN).update(scope="global"),
        [f"{CARIBBEAN}: A global entry has no region."],
    ),
    (
        places.scope_agrees_with_the_places,
        lambda: place("2021-079-3").update(role="beneficiary"),
        ["2021-079-3: A global entry has no beneficiary country."],
    ),
    (
        figures.figures_rest_on_a_paragraph_cited,
        lambda: figure(POLICE_VNM).update(paragraph=paragraph(27).get()),
        [
            f"{POLICE_VNM}: Figure 127 (people trained):"
            " it rests on paragraph 27, which the entry does not cite."
        ],
    ),
    (
        figures.figures_count_for_what_the_entry_names,
        lambda: figure(POLICE_VNM).get().countries.add(Country.objects.get(iso3="KEN")),
        [f"{POLICE_VNM}: Figure 127 (people trained): it counts for Kenya, which the entry does not name."],
    ),
    (
        figures.figures_count_for_what_the_entry_names,
        lambda: figure(GIRLS).update(programme=Programme.objects.get(slug="star")),
        [
            f"{GIRLS}: Figure 76 (per cent):"
            " it counts for Stolen Asset Recovery Initiative, which the entry does not name."
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
        lambda: figure("2021-026-3").update(value=127),
        [
            f"{ref}: Figure 127 (people trained): the same paragraph gives the same quantity elsewhere too."
            for ref in ("2021-026-3", POLICE_VNM)
        ],
    ),
    *(
        (
            reference.reference_tables_have_no_orphan,
            spoil,
            [f"{name}: No entry uses it."],
        )
        for name, spoil in {
            "programme sherloc": lambda: activity("2021-057-3").get().programmes.clear(),
            "partner unoda": lambda: (
                activity("2021-015-3").get().partners.remove(Partner.objects.get(slug="unoda"))
            ),
            "instrument iccs": lambda: activity("2021-015-2").get().instruments.clear(),
            "instrument new": lambda: Instrument.objects.create(slug="new", kind="resolution"),
            "unit tonnes": lambda: figure("2021-075-1").update(unit=Unit.objects.get(slug="years")),
            "theme new": lambda: Theme.objects.create(
                slug="new", parent=Theme.objects.get(slug="corruption")
            ),
            "region sadc": lambda: activity("2021-035-2").get().regions.clear(),
            "locality PAK punjab": lambda: place(POLICE).get().localities.clear(),
        }.items()
    ),
    (
        texts.both_languages_carry_the_same_numbers,
        lambda: text("2021-023-2", "en").update(title="Series of 17 virtual events"),
        [
            "2021-023-2: The number 16 stands only in French in the title.",
            "2021-023-2: The number 17 stands only in English in the title.",
        ],
    ),
    (
        texts.both_languages_carry_the_same_numbers,
        lambda: paragraph(26).update(gist_en="UNODC trained twelve prosecutors."),
        [
            "paragraph 2021 26: The number 14 stands only in French in the gist.",
            "paragraph 2021 26: The number 12 stands only in English in the gist.",
        ],
    ),
    (
        texts.sentences_end,
        lambda: paragraph(26).update(gist_en="UNODC trained prosecutors"),
        ["paragraph 2021 26: The last sentence of the gist does not end: …UNODC trained prosecutors"],
    ),
    (
        texts.french_typography,
        lambda: Section.objects.filter(code="IV.D.5").update(title_fr="Mesures d'éducation"),
        [
            "section 2021 IV.D.5: Typography of the title,"
            " straight quotes or a straight apostrophe: …Mesures d'éducation…"
        ],
    ),
    (
        texts.english_typography,
        lambda: slug(Programme, "sherloc").update(name_en="Sharing 'laws' on Crime"),
        [
            "programme sherloc: Typography of the name,"
            " straight quotes or a straight apostrophe: …Sharing 'laws' on Crime…"
        ],
    ),
    (
        search.search_rows_are_those_of_the_activities,
        lambda: SearchEntry.objects.filter(activity__ref=POLICE).update(names=[]),
        [f"{POLICE}: What is stored for the search differs from it: run refresh_search."],
    ),
    (
        search.words_are_counted_as_the_search_finds_them,
        lambda: Word.objects.create(folded="zorglub", spelling="zorglub", count=2, version=0),
        ["word “zorglub”: Its count is wrong by 2: run refresh_search."],
    ),
]


def test_the_curated_catalogue_has_no_fault():
    assert [str(fault) for fault in faults()] == []


@pytest.mark.parametrize(
    ("check", "spoil", "found"), SPOILT, ids=[f"{check.__name__}-{i}" for i, (check, *_) in enumerate(SPOILT)]
)
def test_a_check_names_the_fault(check, spoil, found):
    spoil()
    assert [str(fault) for fault in faults([check])] == found


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
    unfinished = [check for check in CHECKS if check.__module__ == entries.__name__]
    assert list(faults(unfinished)) == []


def test_without_the_list_of_refs_none_counts_as_issued(settings, tmp_path):
    settings.FIXTURES_DIR = tmp_path
    assert len(list(faults([sources.refs_are_permanent]))) == Activity.objects.count()
    refs.keep(tmp_path, Activity.objects.values_list("ref", flat=True))
    assert list(faults([sources.refs_are_permanent])) == []


def test_the_number_of_queries_does_not_grow_with_the_catalogue(django_assert_num_queries):
    ActivityFactory.create_batch(3, countries=[Country.objects.get(iso3="KEN")])
    with django_assert_num_queries(54):  # 25 of them for each 500 entries, whose search rows are compared
        list(faults())


def test_a_duplicate_that_was_withdrawn_gives_no_figure_twice():
    figure("2021-026-3").update(value=127)
    activity("2021-026-3").update(status="withdrawn")
    assert list(figures.figures_are_given_once(Catalogue())) == []
