import datetime

import pytest

from activities.loaders import FixtureError, files, load
from activities.loaders.reading import read_all, section_file
from activities.models import Activity, CatalogueVersion, Country, Figure, Paragraph, Theme
from tests.catalogues import ABSENT, put, rewrite

COUNTRIES, REGIONS, THEMES, PROGRAMMES, PARTNERS, INSTRUMENTS, UNITS = (
    f"reference/{name}.yaml"
    for name in ("countries", "regions", "themes", "programmes", "partners", "instruments", "units")
)
REPORT, PARAGRAPHS = "2021/report.yaml", "2021/paragraphs.yaml"
VICTIMS, INTEGRITY = "2021/activities/iv-c-1.yaml", "2021/activities/iv-d-3.yaml"

# A figure of an activity, and an activity with dates
FIGURE, DATED = (VICTIMS, "2021-026-4"), (VICTIMS, "2021-026-5")
PUBLISHED_WORK = (INTEGRITY, "2021-047-3")
PLACES = (INTEGRITY, "2021-047-2")
SAHEL, CARIBBEAN = (REGIONS, "sahel"), (REGIONS, "caribbean")
BRAZIL = (COUNTRIES, "BRA")

# What is changed (file, entry, field, value), and what the loader says of which field
MISTAKES = [
    # references
    (*FIGURE, "countries.0.country", "ZZZ", "countries.0.country: unknown country: ZZZ"),
    (*FIGURE, "themes", ["dance"], "themes.0: unknown theme: dance"),
    (*FIGURE, "figures.0.unit", "parsecs", "figures.0.unit: unknown unit: parsecs"),
    (*FIGURE, "figures.0.countries", ["ZZZ"], "figures.0.countries.0: unknown country: ZZZ"),
    (*FIGURE, "figures.0.programme", "dance", "figures.0.programme: unknown programme: dance"),
    (*FIGURE, "figures.0.paragraph", 999, "entry: unknown paragraph: 999"),
    (*DATED, "paragraphs", [26, 999], "entry: unknown paragraph: 999"),
    (VICTIMS, "2021-027-1", "partners", ["dance"], "partners.0: unknown partner: dance"),
    (VICTIMS, "2021-028-1", "instruments", ["dance"], "instruments.0: unknown instrument: dance"),
    (INTEGRITY, "2021-047-1", "regions", ["atlantis"], "regions.0: unknown region: atlantis"),
    (INTEGRITY, "2021-049-5", "programmes", ["dance"], "programmes.0: unknown programme: dance"),
    (*PLACES, "countries.0.localities", ["punjab"], "countries.0: unknown locality in BRA: punjab"),
    (*CARIBBEAN, "countries", ["ZZZ"], "countries.0: unknown country: ZZZ"),
    (*CARIBBEAN, "parent", "atlantis", "parent: unknown region: atlantis"),
    (THEMES, "victims-and-witnesses", "parent", "dance", "parent: unknown theme: dance"),
    (PARAGRAPHS, 26, "section", "IX", "section: unknown section: IX"),
    # positions
    (*BRAZIL, "latitude", 90.1, "latitude: Input should be less than or equal to 90"),
    (*BRAZIL, "longitude", -180.1, "longitude: Input should be greater than or equal to -180"),
    (*BRAZIL, "latitude", 12.34, "latitude: Decimal input should have no more than 1 decimal place"),
    (*BRAZIL, "latitude", "12.3", "latitude: is not a number"),
    (*BRAZIL, "longitude", ABSENT, "entry: latitude and longitude go together"),
    # an activity's ref and paragraphs
    (*DATED, "ref", "2021-26-5", "ref: String should match"),
    (*DATED, "ref", 2021, "ref: Input should be a valid string"),
    (*DATED, "paragraphs", [4, 26], "entry: paragraphs: the first one is the one in the ref"),
    (*DATED, "paragraphs", [26, 26], "entry: paragraphs: one stands twice"),
    (*DATED, "paragraphs", [], "paragraphs: List should have at least 1 item"),
    (*DATED, "paragraphs", 26, "paragraphs: Input should be a valid list"),
    (*DATED, "paragraphs", ["26"], "paragraphs.0: Input should be a valid integer"),
    (*DATED, "paragraphs", [26, True], "paragraphs.1: Input should be a valid integer"),
    # its choices
    (*DATED, "kind", "dance", "kind: Input should be 'training'"),
    (*DATED, "kind", ABSENT, "kind: Field required"),
    (*DATED, "scope", "lunar", "scope: Input should be 'global'"),
    (*DATED, "modality", "by_post", "modality: Input should be 'in_person'"),
    (*DATED, "status", "lost", "status: Input should be 'draft'"),
    (*DATED, "themes", ABSENT, "themes: Field required"),
    (*DATED, "themes", [], "themes: Value should have at least 1 item"),
    (*DATED, "themes", ["corruption"] * 2, "themes: names the same thing twice"),
    (*DATED, "colour", "red", "colour: Extra inputs are not permitted"),
    # its dates
    (*DATED, "start", "7 March 2021", "start: Input should be a valid date"),
    (*DATED, "start", 2021, "start: Input should be a valid date"),
    (*DATED, "start", datetime.datetime(2021, 3, 7, 10), "start: Input should be a valid date"),
    (*DATED, "start", ABSENT, "entry: start and date_precision go together"),
    (*DATED, "date_precision", ABSENT, "entry: start and date_precision go together"),
    (*DATED, "date_precision", "hour", "date_precision: Input should be 'day'"),
    (*DATED, "end", datetime.date(2021, 3, 6), "entry: end needs a start that is not after it"),
    (*FIGURE, "end", datetime.date(2021, 3, 6), "entry: end needs a start that is not after it"),
    # its review
    (*DATED, "reviewed_by", ABSENT, "entry: a published entry needs reviewed_by and reviewed_on"),
    (*DATED, "reviewed_by", "", "entry: a published entry needs reviewed_by and reviewed_on"),
    (*DATED, "reviewed_on", ABSENT, "entry: a published entry needs reviewed_by and reviewed_on"),
    (*DATED, "reviewed_by", "x" * 151, "reviewed_by: String should have at most 150 characters"),
    # its texts
    (*DATED, "texts.fr", ABSENT, "texts.fr: Field required"),
    (*DATED, "texts.de", {"title": "Titel", "summary": "…"}, "texts.de: Extra inputs are not permitted"),
    (*DATED, "texts.fr.summary", ABSENT, "texts.fr.summary: Field required"),
    (*DATED, "texts.en.summary", "", "texts.en.summary: String should have at least 1 character"),
    (*DATED, "texts.fr.title", "x" * 111, "texts.fr.title: String should have at most 110 characters"),
    (*DATED, "texts.fr.title", True, "texts.fr.title: Input should be a valid string"),
    (*DATED, "texts.fr.title", 2021, "texts.fr.title: Input should be a valid string"),
    (*DATED, "texts.fr.title", "two\nlines", "texts.fr.title: has a line break"),
    (*DATED, "texts.fr.title", "two  spaces", "texts.fr.title: has a line break, a control"),
    (*DATED, "texts.fr.title", "one at the end ", "texts.fr.title: has a line break, a control"),
    (*DATED, "texts.fr.title", "\xa0one before", "texts.fr.title: has a line break, a control"),
    (*DATED, "texts.fr.title", "bell\a", "texts.fr.title: has a line break"),
    (*DATED, "texts.fr.title", "nul\0", "texts.fr.title: has a line break"),
    (*DATED, "texts.fr.title", "two\rlines", "texts.fr.title: has a line break"),
    (*DATED, "texts.fr.title", "two\u2028lines", "texts.fr.title: has a line break"),
    (*DATED, "texts.fr.origin", "dreamt", "texts.fr.origin: Input should be 'curated'"),
    (*PUBLISHED_WORK, "source_note.en", ABSENT, "source_note.en: Field required"),
    # its countries and publications
    (*PLACES, "countries.0.role", "friend", "countries.0.role: Input should be 'beneficiary'"),
    (*PLACES, "countries", [{"country": "BRA", "role": "host"}] * 2, "countries: names the same country"),
    (*PLACES, "countries.0.localities", ["parana"] * 2, "countries.0.localities: names the same thing twice"),
    (*PUBLISHED_WORK, "publications", [{"title": "T"}] * 2, "publications: names the same title twice"),
    (*PUBLISHED_WORK, "publications.0.title", "x" * 301, "publications.0.title: String should have at most"),
    (*PUBLISHED_WORK, "publications.0.languages", ["English"], "publications.0.languages.0: String should"),
    # its figures
    (*FIGURE, "figures.0.value", ABSENT, "figures.0.value: Field required"),
    (*FIGURE, "figures.0.value", "127", "figures.0.value: is not a number"),
    (*FIGURE, "figures.0.value", "many", "figures.0.value: is not a number"),
    (*FIGURE, "figures.0.value", True, "figures.0.value: is not a number"),
    (*FIGURE, "figures.0.value", float("nan"), "figures.0.value: Input should be a finite number"),
    (*FIGURE, "figures.0.value", float("inf"), "figures.0.value: Input should be a finite number"),
    (*FIGURE, "figures.0.value", -1, "figures.0.value: Input should be greater than or equal to 0"),
    (*FIGURE, "figures.0.value", 0.00001, "figures.0.value: Decimal input should have no more than 4"),
    (*FIGURE, "figures.0.value", 10**14, "figures.0.value: Decimal input should have no more than"),
    (*FIGURE, "figures.0.qualifier", "nearly", "figures.0.qualifier: Input should be 'exact'"),
    (*FIGURE, "figures.0.role", "guess", "figures.0.role: Input should be 'result'"),
    (*FIGURE, "figures.0.period", "2020-13", "figures.0.period: String should match"),
    (*FIGURE, "figures.0.period", 2020, "figures.0.period: Input should be a valid string"),
    (*FIGURE, "figures.0.cumulative", "yes", "figures.0.cumulative: Input should be a valid boolean"),
    (*FIGURE, "figures.0.label.fr", ABSENT, "figures.0.label.fr: Field required"),
    (*FIGURE, "figures.0.label.en", "x" * 201, "figures.0.label.en: String should have at most 200"),
    (*FIGURE, "figures.0.paragraph", ABSENT, "figures.0.paragraph: Field required"),
    # the report and its paragraphs
    (PARAGRAPHS, 28, "number", 0, "number: Input should be greater than or equal to 1"),
    (PARAGRAPHS, 28, "number", "28", "number: Input should be a valid integer"),
    (PARAGRAPHS, 28, "disposition", "skipped", "disposition: Input should be 'catalogued'"),
    (PARAGRAPHS, 28, "gist.en", ABSENT, "gist.en: Field required"),
    (PARAGRAPHS, 28, "figures.0.role", "result", "figures: a figure that belongs to no activity"),
    (REPORT, "2021", "ref", "2022", "ref: belongs in 2022/report.yaml"),
    (REPORT, "2021", "ref", 2021, "ref: Input should be a valid string"),
    (REPORT, "2021", "session", "76", "session: Input should be a valid integer"),
    (REPORT, "2021", "session", -1, "session: Input should be greater than or equal to 1"),
    (REPORT, "2021", "language", "French", "language: String should match"),
    (REPORT, "2021", "resolution", "x" * 21, "resolution: String should have at most 20 characters"),
    (REPORT, "2021", "sections.0.code", "1", "sections.0.code: String should match"),
    (REPORT, "2021", "sections.0.code", "IV.C.1", "sections: names the same code twice"),
    (REPORT, "2021", "sections.0.title", ABSENT, "sections.0.title: Field required"),
    # the reference tables
    (*BRAZIL, "iso2", "br", "iso2: String should match"),
    (*BRAZIL, "iso2", "JM", "iso2: stands 2 times"),
    (*BRAZIL, "m49", 76, "m49: Input should be a valid string"),
    (*BRAZIL, "m49", "388", "m49: stands 2 times"),
    (*BRAZIL, "status", "guest", "status: Input should be 'member'"),
    (*BRAZIL, "name.en", ABSENT, "name.en: Field required"),
    (*BRAZIL, "name.fr", "x" * 301, "name.fr: String should have at most 300 characters"),
    (*BRAZIL, "aliases.fr", ["x" * 201], "aliases.fr.0: String should have at most 200 characters"),
    (*BRAZIL, "localities.0.slug", "pernambuco", "localities: names the same slug twice"),
    (*BRAZIL, "localities.0.slug", ["a"], "localities.0.slug: Input should be a valid string"),
    (*CARIBBEAN, "m49", "019", "m49: stands 2 times"),
    (*CARIBBEAN, "basis", "rumour", "basis: Input should be 'm49'"),
    (*CARIBBEAN, "m49", ABSENT, "entry: an M49 code goes with the basis m49"),
    (*SAHEL, "m49", "999", "entry: an M49 code goes with the basis m49"),
    (*SAHEL, "basis_note", ABSENT, "entry: basis_note"),
    (*CARIBBEAN, "parent", "sahel", "parent: sahel does not stand before it"),
    (THEMES, "victims-and-witnesses", "parent", "victims-and-witnesses", "parent: victims-and-witnesses does not"),
    (THEMES, "victims-and-witnesses", "slug", "Victims and witnesses", "slug: String should match"),
    (THEMES, "victims-and-witnesses", "slug", "x" * 81, "slug: String should have at most 80 characters"),
    (THEMES, "victims-and-witnesses", "slug", ["a"], "slug: Input should be a valid string"),
    (PROGRAMMES, "judicial-integrity-network", "kind", "dance", "kind: Input should be 'programme'"),
    (PROGRAMMES, "judicial-integrity-network", "acronym", "x" * 31, "acronym: String should have at most 30"),
    (PARTNERS, "ohchr", "acronym.en", ABSENT, "acronym.en: Field required"),
    (PARTNERS, "ohchr", "acronym.fr", "x" * 31, "acronym.fr: String should have at most 30"),
    (PARTNERS, "ohchr", "kind", "dance", "kind: Input should be 'un_entity'"),
    (INSTRUMENTS, "uncac", "kind", "dance", "kind: Input should be 'convention'"),
    (UNITS, "people_trained", "name", "people", "name: Input should be a valid dictionary"),
    # what the columns of the database do not hold
    (*DATED, "ref", "2021-026-1000", "ref: String should match"),
    (*DATED, "ref", "2021-026-99999999999999999999", "ref: String should match"),
    (*DATED, "ref", "0021-026-5", "ref: String should match"),
    (*DATED, "ref", "4021-026-5", "ref: String should match"),
    (*DATED, "ref", "2021-026-0", "ref: String should match"),
    (*DATED, "ref", "2021-1026-1", "ref: String should match"),
    (*DATED, "ref", "٢٠٢١-026-1", "ref: String should match"),
    (*DATED, "ref", "2021-026-1\n", "ref: String should match"),
    (*DATED, "reviewed_by", "x" * 151, "reviewed_by: String should have at most 150"),
    (*DATED, "reviewed_by", "a\ufffe", "reviewed_by: has what no file can hold: U+FFFE"),
    (*DATED, "texts.fr.title", "un\ufffetitre", "texts.fr.title: has what no file can hold: U+FFFE"),
    (*DATED, "texts.fr.summary", "un\uffff résumé", "texts.fr.summary: has what no file can hold: U+FFFF"),
    (*DATED, "paragraphs", [26, 10**30], "paragraphs.1: Input should be less than or equal to 999"),
    (*DATED, "paragraphs", [26, 1000], "paragraphs.1: Input should be less than or equal to 999"),
    (*DATED, "publications", [{"title": "x" * 301}], "publications.0.title: String should have at most 300"),
    (*DATED, "publications", [{"title": "Un", "languages": ["fra"]}], "publications.0.languages.0: String should match"),
    (*FIGURE, "figures.0.value", 10**14, "figures.0.value: Decimal input should have no more than 14 digits"),
    (*FIGURE, "figures.0.value", 1e300, "figures.0.value: Decimal input should have no more than"),
    (*FIGURE, "figures.0.value", float("inf"), "figures.0.value: Input should be a finite number"),
    (*FIGURE, "figures.0.value", float("nan"), "figures.0.value: Input should be a finite number"),
    (*FIGURE, "figures.0.paragraph", 10**12, "figures.0.paragraph: Input should be less than or equal to 999"),
    (PARAGRAPHS, 28, "number", 32768, "number: Input should be less than or equal to 999"),
    (PARAGRAPHS, 28, "gist.fr", "un\ufffe", "gist.fr: has what no file can hold: U+FFFE"),
    (REPORT, "2021", "session", 32768, "session: Input should be less than or equal to 999"),
    (REPORT, "2021", "symbol", "x" * 31, "symbol: String should have at most 30"),
    (REPORT, "2021", "title", "x" * 301, "title: String should have at most 300"),
    (REPORT, "2021", "sections.0.code", "X" * 21, "sections.0.code: String should have at most 20"),
    (REPORT, "2021", "sections.0.title.en", "x" * 301, "sections.0.title.en: String should have at most 300"),
    (*BRAZIL, "latitude", 99.9, "latitude: Input should be less than or equal to 90"),
    (*BRAZIL, "name.fr", "\ufdfa" * 30, "name.fr: is too long once its letters are taken apart"),
    (*BRAZIL, "localities.0.name.en", "\ufb03" * 140, "localities.0.name.en: is too long once"),
    (*BRAZIL, "localities.0.slug", "x" * 81, "localities.0.slug: String should have at most 80"),
    (PROGRAMMES, "judicial-integrity-network", "name.en", "\ufdfa" * 30, "name.en: is too long once its letters"),
    (INSTRUMENTS, "uncac", "acronym.fr", "x" * 31, "acronym.fr: String should have at most 30"),
    (UNITS, "people_trained", "slug", "x" * 81, "slug: String should have at most 80"),
]  # fmt: skip


