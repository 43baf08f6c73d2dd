"""The way back: what an export writes, and that it is what a load reads."""

import datetime
from decimal import Decimal

import pytest
from django.conf import settings
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from activities.loaders import FixtureError, export, files, load
from activities.loaders.load import TABLES
from activities.loaders.reading import LAYOUT
from activities.loaders.types import Text
from activities.models import (
    Activity,
    ActivityCountry,
    ActivityText,
    Citation,
    Country,
    Figure,
    Instrument,
    Paragraph,
    Partner,
    Programme,
    Publication,
    Region,
    Theme,
    Unit,
)
from tests.catalogues import empty_catalogue


def contents(directory):
    return {path.relative_to(directory): path.read_bytes() for path in sorted(directory.rglob("*.yaml"))}


@pytest.mark.django_db
def test_an_export_of_the_catalogue_is_the_repository_s_fixtures_byte_for_byte(tmp_path):
    export(tmp_path)
    written, curated = contents(tmp_path), contents(settings.FIXTURES_DIR)
    loaded = {path for pattern, _record in LAYOUT.values() for path in settings.FIXTURES_DIR.glob(pattern)}
    assert written.keys() == {path.relative_to(settings.FIXTURES_DIR) for path in loaded}
    assert [path for path in written if written[path] != curated[path]] == []


@pytest.mark.parametrize("table", ["unit", "country", "programme", "partner", "instrument"])
def test_the_order_in_a_file_does_not_depend_on_the_language_of_the_server(table):
    assert 'COLLATE "C"' in str(TABLES[table].rows().query).partition("ORDER BY")[2]


def test_an_export_counts_its_files(loaded, tmp_path):
    count = export(tmp_path / "exported")
    assert count == len([path for path in (tmp_path / "exported").rglob("*") if path.is_file()])


def test_an_export_into_the_directory_that_was_loaded_leaves_every_byte(loaded):
    before = contents(loaded)
    export(loaded)
    assert contents(loaded) == before


def edit_everything():
    """What analysts may do in the admin, in every table."""
    activity = Activity.objects.get(ref="2021-026-4")
    Activity.objects.filter(pk=activity.pk).update(
        kind="event",
        modality="online",
        scope="regional",
        start=datetime.date(2021, 2, 1),
        end=datetime.date(2021, 2, 28),
        date_precision="month",
        status="withdrawn",
        reviewed_by="",
        reviewed_on=None,
        source_note_fr="Le rapport se contredit : « 127 » ici, 128 ailleurs.",
        source_note_en="- a note that starts like a list: # and goes on like a comment",
    )
    activity.texts.filter(language="en").delete()
    activity.texts.update(title="Un titre : « 100 % » d’une analyste ?", summary="yes", origin="translated")
    activity.themes.set(Theme.objects.filter(slug__in=["police-accountability", "victims-and-witnesses"]))
    activity.regions.add(Region.objects.get(slug="sahel"))
    activity.programmes.add(Programme.objects.get(slug="judicial-integrity-network"))
    activity.partners.add(Partner.objects.get(slug="ohchr"))
    activity.instruments.add(Instrument.objects.get(slug="uncac"))
    Citation.objects.create(activity=activity, paragraph=Paragraph.objects.get(number=4), position=5)
    place = ActivityCountry.objects.create(
        activity=activity, country=Country.objects.get(iso3="BRA"), role="host"
    )
    place.localities.add(*place.country.localities.all())
    Publication.objects.create(activity=activity, title="Null: a book", languages=["no", "fr"], position=3)
    Publication.objects.create(activity=activity, title="1.5", position=2)
    figure = Figure.objects.create(
        activity=activity,
        paragraph=Paragraph.objects.get(number=4),
        position=7,
        value=Decimal("0.0001"),
        unit=Unit.objects.create(slug="a-new-unit", name_fr="unité", name_en="unit"),
        label_fr="~",
        label_en="2021-03-07",
        period="2017/..",
        cumulative=True,
        programme=Programme.objects.get(slug="judicial-integrity-network"),
    )
    figure.countries.set(Country.objects.filter(iso3__in=["BRA", "VNM"]))
    country = Country.objects.get(iso3="BRA")
    country.localities.create(slug="a-new-place", name_fr="Lieu", name_en="Place", aliases_fr=["no"])
    Country.objects.filter(pk=country.pk).update(aliases_en=[], status="observer", m49="999")
    Region.objects.filter(slug="caribbean").update(
        basis="report", m49=None, basis_note_fr="Un motif.", basis_note_en="A reason."
    )
    Programme.objects.filter(slug="judicial-integrity-network").update(acronym="NO", kind="mechanism")
    Paragraph.objects.filter(number=28).update(gist_en="é" * 400)


def test_what_analysts_did_comes_back_from_the_files_in_another_database(loaded, tmp_path):
    edit_everything()
    first, second = tmp_path / "first", tmp_path / "second"
    export(first)
    assert contents(first) != contents(loaded)
    empty_catalogue()
    outcome = load(first)
    assert {result for counts in outcome.counts.values() for result in counts} == {"created"}
    export(second)
    assert contents(second) == contents(first)
    text = ActivityText.objects.get(activity__ref="2021-026-4")
    assert (text.language, text.summary) == ("fr", "yes")
    assert Figure.objects.get(label_fr="~").value == Decimal("0.0001")


