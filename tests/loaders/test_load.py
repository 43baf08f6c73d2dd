"""What a load does to the rows: create, update, leave, keep; one version, one line of history."""

import datetime
import hashlib
import json

import psycopg
import pytest
import yaml
from django.conf import settings
from django.db import OperationalError, connection
from psycopg import sql

from activities import search
from activities.changes import withdrawn
from activities.editing.versions import contents
from activities.loaders import FixtureError, export, files, load
from activities.loaders.reading import read_all
from activities.loaders.reference_records import CountryRecord
from activities.loaders.rows import Keys
from activities.models import (
    Activity,
    ActivityText,
    CatalogueVersion,
    Country,
    Figure,
    Locality,
    Paragraph,
    Region,
    SearchEntry,
    Theme,
    Version,
)
from tests import databases
from tests.catalogues import ABSENT, put, rewrite

VICTIMS, INTEGRITY = "2021/activities/iv-c-1.yaml", "2021/activities/iv-d-3.yaml"
PARAGRAPHS, REPORT = "2021/paragraphs.yaml", "2021/report.yaml"
COUNTRIES, REGIONS, THEMES, PROGRAMMES, PARTNERS, INSTRUMENTS, UNITS = (
    f"reference/{name}.yaml"
    for name in ("countries", "regions", "themes", "programmes", "partners", "instruments", "units")
)
PLAIN, FIGURE, DATED = (VICTIMS, "2021-026-1"), (VICTIMS, "2021-026-4"), (VICTIMS, "2021-026-5")
WEBINAR, PLACES, WORK = (INTEGRITY, "2021-047-1"), (INTEGRITY, "2021-047-2"), (INTEGRITY, "2021-047-3")


def results(outcome):
    """{table: {result: count}} without what was left as it was."""
    return {
        table: {result: count for result, count in counts.items() if result != "unchanged"}
        for table, counts in outcome.counts.items()
        if set(counts) != {"unchanged"}
    }


def changed(outcome):
    """{table: keys of the rows that were written}"""
    return {table: {str(row.natural_key()[-1]) for row in rows} for table, rows in outcome.changed.items()}


def records(directory):
    return {table: [entry.record for entry in entries] for table, entries in read_all(directory).items()}


def in_the_database(tmp_path):
    """The records that an export of the database writes."""
    export(tmp_path / "exported")
    return records(tmp_path / "exported")


def found(text):
    return {activity.ref for activity in Activity.objects.matching(search.parse(text))}


def test_a_first_load_creates_everything(empty, small, tmp_path):
    outcome = load(small)
    assert results(outcome) == {table: {"created": len(entries)} for table, entries in records(small).items()}
    assert in_the_database(tmp_path) == records(small)
    assert CatalogueVersion.current() == 1
    assert found("IMPACS") == {"2021-047-1"}


def test_a_second_load_changes_nothing(loaded, django_assert_max_num_queries):
    versions = Version.objects.count()
    with django_assert_max_num_queries(60):
        outcome = load(loaded)
    assert results(outcome) == {}
    assert outcome.kept == []
    assert CatalogueVersion.current() == 1
    assert Version.objects.count() == versions


@pytest.mark.django_db
def test_the_curated_fixtures_are_what_the_database_of_these_tests_holds():
    assert results(load(settings.FIXTURES_DIR)) == {}


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Country, Paragraph, Activity])
def test_a_load_waits_for_whoever_is_saving(model):
    table = sql.Identifier(model._meta.db_table)
    with psycopg.connect(databases.address(connection.settings_dict["NAME"])) as editor:
        editor.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1 FOR UPDATE").format(table))
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '50ms'")
        with pytest.raises(OperationalError, match="lock timeout"):
            load(settings.FIXTURES_DIR)


A_FIGURE = {
    "value": 2.5,
    "qualifier": "about",
    "unit": "participants",
    "label": {"fr": "heures", "en": "hours"},
    "role": "result",
    "paragraph": 26,
}