def rows():
    """What a load that fails must leave as it was."""
    return (
        CatalogueVersion.current(),
        *(model.objects.count() for model in (Country, Theme, Paragraph, Activity, Figure)),
    )


def refusal(directory):
    """The lines of the error that the directory meets with, and proof that nothing was written."""
    before = rows()
    with pytest.raises(FixtureError) as refused:
        load(directory)
    assert rows() == before
    return [line.removeprefix(f"{directory}/") for line in refused.value.problems]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("file", "entry", "field", "value", "problem"),
    [pytest.param(*row, id=f"{row[1]} {row[4]}") for row in MISTAKES],
)
def test_a_mistake_is_reported_with_file_entry_and_field(small, file, entry, field, value, problem):
    put(small / file, entry, field, value)
    # An entry whose key is spoilt goes by what it has, or by its number in the file.
    lines = [line for line in refusal(small) if line.startswith(f"{file}: ")]
    names = {entry, value if isinstance(value, str | int) else None, "entry"}
    assert any(
        line.startswith(f"{file}: {name}") and f": {problem}" in line for line in lines for name in names
    ), lines


# What a whole file is replaced with, and what the loader says of it
UNREADABLE = [
    (b"- ref: [\n", "2021/activities/iv-c-1.yaml: line 2: not valid YAML"),
    (b"- ref: 2021-026-1\n\tkind: tool\n", "2021/activities/iv-c-1.yaml: line 2: not valid YAML"),
    (
        b"- ref: 2021-026-1\n  kind: tool\n  kind: event\n",
        "2021/activities/iv-c-1.yaml: line 1: not valid YAML: the key 'kind' stands twice",
    ),
    (
        b"- ref: 2021-026-1\n  texts:\n    fr: {title: T, title: U}\n",
        "2021/activities/iv-c-1.yaml: line 3: not valid YAML: the key 'title' stands twice",
    ),
    ("- ref: Népal\n".encode("latin-1"), "2021/activities/iv-c-1.yaml: not valid YAML: 'utf-8' codec"),
    (b"- ref: !!python/name:os.system\n", "2021/activities/iv-c-1.yaml: line 1: not valid YAML"),
    (b"ref: 2021-026-1\n", "2021/activities/iv-c-1.yaml: expected a list of entries"),
    (b"- 2021-026-1\n", "2021/activities/iv-c-1.yaml: expected a list of entries"),
    (b"", "2021/activities/iv-c-1.yaml: expected a list of entries"),
    (b"- kind: tool\n", "2021/activities/iv-c-1.yaml: entry 1: ref: Field required"),
    (b"- ref: [a]\n", "2021/activities/iv-c-1.yaml: entry 1: ref: Input should be a valid string"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("content", "problem"), UNREADABLE)
def test_a_file_that_cannot_be_read_is_reported_with_its_line(small, content, problem):
    (small / VICTIMS).write_bytes(content)
    assert any(line.startswith(problem) for line in refusal(small))


@pytest.mark.django_db
@pytest.mark.parametrize("file", [COUNTRIES, REGIONS, THEMES, PROGRAMMES, PARTNERS, INSTRUMENTS, UNITS])
def test_a_missing_reference_table_is_reported(small, file):
    (small / file).unlink()
    assert f"{file}: the file is missing" in refusal(small)


@pytest.mark.django_db
def test_a_report_that_is_a_list_is_reported(small):
    (small / REPORT).write_text("- ref: '2021'\n", encoding="utf-8")
    assert f"{REPORT}: expected a mapping" in refusal(small)


@pytest.mark.django_db
def test_a_report_without_its_paragraphs_is_reported_by_every_entry_that_cites_one(small):
    (small / PARAGRAPHS).unlink()
    assert f"{VICTIMS}: 2021-027-1: entry: unknown paragraph: 27" in refusal(small)


@pytest.mark.django_db
def test_every_mistake_of_every_file_is_reported_at_once(small):
    put(small / VICTIMS, "2021-026-4", "kind", "dance")
    put(small / VICTIMS, "2021-026-4", "figures.0.unit", "parsecs")
    put(small / INTEGRITY, "2021-047-2", "texts.fr", ABSENT)
    put(small / PARAGRAPHS, 49, "gist.en", "")
    (small / UNITS).write_text("- slug: [\n", encoding="utf-8")
    lines = refusal(small)
    for problem in (
        f"{VICTIMS}: 2021-026-4: kind: ",
        f"{VICTIMS}: 2021-026-4: figures.0.unit: unknown unit: parsecs",
        f"{INTEGRITY}: 2021-047-2: texts.fr: Field required",
        f"{PARAGRAPHS}: 49: gist.en: ",
        f"{UNITS}: line 2: not valid YAML",
    ):
        assert any(line.startswith(problem) for line in lines), problem


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("file", "line"),
    [
        (VICTIMS, f"{VICTIMS}: 2021-026-1: ref: stands 2 times"),
        (PARAGRAPHS, f"{PARAGRAPHS}: 4: number: stands 2 times"),
        (COUNTRIES, f"{COUNTRIES}: BRA: iso3: stands 2 times"),
        (UNITS, f"{UNITS}: countries: slug: stands 2 times"),
    ],
)
def test_an_entry_that_stands_twice_is_reported_at_both_places(small, file, line):
    rewrite(small / file, lambda entries: entries.append(entries[0]))
    assert refusal(small).count(line) == 2


