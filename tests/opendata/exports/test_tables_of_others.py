"""Files as pandas, polars, DuckDB and openpyxl read them, and a person in a spreadsheet."""

import csv
import io
import json

import duckdb
import openpyxl
import pandas as pd
import polars as pl
import pytest
from django.core.cache import cache
from openpyxl.utils import get_column_letter

from activities.models import Activity, Country, Figure
from activities.models.vocabulary import Kind
from activities.opendata.csv_rows import csv_rows
from tests.factories import ActivityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_limit(settings):
    cache.clear()
    settings.API_RATE = settings.API_FILE_RATE = None


@pytest.fixture
def saved(client, tmp_path):
    def save(name, query="", path="/fr/activites"):
        response = client.get(f"{path}.{name}?{query}")
        assert response.status_code == 200, response.content
        file = tmp_path / f"list.{name}"
        file.write_bytes(b"".join(response.streaming_content))
        return file

    return save


def published():
    return list(Activity.objects.published().in_report_order().values_list("ref", flat=True))


def test_every_line_of_json_lines_is_a_record_for_pandas_polars_and_duckdb(saved):
    file = saved("jsonl")
    assert pd.read_json(file, lines=True)["ref"].tolist() == published()
    assert pl.read_ndjson(file, infer_schema_length=None)["ref"].to_list() == published()
    rows = duckdb.sql(f"SELECT ref FROM read_json('{file}', format = 'newline_delimited')").fetchall()  # noqa: S608
    assert [ref for (ref,) in rows] == published()


def test_the_statement_of_json_lines_is_beside_it(client):
    response = client.get("/en/activities.jsonl?country=KGZ&page=2")
    address = "http://testserver/en/activities.statement?country=KGZ"
    assert response["Link"] == f'<{address}>; rel="describedby"'
    stated = json.loads(b"".join(client.get(address).streaming_content))
    assert stated["count"] == int(response["X-Total-Count"]) == len(list(b"".join(response).splitlines()))
    assert (stated["query"], stated["licence"]) == ("Kyrgyzstan", "CC BY 4.0")


@pytest.mark.parametrize("table", ["activities", "countries", "figures"])
def test_csv_with_semicolons_has_the_cells_of_that_with_commas(saved, table):
    commas = pd.read_csv(saved("csv", f"table={table}"), dtype=str, keep_default_na=False)
    numbers = {"value"} if table == "figures" else set()
    file = saved("csv", f"table={table}&delimiter=semicolon")
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    semicolons = pd.read_csv(file, sep=";", dtype=str, keep_default_na=False)
    for name in numbers:
        semicolons[name] = semicolons[name].str.replace(",", ".")
    assert semicolons.drop(columns="date").equals(commas.drop(columns="date"))
    engine = duckdb.read_csv(str(file), sep=";", all_varchar=True)
    assert engine.shape == commas.shape == pl.read_csv(file, separator=";", infer_schema=False).shape


def test_a_number_with_decimals_is_one_in_a_french_spreadsheet(saved):
    country = Country.objects.get(iso3="TUV")
    ActivityFactory(countries=[country], figures=[{"value": "2.5"}])
    file = saved("csv", "table=figures&delimiter=semicolon&country=TUV")
    assert pd.read_csv(file, sep=";", decimal=",")["value"].tolist() == [2.5]


@pytest.mark.parametrize("query", ["delimiter=tab", "delimiter=;", "delimiter=comma&delimiter=semicolon"])
def test_another_delimiter_is_refused_by_its_name(client, query):
    response = client.get(f"/fr/activites.csv?{query}")
    assert response.status_code == 400
    assert [row["name"] for row in response.json()["parameters"]] == ["delimiter"]


def test_a_format_without_cells_takes_no_delimiter(client):
    assert client.get("/fr/activites.xlsx?delimiter=semicolon").status_code == 400


@pytest.mark.parametrize(("path", "label"), [("/fr/activites", 0), ("/en/activities", 1)])
def test_a_label_in_the_language_of_the_file_stands_beside_each_code(saved, path, label):
    rows = list(csv.DictReader(io.StringIO(saved("csv", "", path).read_text(encoding="utf-8-sig"))))
    names = list(rows[0])
    for code, beside in [("kind", "kind_label"), ("scope", "scope_label"), ("themes", "theme_names")]:
        assert names.index(beside) == names.index(code) + 1
    for row in rows:
        activity = Activity.objects.get(ref=row["ref"])
        themes = [(theme.name_fr, theme.name_en)[label] for theme in activity.themes.in_tree_order()]
        assert row["theme_names"] == "; ".join(themes)
        assert row["kind_label"]
    trained = {row["kind_label"] for row in rows if row["kind"] == Kind.TRAINING}
    assert len(trained) == 1


def test_figures_have_the_names_of_their_units_and_programmes(saved):
    found = pd.read_csv(saved("csv", "table=figures", "/en/activities"), keep_default_na=False)
    units = dict(Figure.objects.values_list("unit__slug", "unit__name_en"))
    assert found["unit_name"].tolist() == [units[slug] for slug in found["unit"]]
    assert ((found["programme"] == "") == (found["programme_name"] == "")).all()
    assert (found["role_label"] != "").all()


@pytest.mark.parametrize("query", ["", "country=KGZ&theme=cybercrime"])
def test_every_sheet_can_be_filtered_over_all_its_cells(saved, query):
    book = openpyxl.load_workbook(saved("xlsx", query))
    for sheet in book.worksheets[:3]:
        assert sheet.auto_filter.ref == f"A1:{get_column_letter(sheet.max_column)}{sheet.max_row}"
        assert sheet.freeze_panes == "B2"
        head = {cell.value: sheet.column_dimensions[cell.column_letter].width for cell in sheet[1]}
        assert all(width > 20 for name, width in head.items() if name.endswith(("_names", "_label")))


def test_the_cells_of_every_table_have_one_separator(tmp_path):
    assert csv_rows([[["a", "b"]]]) == "a; b\r\n"