CHANGES = [
    # a column
    ("activity", *PLAIN, "kind", "training"),
    ("activity", *DATED, "modality", "hybrid"),
    ("activity", *DATED, "start", datetime.date(2021, 3, 1)),
    ("activity", *DATED, "end", ABSENT),
    ("activity", *PLAIN, "status", "draft"),
    ("activity", *WORK, "source_note", ABSENT),
    ("activity", *PLAIN, "source_note", {"fr": "Le rapport se contredit.", "en": "The report slips."}),
    # a text
    ("activity", *FIGURE, "texts.fr.title", "Un autre titre"),
    ("activity", *PLAIN, "texts.en", ABSENT),
    ("activity", *DATED, "texts.en.origin", "translated"),
    # what it points at
    ("activity", *PLAIN, "themes", ["police-accountability"]),
    ("activity", *WEBINAR, "regions", ["caribbean", "sahel"]),
    ("activity", *WEBINAR, "partners", ["ohchr"]),
    ("activity", *PLAIN, "programmes", ["judicial-integrity-network"]),
    ("activity", VICTIMS, "2021-028-1", "instruments", ABSENT),
    # countries and localities
    ("activity", *PLACES, "countries", ABSENT),
    ("activity", *PLACES, "countries.0.role", "host"),
    ("activity", *PLACES, "countries.0.localities", ["parana"]),
    (
        "activity",
        *PLACES,
        "countries",
        [{"country": "BRA", "role": "beneficiary"}, {"country": "BRA", "role": "host"}],
    ),
    ("activity", *PLAIN, "countries", [{"country": "JAM", "role": "party"}]),
    # publications
    ("activity", *WORK, "publications", ABSENT),
    ("activity", *WORK, "publications.0.languages", ABSENT),
    ("activity", *WORK, "publications.0.title", "Un autre manuel"),
    # figures
    ("activity", *FIGURE, "figures", ABSENT),
    ("activity", *FIGURE, "figures.0.value", 128),
    ("activity", *FIGURE, "figures.0.period", "2020-03/.."),
    ("activity", *FIGURE, "figures.0.countries", ABSENT),
    ("activity", *FIGURE, "figures.0.programme", "judicial-integrity-network"),
    ("activity", *FIGURE, "figures.0.paragraph", 27),
    ("activity", *DATED, "figures", [A_FIGURE, {**A_FIGURE, "value": 3}]),
    # paragraphs
    ("activity", *DATED, "paragraphs", [26, 27]),
    ("activity", *DATED, "paragraphs", [26, 27, 4]),
    # the report
    ("report", REPORT, "2021", "symbol", "A/76/0"),
    ("report", REPORT, "2021", "sections.0.title.en", "Another title"),
    ("paragraph", PARAGRAPHS, 27, "gist.fr", "Une autre phrase."),
    ("paragraph", PARAGRAPHS, 27, "disposition", "context"),
    ("paragraph", PARAGRAPHS, 4, "section", "IV.D.3"),
    ("paragraph", PARAGRAPHS, 28, "figures", ABSENT),
    ("paragraph", PARAGRAPHS, 28, "figures.0.value", 71),
    ("paragraph", PARAGRAPHS, 28, "figures.0.programme", ABSENT),
    # the reference tables
    ("country", COUNTRIES, "BRA", "name.fr", "Brésil (le)"),
    ("country", COUNTRIES, "BRA", "aliases", ABSENT),
    ("country", COUNTRIES, "BRA", "localities.0.name.en", "Another place"),
    ("country", COUNTRIES, "JAM", "status", "observer"),
    ("country", COUNTRIES, "JAM", "latitude", -18.5),
    ("country", COUNTRIES, "JAM", "longitude", 0),
    ("region", REGIONS, "sahel", "countries", ["JAM", "MLI"]),
    ("region", REGIONS, "sahel", "basis", "report"),
    ("theme", THEMES, "victims-and-witnesses", "aliases", {"en": ["survivors"]}),
    ("programme", PROGRAMMES, "judicial-integrity-network", "acronym", "JIN"),
    ("programme", PROGRAMMES, "judicial-integrity-network", "kind", "project"),
    ("partner", PARTNERS, "ohchr", "acronym", ABSENT),
    ("instrument", INSTRUMENTS, "uncac", "kind", "standard"),
    ("unit", UNITS, "participants", "name.en", "persons present"),
]


def test_an_entry_that_the_files_make_a_draft_is_told_to_whoever_harvests(loaded):
    assert not withdrawn().exists()
    put(loaded / PLAIN[0], PLAIN[1], "status", "draft")
    load(loaded)
    assert [activity.ref for activity in withdrawn()] == [PLAIN[1]]


def rounds(changes):
    """The changes in as few groups as can be, no entry twice in one of them."""
    groups = []
    for change in changes:
        free = (group for group in groups if change[:3] not in [other[:3] for other in group])
        group = next(free, None)
        if group is None:
            groups.append([change])
        else:
            group.append(change)
    return groups