@pytest.mark.django_db
def test_a_ref_that_stands_in_two_files_is_reported_for_each(small):
    entry = files.read(small / VICTIMS)[0]
    rewrite(small / INTEGRITY, lambda entries: entries.append(entry))
    lines = refusal(small)
    assert f"{VICTIMS}: 2021-026-1: ref: stands 2 times" in lines
    assert f"{INTEGRITY}: 2021-026-1: ref: stands 2 times" in lines


@pytest.mark.django_db
def test_an_entry_in_the_file_of_another_section_is_told_where_it_belongs(small):
    entry = files.read(small / VICTIMS)[0]
    rewrite(small / VICTIMS, lambda entries: entries.remove(entry))
    rewrite(small / INTEGRITY, lambda entries: entries.append(entry))
    assert refusal(small) == [f"{INTEGRITY}: 2021-026-1: ref: belongs in {VICTIMS}"]


def test_a_section_file_bears_the_code_of_its_section():
    assert section_file("IV.E.4.k") == "iv-e-4-k.yaml"
    assert section_file("II") == "ii.yaml"


def test_the_curated_fixtures_are_valid(fixtures):
    entries = read_all(fixtures)
    assert len(entries["country"]) == 195
    assert [entry.record.number for entry in entries["paragraph"]] == list(range(1, 101))