def test_a_new_entry_goes_to_the_file_of_its_section_in_report_order(loaded):
    original = Activity.objects.get(ref="2021-026-5")
    for ref in ("2021-026-10", "2021-026-9"):
        copy = Activity.objects.create(ref=ref, report=original.report, kind="tool", scope="global")
        copy.texts.create(language="fr", title="Titre", summary="Résumé")
        copy.citations.create(paragraph=original.cited_paragraphs[0])
        copy.themes.set(original.themes.all())
    export(loaded)
    refs = [entry["ref"] for entry in files.read(loaded / "2021/activities/iv-c-1.yaml")]
    assert refs[2:6] == ["2021-026-5", "2021-026-9", "2021-026-10", "2021-027-1"]


def double_space():
    ActivityText.objects.filter(activity__ref="2021-026-4", language="fr").update(title="Deux  espaces")


def no_french():
    ActivityText.objects.filter(activity__ref="2021-026-4", language="fr").delete()


def no_theme():
    Activity.objects.get(ref="2021-026-4").themes.clear()


def no_paragraph():
    Activity.objects.get(ref="2021-026-4").citations.all().delete()


def other_paragraph():
    Activity.objects.get(ref="2021-026-4").citations.update(paragraph=Paragraph.objects.get(number=27))


def no_gist():
    Paragraph.objects.filter(number=28).update(gist_en="")


def no_name():
    Country.objects.filter(iso3="BRA").update(name_en="")


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (double_space, "activity 2021-026-4: texts.fr.title: has a line break"),
        (no_french, "activity 2021-026-4: texts.fr: Field required"),
        (no_theme, "activity 2021-026-4: themes: "),
        (no_paragraph, "activity 2021-026-4: paragraphs: "),
        (other_paragraph, "activity 2021-026-4: entry: paragraphs: the first one is the one in the ref"),
        (no_gist, "paragraph 2021 28: gist.en: "),
        (no_name, "country BRA: name.en: "),
    ],
)
def test_an_edited_row_that_breaks_the_rules_is_named_and_nothing_is_written(
    loaded, tmp_path, spoil, problem
):
    spoil()
    with pytest.raises(FixtureError) as refused:
        export(tmp_path / "exported")
    assert len(refused.value.problems) == 1
    assert refused.value.problems[0].startswith(problem)
    assert not (tmp_path / "exported").exists()


def test_every_broken_row_is_named_at_once(loaded, tmp_path):
    double_space()
    no_gist()
    no_name()
    with pytest.raises(FixtureError) as refused:
        export(tmp_path / "exported")
    assert len(refused.value.problems) == 3


TYPOGRAPHY = "\u00a0\u202f’‘“”«»–—…:#-?!&*|>%@`'\"{}[],~=<\\éÉœŒ😀🇫🇷\u0301\u200b\ufeff"
WORDS = st.text(
    st.sampled_from(TYPOGRAPHY) | st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12
)
LOOK_ALIKES = st.sampled_from(
    ["yes", "null", "~", "1", "075", "1e3", "0x1F", "2021-03-07", "12:30", "=", "<<", "- a", "a: b"]
)
TEXT = TypeAdapter(Text)


def is_text(value):
    try:
        return TEXT.validate_python(value) == value
    except ValidationError:
        return False


TEXTS = st.lists(WORDS | LOOK_ALIKES, min_size=1, max_size=40).map(" ".join).filter(is_text)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("written") / "record.yaml"


@hypothesis_settings(max_examples=300, deadline=None)
@given(TEXTS)
@example("- une liste ? « non » : # pas un commentaire")
@example("x" * 400)
@example(" ".join(["« mot »"] * 60))
@example("😀 " * 60 + "fin")
def test_any_text_is_read_as_it_was_written(path, text):
    record = {"title": text, "texts": {"fr": {"title": text}}, "aliases": [text, text]}
    files.write(path, [record])
    assert files.read(path) == [record]


# YAML's readers take a decimal for a binary float, which holds fifteen digits.
NUMBERS = st.decimals(min_value=0, max_value=10**11 - 1, places=4)


@hypothesis_settings(max_examples=100, deadline=None)
@given(NUMBERS)
@example(Decimal("0"))
@example(Decimal("1E+3"))
@example(Decimal("2.5"))
def test_any_number_is_read_as_it_was_written(path, number):
    files.write(path, [{"value": number}])
    assert Decimal(str(files.read(path)[0]["value"])) == number


def test_a_file_is_laid_out_for_reading_in_a_diff(path):
    files.write(
        path,
        [
            {
                "ref": "2021",
                "themes": ["a", "b"],
                "texts": {"fr": {"title": "Court", "summary": "mot " * 30 + "fin"}},
                "value": Decimal("20.0000"),
                "start": datetime.date(2021, 3, 7),
            }
        ],
    )
    assert path.read_text(encoding="utf-8").splitlines() == [
        "- ref: '2021'",
        "  themes: [a, b]",
        "  texts:",
        "    fr:",
        "      title: Court",
        "      summary: >-",
        "        " + ("mot " * 26).strip(),
        "        mot mot mot mot fin",
        "  value: 20",
        "  start: 2021-03-07",
    ]


def test_an_entry_moves_to_another_file_with_its_paragraph(loaded, tmp_path):
    """A section that an analyst corrects: what was exported loads again."""
    section = Paragraph.objects.get(number=4).section
    Paragraph.objects.filter(number__in=[47, 49]).update(section=section)
    export(loaded)
    load(loaded)