@pytest.mark.parametrize("changes", rounds(CHANGES))
def test_a_changed_entry_changes_its_row_and_no_other_and_back_again(loaded, tmp_path, changes):
    expected = {table: {str(change[2]) for change in changes if change[0] == table} for table, *_ in changes}
    before = {file: (loaded / file).read_bytes() for _table, file, *_ in changes}

    for _table, file, key, field, value in changes:
        put(loaded / file, key, field, value)
    assert changed(load(loaded)) == expected
    assert in_the_database(tmp_path) == records(loaded)
    assert changed(load(loaded)) == {}

    for file, content in before.items():
        (loaded / file).write_bytes(content)
    assert changed(load(loaded)) == expected
    assert in_the_database(tmp_path) == records(loaded)
    assert CatalogueVersion.current() == 3


def test_figures_and_publications_may_change_places(loaded, tmp_path):
    put(
        loaded / VICTIMS,
        "2021-026-5",
        "figures",
        [A_FIGURE, {**A_FIGURE, "unit": "countries", "paragraph": 4}],
    )
    put(
        loaded / INTEGRITY,
        "2021-047-3",
        "publications",
        [{"title": "A"}, {"title": "B", "languages": ["fr"]}],
    )
    load(loaded)
    for file, key, field in ((VICTIMS, "2021-026-5", "figures"), (INTEGRITY, "2021-047-3", "publications")):
        entry = next(entry for entry in files.read(loaded / file) if entry["ref"] == key)
        put(loaded / file, key, field, entry[field][::-1])
    assert results(load(loaded)) == {"activity": {"updated": 2}}
    assert in_the_database(tmp_path) == records(loaded)


def test_sections_may_change_places(loaded, tmp_path):
    rewrite(loaded / REPORT, lambda report: report["sections"].reverse())
    assert results(load(loaded)) == {"report": {"updated": 1}}
    assert in_the_database(tmp_path) == records(loaded)


def test_a_section_may_go_when_its_paragraphs_have_moved(loaded, tmp_path):
    put(loaded / PARAGRAPHS, 4, "section", "IV.C.1")
    rewrite(loaded / REPORT, lambda report: report["sections"].pop(0))
    load(loaded)
    assert in_the_database(tmp_path) == records(loaded)


def test_a_locality_may_go_together_with_its_mention(loaded, tmp_path):
    put(loaded / COUNTRIES, "BRA", "localities", ABSENT)
    put(loaded / INTEGRITY, "2021-047-2", "countries.0.localities", ABSENT)
    load(loaded)
    assert in_the_database(tmp_path) == records(loaded)
    assert found("Pernambuco") == {"2021-047-2"}  # by its summary
    assert not Locality.objects.filter(slug="pernambuco").exists()


def test_the_order_of_localities_in_the_file_does_not_matter(loaded):
    rewrite(loaded / COUNTRIES, lambda countries: countries[0]["localities"].reverse())
    assert results(load(loaded)) == {}


def test_an_entry_that_is_gone_from_the_files_stays(loaded):
    """Refs and slugs are permanent: a load never deletes an entry."""
    rewrite(loaded / INTEGRITY, lambda entries: entries.pop())
    assert results(load(loaded)) == {}
    assert Activity.objects.filter(ref="2021-049-5").exists()


@pytest.mark.parametrize(("file", "model"), [(THEMES, Theme), (REGIONS, Region)])
def test_a_tree_stands_in_the_order_of_its_file(loaded, file, model):
    def branches_last_first(rows):
        branches = [row for row in rows if "parent" not in row]
        rows[:] = [row for branch in reversed(branches) for row in rows if _root(rows, row) == branch["slug"]]

    rewrite(loaded / file, branches_last_first)
    load(loaded)
    in_order = list(model.objects.order_by("position").values_list("slug", flat=True))
    assert in_order == [row["slug"] for row in files.read(loaded / file)]
    assert results(load(loaded)) == {}


def _root(rows, row):
    parents = {row["slug"]: row.get("parent") for row in rows}
    slug = row["slug"]
    while parents[slug]:
        slug = parents[slug]
    return slug


def edit_text():
    ActivityText.objects.filter(activity__ref="2021-026-4", language="fr").update(
        title="Titre d’une analyste"
    )


def spoil_text():
    ActivityText.objects.filter(activity__ref="2021-026-4", language="fr").update(title="Deux  espaces")


def edit_figure():
    Figure.objects.filter(activity__ref="2021-026-4").update(value=129)


def delete_figure():
    Figure.objects.filter(activity__ref="2021-026-4").delete()


def add_theme():
    Activity.objects.get(ref="2021-026-4").themes.add(Theme.objects.get(slug="police-accountability"))


