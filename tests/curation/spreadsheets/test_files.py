"""Files as programs save them, and files that are none: read for what they say, refused in words."""

import datetime
import io
import random
import zipfile

import openpyxl
import pytest
from django.core.exceptions import ValidationError

from activities.curation.spreadsheets import grids, package, read_upload, sheet_activities, upload, workbook
from activities.models import Activity
from activities.opendata.formulas import harmless, plain
from tests.curation.spreadsheets.sheets import Sheet, exported, faults, planned, saved

pytestmark = pytest.mark.django_db


def refusal(data):
    with pytest.raises(ValidationError) as refused:
        read_upload(data)
    return " ".join(refused.value.messages)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("lines", ["\r\n", "\n"])
def test_csv_is_read_whatever_separates_and_ends_it(sheet, activity, encoding, delimiter, lines):
    sheet.set(activity.ref, title_fr="Un titre ; avec, des\u202fsignes")
    (line,) = planned(sheet.csv(encoding, delimiter, lines)).changed
    (difference,) = line.differences
    assert difference.after == "Un titre ; avec, des\u202fsignes"


def test_windows_latin_is_refused_with_what_to_do(sheet):
    assert "CSV UTF-8" in refusal(sheet.csv("cp1252"))


@pytest.mark.parametrize(
    "text", ["=1+1", "+33 1", "-5", "@home", "\tx", "'=1", "''", "'tis", "d’accord", "'+"]
)
def test_what_begins_like_a_formula_comes_back_to_the_letter(text):
    assert plain(harmless(text)) == text
    assert not harmless(text).startswith(("=", "+", "-", "@", "\t"))


