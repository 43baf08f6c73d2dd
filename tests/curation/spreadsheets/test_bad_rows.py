"""Errors name their row and column, in words, for all rows at once."""

import time

import pytest

from activities.curation.spreadsheets import compare, read_upload
from activities.editing import make_transition
from activities.models import Activity
from tests import people
from tests.curation.spreadsheets.sheets import Sheet, exported, faults, planned, saved
from tests.factories import ActivityFactory

pytestmark = pytest.mark.django_db

# (what an analyst writes, the column that is named, what is said)
CELLS = {
    "a choice that is not on the list": (
        {"kind": "formations"},
        "Type",
        "« formations » n’est pas dans la liste",
    ),
    "a slug with a letter too many": (
        {"themes": "coruption"},
        "Thèmes",
        "Inconnu : « coruption ». Vouliez-vous dire « corruption » ?",
    ),
    "a country by its name": (
        {"countries": "Kirghizistan"},
        "Pays",
        "Inconnu : « KIRGHIZISTAN ». Vouliez-vous dire « KGZ » ?",
    ),
    "a role that there is not": ({"countries": "KGZ (ami)"}, "Pays", "« ami » n’est pas dans la liste"),
    "a locality of another country": ({"countries": "KGZ: parana"}, "Pays", "KGZ"),
    "a date that there is not": ({"start": "31/02/2021"}, "Début", "« 31/02/2021 » n’est pas une date"),
    "a paragraph that there is not": ({"paragraphs": "1; 4242"}, "Paragraphes cités", "4242"),
    "a title too long": ({"title_fr": "x" * 111}, "Titre en français", "110"),
    "an empty summary": ({"summary_fr": ""}, "Résumé en français", "vide"),
    "no theme": ({"themes": ""}, "Thèmes", "vide"),
    "no paragraph": ({"paragraphs": ""}, "Paragraphes cités", "vide"),
    "a start without its precision": ({"start": "2021-03-01"}, "Début, Précision des dates", "précision"),
    "the same theme twice": ({"themes": "corruption; corruption"}, "Thèmes", "deux fois"),
    "a mark that was changed": ({"title_fr": "Autre", "mark": "moi"}, "Marque", "exportez"),
}


@pytest.mark.parametrize(("cells", "column", "message"), CELLS.values(), ids=CELLS)
def test_a_bad_cell_is_named_by_row_and_column(sheet, activity, cells, column, message):
    sheet.set(activity.ref, **cells)
    ((row, columns, said),) = faults(sheet.csv())
    assert (row, columns) == (2, column)
    assert message in said.replace("\xa0", " ").replace("\u202f", " ")


FIGURES = {
    "a number in words": ({"value": "vingt"}, "Valeur", "« vingt » n’est pas un nombre"),
    "a number that is an identifier": ({"value": "1" * 25}, "Valeur", "n’est pas un nombre"),
    "a comma that may mean two things": ({"value": "1,234"}, "Valeur", "milliers"),
    "a figure below zero": ({"value": "-1"}, "Valeur", "négatif"),
    "more decimals than are kept": ({"value": "1.23456"}, "Valeur", "4"),
    "no value": ({"value": ""}, "Valeur", "vide"),
    "no unit": ({"unit": ""}, "Unité", "vide"),
    "a period in words": ({"period": "l’an dernier"}, "Période", "2020-11"),
    "neither yes nor no": ({"cumulative": "peut-être"}, "Cumulé", "ni oui ni non"),
    "a figure of another activity": ({"figure": "1", "value": "99"}, "Numéro du chiffre", "numéro"),
}


@pytest.mark.parametrize(("cells", "column", "message"), FIGURES.values(), ids=FIGURES)
def test_a_bad_figure_is_named_by_row_and_column(figures, activity, cells, column, message):
    figures.set(activity.ref, **cells)
    ((row, columns, said),) = faults(figures.csv())
    assert (row, columns) == (2, column)
    assert message in said.replace("\xa0", " ")


REFS = {
    "no reference": ({"ref": ""}, "manque"),
    "a reference that nobody gave": ({"ref": "2099-001-999"}, "Aucune activité"),
    "a reference of no report": ({"ref": "1999-001-1", "mark": ""}, "premier paragraphe cité"),
    "a reference that is too long": ({"ref": "2099-001-1000", "mark": ""}, "premier paragraphe cité"),
    "no reference at all": ({"ref": "Formation", "mark": ""}, "premier paragraphe cité"),
}


@pytest.mark.parametrize(("cells", "message"), REFS.values(), ids=REFS)
def test_a_row_that_belongs_to_no_activity_is_refused(sheet, activity, cells, message):
    sheet.set(activity.ref, **cells)
    ((row, columns, said),) = faults(sheet.csv())
    assert (row, columns) == (2, "Référence")
    assert message in said


def test_a_reference_is_never_used_again(sheet, activity, settings, tmp_path):
    (tmp_path / "refs.txt").write_text("2099-001-777\n")
    settings.FIXTURES_DIR = tmp_path
    sheet.set(activity.ref, ref="2099-001-777", mark="")
    ((_row, _columns, said),) = faults(sheet.csv())
    assert "donnée" in said or "attribuée" in said


def test_an_activity_that_stands_twice_is_refused(sheet):
    sheet.rows.append(list(sheet.rows[0]))
    ((row, columns, said),) = faults(sheet.csv())
    assert (row, columns) == (3, "Référence")
    assert "ligne 2" in said.replace("\xa0", " ")