def withdraw():
    Activity.objects.filter(ref="2021-026-4").update(status="withdrawn")


def edit_gist():
    Paragraph.objects.filter(number=27).update(gist_en="An analyst’s gist.")


def edit_country():
    Country.objects.filter(iso3="BRA").update(name_fr="République fédérative du Brésil")


def edit_region():
    Region.objects.get(slug="sahel").countries.add(Country.objects.get(iso3="JAM"))


EDITS = [
    (edit_text, "activity", "2021-026-4"),
    (spoil_text, "activity", "2021-026-4"),
    (edit_figure, "activity", "2021-026-4"),
    (delete_figure, "activity", "2021-026-4"),
    (add_theme, "activity", "2021-026-4"),
    (withdraw, "activity", "2021-026-4"),
    (edit_gist, "paragraph", "27"),
    (edit_country, "country", "BRA"),
    (edit_region, "region", "sahel"),
]


@pytest.mark.parametrize(("edit", "table", "key"), EDITS)
def test_a_row_that_was_edited_here_is_kept_until_overwrite_names_it(loaded, tmp_path, edit, table, key):
    edit()
    put(loaded / PARTNERS, "ohchr", "name.en", "A change beside it")
    outcome = load(loaded)
    assert results(outcome) == {table: {"kept": 1}, "partner": {"updated": 1}}
    assert outcome.kept == [key]

    assert results(load(loaded, frozenset({key}))) == {table: {"updated": 1}}
    assert in_the_database(tmp_path) == records(loaded)


def test_a_kept_row_keeps_what_was_edited_though_its_file_has_changed_too(loaded):
    edit_text()
    put(loaded / VICTIMS, "2021-026-4", "kind", "event")
    assert load(loaded).kept == ["2021-026-4"]
    row = Activity.objects.get(ref="2021-026-4")
    assert (row.texts.get(language="fr").title, row.kind) == ("Titre d’une analyste", "training")


def test_a_load_that_keeps_everything_does_not_raise_the_version(loaded):
    edit_text()
    load(loaded)
    assert CatalogueVersion.current() == 1


def test_what_was_edited_and_exported_is_no_edit_any_more(loaded, tmp_path):
    """An analyst’s change travels to the repository, where the next one is made in the file."""
    edit_text()
    export(loaded)
    assert results(load(loaded)) == {}
    put(loaded / VICTIMS, "2021-026-4", "kind", "event")
    assert results(load(loaded)) == {"activity": {"updated": 1}}
    assert in_the_database(tmp_path) == records(loaded)


def test_what_was_edited_and_taken_back_is_no_edit_any_more(loaded):
    edit_country()
    Country.objects.filter(iso3="BRA").update(name_fr="Brésil")
    put(loaded / COUNTRIES, "BRA", "name.en", "Federative Republic of Brazil")
    assert results(load(loaded)) == {"country": {"updated": 1}}


def test_rows_from_before_a_field_was_added_do_not_look_edited(loaded):
    """A database of an older version has neither the column’s values nor the field in its digests."""
    path = loaded / COUNTRIES
    complete = path.read_bytes()
    for field in ("latitude", "longitude"):
        put(path, "BRA", field, ABSENT)
    load(loaded)
    brazil = Country.objects.get(iso3="BRA")
    without = CountryRecord.model_validate(next(row for row in files.read(path) if row["iso3"] == "BRA"))
    older = {
        name: value
        for name, value in without.model_dump(mode="json").items()
        if name not in CountryRecord.ADDED
    }
    plain = json.dumps(older, ensure_ascii=False, separators=(",", ":"))
    assert brazil.loaded_digest == hashlib.sha256(plain.encode()).hexdigest()
    path.write_bytes(complete)
    assert results(load(loaded)) == {"country": {"updated": 1}}


def test_overwriting_what_no_file_knows_is_an_error(loaded):
    put(loaded / VICTIMS, "2021-026-4", "kind", "event")
    with pytest.raises(FixtureError, match="no record is called 2021-026-99, ZZZ"):
        load(loaded, frozenset({"2021-026-4", "ZZZ", "2021-026-99"}))
    assert Activity.objects.get(ref="2021-026-4").kind == "training"


def test_search_finds_the_new_words_after_a_load_and_the_old_ones_no_more(loaded):
    put(loaded / VICTIMS, "2021-026-4", "texts.fr.title", "Un clavecin bien tempéré")
    load(loaded)
    assert found("clavecin") == {"2021-026-4"}
    put(loaded / VICTIMS, "2021-026-4", "texts.fr.title", "Un orgue")
    load(loaded)
    assert found("clavecin") == set()