@pytest.mark.parametrize("title", ["=SOMME(A1)", "+33 formations", "-5 %", "@ONUDC", "'=1", "Titre"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_title_that_begins_like_a_formula_makes_the_round_trip(activity, title, form):
    activity.texts.filter(language="fr").update(title=title)
    chosen = Activity.objects.filter(pk=activity.pk)
    data = Sheet(chosen).csv() if form == "csv" else saved(exported(chosen))
    plan = planned(data)
    assert (plan.faults, plan.unchanged) == ([], 1)
    if form == "xlsx":
        assert exported(chosen)["Activités"]["C2"].data_type == "s"


def test_a_title_that_begins_like_a_formula_is_taken_over(sheet, activity):
    sheet.set(activity.ref, title_fr="'=SOMME(A1)")
    (line,) = planned(sheet.csv()).changed
    assert [difference.after for difference in line.differences] == ["=SOMME(A1)"]


def test_habits_of_excel_are_no_changes(activity):
    """Numbers as floats, dates with a time, blanks at the ends, line breaks of Windows, empty rows."""
    activity.start, activity.date_precision = datetime.date(2021, 3, 5), "day"
    activity.save()
    book = exported(Activity.objects.filter(pk=activity.pk))
    sheet = book["Activités"]
    headings = [cell.value for cell in sheet[1]]
    at = {name: sheet.cell(2, headings.index(name) + 1) for name in headings}
    at["Paragraphes cités"].value = 1.0
    at["Début"].value = datetime.datetime(2021, 3, 5)
    at["Titre en français"].value += "  "
    at["Résumé en français"].value = "\u00a0" + at["Résumé en français"].value + "\r\n"
    at["Type"].value = " FORMATION\u00a0"
    at["Thèmes"].value = "\u00a0corruption ;"
    at["Pays"].value = "kgz"
    figures = book["Chiffres"]
    figures.cell(2, [cell.value for cell in figures[1]].index("Cumulé") + 1).value = False
    figures.cell(9, 1).value = "  "
    plan = planned(saved(book))
    assert (plan.faults, plan.unchanged) == ([], 1)


@pytest.mark.parametrize(
    ("text", "said"), [("1 234,5", "1\xa0234,5"), ("1\u202f234", "1\xa0234"), ("26.0", "26")]
)
def test_numbers_are_read_as_french_writes_them(figures, activity, text, said):
    figures.set(activity.ref, value=text)
    (line,) = planned(figures.csv()).changed
    assert [difference.after for difference in line.differences] == [said]


@pytest.mark.parametrize("text", ["2021-03-31", "31/03/2021", "31.3.2021"])
def test_dates_are_read_as_french_writes_them(sheet, activity, text):
    sheet.set(activity.ref, start=text, date_precision="jour")
    (line,) = planned(sheet.csv()).changed
    assert "31 mars 2021" in [difference.after for difference in line.differences]


def test_columns_may_be_left_out_and_change_nothing(sheet, activity):
    for name in ("summary_fr", "summary_en", "themes", "countries"):
        sheet.take_out(name)
    sheet.set(activity.ref, kind="network")
    (line,) = planned(sheet.csv()).changed
    assert [difference.after for difference in line.differences] == ["réseau"]


def test_headings_may_be_english_or_names_of_columns(sheet, activity):
    sheet.set(activity.ref, kind="réseau")
    sheet.headings[sheet.headings.index("Type")] = "kind"
    sheet.headings[sheet.headings.index("Titre en français")] = "TITLE IN FRENCH"
    assert len(planned(sheet.csv()).changed) == 1


def test_wrong_headings_are_all_named(sheet):
    sheet.headings[sheet.headings.index("Type")] = "Genre"
    sheet.headings[sheet.headings.index("Portée")] = "Thèmes"
    sheet.take_out("mark")
    said = refusal(sheet.csv())
    for words in ("« Genre »", "« Thèmes »", "« Marque »"):
        assert words in said.replace("\xa0", " ")


def test_a_column_without_a_heading_is_refused_unless_it_is_empty(sheet):
    for row in (sheet.headings, *sheet.rows):
        row.append("")
    assert planned(sheet.csv()).unchanged == 1
    sheet.rows[0][-1] = "note"
    assert "n’a pas d’en-tête" in refusal(sheet.csv())


def test_cells_beyond_the_headings_are_refused_not_cut(sheet):
    sheet.rows[0].append("suite de la note")
    assert "n’a pas d’en-tête" in refusal(sheet.csv())
    book = exported()
    book["Activités"].cell(2, len(sheet.headings) + 1).value = "à revoir"
    assert "n’a pas d’en-tête" in refusal(saved(book))


def test_a_workbook_without_our_sheets_is_refused_by_their_names():
    book = openpyxl.Workbook()
    book.active.title = "Feuille perdue"
    assert "Feuille perdue" in refusal(saved(book))


def test_the_same_table_on_two_sheets_is_refused(activity):
    book = exported(Activity.objects.filter(pk=activity.pk))
    book.copy_worksheet(book["Activités"])
    assert "Activités" in refusal(saved(book))


NO_FILES = {
    "nothing": (b"", "vide"),
    "headings alone": (b"ref;mark\r\n", "aucune ligne"),
    "another text": ("Bonjour à tous\n".encode(), "Bonjour"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "UTF-8"),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + bytes(100), "XLSX"),
    "an archive of something else": (b"PK\x03\x04" + bytes(100), "XLSX"),
    "zeros": (b"ref;mark\x00\r\n", "ni un classeur"),
    "a quotation mark that does not close": (b'ref;mark\r\n2099-026-1;"v\r\n', "guillemet"),
}


@pytest.mark.parametrize(("data", "message"), NO_FILES.values(), ids=NO_FILES)
def test_what_is_no_spreadsheet_of_ours_is_refused_in_words(data, message):
    assert message in refusal(data)


def test_files_and_tables_have_an_end(sheet, monkeypatch):
    monkeypatch.setattr(grids, "MOST_ROWS", 1)
    monkeypatch.setattr(upload, "MOST_ROWS", 1)
    sheet.rows.append(list(sheet.rows[0]))
    assert "1" in refusal(sheet.csv())
    monkeypatch.setattr(upload, "MOST_BYTES", 10)
    assert "fichier" in refusal(sheet.csv())


def repacked(data, name, change):
    """The workbook with one of its parts changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            new.writestr(part.filename, change(content) if part.filename == name else content)
    return file.getvalue()


def declaring(declarations, text=b"Titre"):
    """Declares entities in a part, and uses the last one for a text."""

    def declare(content):
        body = content.partition(b"?>")[2]
        return b'<?xml version="1.0"?><!DOCTYPE x [' + declarations + b"]>" + body.replace(text, b"&z;", 1)

    return declare


LAUGHS = b'<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY z "&b;&b;&b;&b;">'
HOST = b'<!ENTITY z SYSTEM "file:///etc/passwd">'


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"])
@pytest.mark.parametrize("declarations", [LAUGHS, HOST])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32", "utf-7", "cp037"])
def test_entities_in_the_xml_of_a_workbook_are_refused(activity, part, declarations, encoding):
    data = workbook.xlsx_file(sheet_activities(Activity.objects.filter(pk=activity.pk)))

    def declare(content):
        text = declaring(declarations, b"Chiffres" if "workbook" in part else b"Titre")(content).decode()
        return text.replace('version="1.0"', f'version="1.0" encoding="{encoding}"').encode(
            encoding, "xmlcharrefreplace"
        )

    assert "XLSX" in refusal(repacked(data, part, declare))


def test_a_workbook_that_unpacks_too_large_is_refused_before_it_is_unpacked(monkeypatch, activity):
    monkeypatch.setattr(package, "MOST_UNPACKED", 2**20)
    data = saved(exported(Activity.objects.filter(pk=activity.pk)))
    bomb = repacked(
        data, "xl/worksheets/sheet1.xml", lambda content: content.replace(b"<row", b" " * 2**21 + b"<row", 1)
    )
    assert len(bomb) < 2**20
    assert "volumineux" in refusal(bomb)


def spoiled(data, letters):
    """The workbook with some bytes of one of its parts changed, left out or doubled; or of the archive."""
    name = letters.choice([*zipfile.ZipFile(io.BytesIO(data)).namelist(), ""])

    def change(content):
        content = bytearray(content)
        for _time in range(letters.choice((1, 3))):
            place, other = letters.randrange(len(content)), letters.randrange(len(content))
            end = place + letters.randrange(30)
            content[place:end] = letters.choice((b"", b"<", b'"', b"-9", content[other : other + 40]))
        return bytes(content)

    return repacked(data, name, change) if name else data[:4] + change(data[4:])


def test_a_spoiled_workbook_is_read_or_refused_in_words(activity):
    data = saved(exported(Activity.objects.filter(pk=activity.pk)))
    refused = 0
    for seed in range(150):
        try:
            read_upload(spoiled(data, random.Random(seed)))  # noqa: S311  # no secret
        except ValidationError:
            refused += 1
    assert 20 < refused < 150


def test_what_stands_far_from_the_table_is_refused_not_cut(activity):
    book = exported(Activity.objects.filter(pk=activity.pk))
    far = book["Activités"].cell(1_048_576, 16_384)
    far.number_format = "0.00"  # an empty cell that bears a format is nothing
    assert len(upload.read_upload(saved(book))["activities"]) == 1
    far.value = "loin"
    assert "100 colonnes" in refusal(saved(book))


def test_control_characters_are_left_out(sheet, activity):
    sheet.set(activity.ref, title_fr="Un\x01 titre\x0b")
    (line,) = planned(sheet.csv()).changed
    assert [difference.after for difference in line.differences] == ["Un titre"]


def test_an_export_offers_its_closed_lists_and_explains_itself():
    book = exported()
    assert book.sheetnames == ["Activités", "Chiffres", "Mode d’emploi", "Identifiants", "Listes"]
    sheet = book["Activités"]
    assert sheet.freeze_panes == "B2"
    assert len(sheet.data_validations.dataValidation) == 4
    explained = [row[1] for row in book["Mode d’emploi"].iter_rows(values_only=True)]
    assert {cell.value for cell in sheet[1]} <= set(explained)
    identifiers = list(book["Identifiants"].iter_rows(values_only=True))
    assert ("Pays", "KGZ", "Kirghizistan", "Kyrgyzstan") in identifiers
    assert not faults(saved(book))