def test_all_faults_of_all_rows_come_at_once():
    first, second = ActivityFactory(), ActivityFactory()
    both = Sheet(Activity.objects.filter(pk__in=[first.pk, second.pk]))
    both.set(first.ref, kind="rien", scope="rien", themes="rien")
    both.set(second.ref, start="demain", title_fr="")
    assert sorted((row, columns) for row, columns, _said in faults(both.csv())) == [
        (2, "Portée"),
        (2, "Thèmes"),
        (2, "Type"),
        (3, "Début"),
        (3, "Thèmes"),
        (3, "Titre en français"),
    ]


@pytest.mark.parametrize("status", ["in_review", "withdrawn"])
def test_an_activity_that_nobody_may_change_now_is_refused_in_words(sheet, activity, status):
    Activity.objects.filter(pk=activity.pk).update(status=status)
    sheet.set(activity.ref, kind="réseau")
    for by in (people.analyst(), people.reviewer()):
        ((row, columns, said),) = faults(sheet.csv(), by)
        assert (row, columns) == (2, "")
        assert ("relecture" if status == "in_review" else "retirée") in said


@pytest.mark.parametrize(
    "cells",
    [
        {"countries": "KGZ" + " " * 32_000 + "x"},
        {"publications": "Atlas" + "\u00a0" * 32_000 + "x"},
        {"publications": "[aa, " * 6_000},
        {"themes": ";".join(f"theme-{number}" for number in range(300))},
        {"themes": "x," * 16_000},
        {"kind": "\ufdfa" * 32_000},
    ],
    ids=[
        "blanks",
        "no-break blanks",
        "brackets",
        "300 unknown keys",
        "16,000 keys",
        "letters that become eighteen",
    ],
)
def test_a_cell_cannot_keep_the_comparison_busy(sheet, activity, cells):
    rows = [list(sheet.row(activity.ref)) for _number in range(50)]
    sheet.set(activity.ref, **cells)
    spoilt = sheet.row(activity.ref)
    sheet.rows = [[f"2099-001-{700 + place}", "", *spoilt[2:]] for place in range(len(rows))]
    tables = read_upload(sheet.csv())
    began = time.process_time()
    assert compare(tables, by=people.analyst()).faults
    assert time.process_time() - began < 5


def test_faults_beyond_a_thousand_are_not_looked_for(sheet, activity):
    row = sheet.row(activity.ref)
    sheet.rows = [["2099-001-777", "", *("rien" for _cell in row[2:])] for _number in range(2_000)]
    plan = planned(sheet.csv())
    assert plan.is_cut
    assert not plan.is_open
    assert 1_000 < len(plan.faults) < 1_100


def test_an_activity_that_nobody_may_change_may_stand_in_the_file_unchanged(sheet, activity):
    Activity.objects.filter(pk=activity.pk).update(status="in_review")
    assert faults(sheet.csv()) == []


def test_a_row_older_than_its_activity_is_a_conflict_and_names_who_was_first(sheet, activity):
    draft = ActivityFactory(status="draft")
    both = Sheet(Activity.objects.filter(pk__in=[activity.pk, draft.pk]))
    make_transition(draft, "submit", by=people.analyst())
    make_transition(draft, "send_back", by=people.reviewer(), note="À revoir.")
    both.set(draft.ref, title_fr="Autre titre")
    both.set(activity.ref, title_fr="Encore un autre")
    ((row, columns, said),) = faults(both.csv())
    assert (both.rows[row - 2][0], columns) == (draft.ref, "Marque")
    assert "depuis l’export" in said


@pytest.mark.parametrize("gone", [[], ["kind", "source_note_en"]], ids=["whole", "without two columns"])
def test_what_an_analyst_left_alone_is_no_conflict_when_a_colleague_changed_it(sheet, activity, gone):
    for name in gone:
        sheet.take_out(name)
    activity.texts.filter(language="fr").update(title="D’une collègue")
    activity.save()
    plan = planned(sheet.csv())
    assert plan.faults == []
    assert [line.ref for line in plan.outdated] == [activity.ref]
    assert not plan.is_open


def test_what_both_changed_is_a_conflict_also_without_a_column(sheet, activity):
    sheet.take_out("kind")
    sheet.set(activity.ref, title_en="Another title")
    activity.texts.filter(language="fr").update(title="D’une collègue")
    activity.save()
    ((_row, columns, _said),) = faults(sheet.csv())
    assert columns == "Marque"


def test_a_formula_is_refused_by_its_cell_and_its_value_is_not_trusted(activity):
    book = exported(Activity.objects.filter(pk=activity.pk))
    sheet = book["Activités"]
    sheet["C2"] = '=HYPERLINK("http://example.org", "Titre")'
    sheet["D2"] = "#N/A"
    sheet["D2"].data_type = "e"
    found = faults(saved(book))
    assert [(row, columns) for row, columns, _said in found] == [
        (2, "Titre en français"),
        (2, "Titre en anglais"),
    ]
    assert "formule" in found[0][2]


def test_a_percentage_is_refused_because_it_is_a_hundredth_of_what_it_shows(activity):
    book = exported(Activity.objects.filter(pk=activity.pk))
    sheet = book["Chiffres"]
    cell = sheet.cell(2, [heading.value for heading in sheet[1]].index("Valeur") + 1)
    cell.value, cell.number_format = 0.5, "0%"
    ((row, columns, said),) = faults(saved(book))
    assert (row, columns) == (2, "Valeur")
    assert "pourcentage" in said