def test_a_decimal_is_read_as_it_is_written(small):
    put(small / VICTIMS, "2021-026-4", "figures.0.value", 2.6)
    activity = next(entry.record for entry in read_all(small)["activity"] if entry.key == "2021-026-4")
    assert str(activity.figures[0].value) == "2.6"


@pytest.mark.parametrize(("field", "keys"), [("themes", 3), ("partners", 2)])
def test_the_order_of_references_does_not_matter(small, field, keys):
    def entry():
        found = {entry.key: entry.record for entry in read_all(small)["activity"]}
        return found["2021-026-4" if field == "themes" else "2021-047-1"]

    before = entry()
    assert len(getattr(before, field)) == keys
    put(
        small / (VICTIMS if field == "themes" else INTEGRITY), before.ref, field, getattr(before, field)[::-1]
    )
    assert entry() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "written", "problem"),
    [
        ("start", "2021-02-30", "start: Input should be a valid date"),
        ("start", "0000-01-01", "start: Input should be a valid date"),
        ("start", "2021-13-01", "start: Input should be a valid date"),
        ("start", "0001-01-01T00:00:00+23:00", "start: Input should be a valid date"),
        ("start", "9" * 5000, "start: Input should be a valid date"),
        ("kind", "9" * 5000, "kind: Input should be"),
        ("scope", "0b102", "scope: Input should be"),
        ("reviewed_on", "99999-01-01", "reviewed_on: Input should be a valid date"),
        ("reviewed_on", "2021-00-10", "reviewed_on: Input should be a valid date"),
        ("paragraphs", f"[26, {'9' * 5000}]", "paragraphs.1: Input should be a valid integer"),
    ],
)
def test_what_yaml_cannot_read_as_a_value_is_reported_by_its_field(small, field, written, problem):
    file, entry = DATED
    path = small / file
    content = [item if item["ref"] != entry else {**item, field: "HERE"} for item in files.read(path)]
    files.write(path, content)
    path.write_text(path.read_text().replace("HERE", written))
    assert any(line.startswith(f"{file}: {entry}: {problem}") for line in refusal(small))