@pytest.mark.parametrize(("file", "key"), [(COUNTRIES, "VNM"), (THEMES, "child-sexual-exploitation")])
def test_search_finds_an_entry_by_the_new_name_of_what_it_points_at(loaded, file, key):
    put(loaded / file, key, "aliases", {"en": ["Harpsichord"]})
    load(loaded)
    assert found("harpsichord") == {"2021-026-4"}


def test_a_created_entry_has_one_version_with_all_that_hangs_on_it(loaded):
    for activity in Activity.objects.all():
        version = activity.versions.get()
        assert (version.reason, version.by, version.change) == ("load_catalogue", None, "published")
        assert version.rows == contents(activity)


def test_a_changed_entry_has_one_version_more(loaded):
    put(loaded / VICTIMS, "2021-026-4", "themes", ["police-accountability"])
    put(loaded / VICTIMS, "2021-026-4", "partners", ["ohchr"])
    put(loaded / VICTIMS, "2021-026-4", "scope", "local")
    put(loaded / VICTIMS, "2021-026-4", "texts.en.title", "Another title")
    before = Version.objects.count()
    load(loaded)
    assert Version.objects.count() == before + 1
    activity = Activity.objects.get(ref="2021-026-4")
    version = activity.versions.last()
    assert (version.reason, version.change) == ("load_catalogue", "changed")
    assert version.rows == contents(activity)


def test_an_entry_says_when_it_was_last_updated(loaded):
    before = dict(Activity.objects.values_list("ref", "updated_at"))
    put(loaded / VICTIMS, "2021-026-4", "texts.en.title", "Another title")
    load(loaded)
    after = dict(Activity.objects.values_list("ref", "updated_at"))
    assert {ref for ref in after if after[ref] != before[ref]} == {"2021-026-4"}


def test_a_report_of_another_year_comes_by_its_files_alone(loaded, tmp_path):
    def of_2022(content):
        return yaml.safe_load(yaml.safe_dump(content).replace("2021-0", "2022-0").replace("'2021'", "'2022'"))

    for path in (loaded / "2021").rglob("*.yaml"):
        files.write(loaded / "2022" / path.relative_to(loaded / "2021"), of_2022(files.read(path)))
    outcome = load(loaded)
    assert results(outcome) == {
        table: {"created": outcome.counts[table]["created"]} for table in ("report", "paragraph", "activity")
    }
    assert in_the_database(tmp_path) == records(loaded)


@pytest.mark.django_db
def test_what_a_file_adds_below_a_record_that_was_kept_names_the_way_out():
    with pytest.raises(FixtureError, match="--overwrite KEN"):
        Keys()(Locality, "KEN", "kisumu")


# Which file, record, field and value; what is refreshed of the entries of the small catalogue.
REFRESHED = {
    "gist": ((PARAGRAPHS, 26, "gist.fr", "Un autre résumé."), set()),
    "unit": ((UNITS, "people_trained", "name.fr", "zorglubs"), None),
    "position of a country": ((COUNTRIES, "JAM", "latitude", 1.0), set()),
    "name of a country": ((COUNTRIES, "BRA", "name.fr", "Glockenspiel"), None),
}
SAID_BY = {
    "unit": {"figures__unit__slug": "people_trained"},
    "name of a country": {"country_roles__country__iso3": "BRA"},
}


@pytest.mark.parametrize("case", REFRESHED)
def test_a_load_refreshes_what_says_something_of_what_it_changed(loaded, case):
    change, expected = REFRESHED[case]
    put(loaded / change[0], *change[1:])
    before = CatalogueVersion.current()
    load(loaded)
    rows = SearchEntry.objects.filter(version__gt=before).values_list("activity__ref", flat=True)
    if expected is None:
        expected = set(Activity.objects.filter(**SAID_BY[case]).values_list("ref", flat=True))
        assert expected
    assert set(rows) == expected
    assert CatalogueVersion.current() == before + 1


def test_a_load_that_takes_a_country_out_of_a_region_refreshes_its_entries(loaded):
    region = Region.objects.filter(countries__activities__isnull=False).first()
    country = region.countries.filter(activities__isnull=False).first()
    wanted = [row.iso3 for row in region.countries.exclude(pk=country.pk)]
    put(loaded / REGIONS, region.slug, "countries", wanted)
    before = CatalogueVersion.current()
    load(loaded)
    rows = SearchEntry.objects.filter(version__gt=before).values_list("activity", flat=True)
    assert set(country.activities.values_list("pk", flat=True)) <= set(rows)
