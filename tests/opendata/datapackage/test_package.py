"""The Data Package: valid by Frictionless's own validator, complete, and described in both languages."""

import csv
import io
import json
import zipfile

import pandas as pd
import pytest
from django.core.management import CommandError, call_command
from frictionless import validate

from activities.models import Activity, CatalogueVersion, Figure
from activities.models.index import State
from activities.opendata import datapackage
from activities.opendata.datapackage import RESOURCES, files
from activities.search import publish_changes
from tests.factories import ActivityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def package(tmp_path):
    datapackage.write_package(tmp_path, "https://example.org")
    return tmp_path


def rows(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def descriptor(folder):
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


def faults(folder):
    report = validate(str(folder / "datapackage.json"))
    return [error.message for error in report.errors] + [
        error.message for task in report.tasks for error in task.errors
    ]


def test_the_package_is_valid(package):
    assert faults(package) == []


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("activity_countries", ",KGZ,", ",XXX,"),  # no such country
        ("activities", ",global,", ",galactic,"),  # no such scope
        ("themes", "corruption,", "corruption, ,"),  # a cell too many
    ],
)
def test_the_validator_would_see_a_fault(package, name, before, after):
    path = package / f"{name}.csv"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    assert faults(package)


def test_it_holds_every_published_activity_with_its_permanent_address(package):
    ActivityFactory(status="draft", reviewed_by="", reviewed_on=None)
    refs = [row["ref"] for row in rows(package, "activities")]
    assert refs == list(Activity.objects.published().in_report_order().values_list("ref", flat=True))
    assert rows(package, "activities")[0]["url"] == f"https://example.org/id/{refs[0]}"


@pytest.mark.parametrize("table", RESOURCES, ids=lambda table: table.name)
def test_no_table_asks_a_question_for_each_row(table):
    assert "EXISTS" not in str(table.rows("").query)


def test_a_draft_leaves_no_trace(tmp_path):
    draft = ActivityFactory(status="draft", reviewed_by="", reviewed_on=None)
    datapackage.write_package(tmp_path)
    assert not any(draft.ref in path.read_text(encoding="utf-8") for path in tmp_path.iterdir())


def test_what_a_row_says_is_what_the_activity_says(workshop, package):
    activity = next(row for row in rows(package, "activities") if row["ref"] == workshop.ref)
    assert activity["title_en"] == "Workshop for prosecutors in Nepal"
    assert activity["title_fr"] == "Atelier pour procureurs au Népal"
    assert (activity["kind"], activity["scope"], activity["start"]) == ("training", "national", "")
    figure = next(row for row in rows(package, "figures") if row["activity"] == workshop.ref)
    assert (figure["value"], figure["unit"], figure["countries"], figure["cumulative"]) == (
        "20",
        "people_trained",
        "NPL",
        "false",
    )
    assert {"activity": workshop.ref, "country": "NPL", "role": "beneficiary"} in rows(
        package, "activity_countries"
    )


def test_figures_of_paragraphs_are_there_too(package):
    assert len(rows(package, "figures")) == Figure.objects.published().count()
    assert any(not row["activity"] for row in rows(package, "figures"))


def test_the_dictionary_is_in_both_languages(package):
    resources = {resource["name"]: resource for resource in descriptor(package)["resources"]}
    countries = resources["countries"]
    assert (countries["title"], countries["title@fr"]) == ("Countries", "Pays")
    for resource in resources.values():
        for field in resource["schema"]["fields"]:
            assert field["title"]
            assert field["title@fr"]
    content = descriptor(package)
    assert content["licenses"][0]["name"] == "CC-BY-4.0"
    assert "75/196" in content["sources"][0]["title@fr"]


def test_the_descriptor_states_rows_and_hash_of_each_file(package):
    content = descriptor(package)
    assert content["count"] == Activity.objects.published().count()
    for resource in content["resources"]:
        assert resource["rows"] == len(rows(package, resource["name"]))


def test_a_text_cannot_execute_as_a_formula(tmp_path):
    for start in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"):
        ActivityFactory(texts={"fr": (f"{start}", "Résumé"), "en": ("Title", "Summary")})
    datapackage.write_package(tmp_path)
    titles = [row["title_fr"] for row in rows(tmp_path, "activities") if row["ref"].startswith("2099")]
    assert len(titles) == 6
    assert all(title.startswith("'") for title in titles)
    assert faults(tmp_path) == []


def test_a_package_that_was_not_finished_has_no_descriptor(package, monkeypatch):
    monkeypatch.setattr(files, "_write_resource", lambda *arguments: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        datapackage.write_package(package)
    assert not (package / "datapackage.json").exists()


def test_an_edit_meanwhile_is_told(tmp_path, monkeypatch):
    numbers = iter(range(100))
    monkeypatch.setattr(CatalogueVersion, "state", lambda: State(next(numbers), None))
    with pytest.raises(CommandError, match="edited meanwhile"):
        call_command("export_catalogue", tmp_path)
    assert not (tmp_path / "datapackage.json").exists()


def test_the_command_says_what_it_wrote(tmp_path, capsys):
    call_command("export_catalogue", tmp_path / "new", "--url", "https://example.org/")
    assert (
        capsys.readouterr().out.strip()
        == f"{len(datapackage.RESOURCES) + 1} files written to {tmp_path / 'new'}"
    )
    assert rows(tmp_path / "new", "activities")[0]["url"].startswith("https://example.org/id/")


def test_the_download_is_the_same_package(client, tmp_path):
    response = client.get("/fr/donnees/catalogue.zip")
    assert response["Content-Type"] == "application/zip"
    content = b"".join(response.streaming_content)
    assert len(content) == int(response["Content-Length"])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path)
    assert faults(tmp_path) == []
    assert rows(tmp_path, "activities")[0]["url"].startswith("http://testserver/id/")


def test_an_edit_shows_in_the_next_download(client):
    def fetched(tag=""):
        response = client.get("/en/data/catalogue.zip", headers={"If-None-Match": tag})
        list(response)
        return response

    tag = fetched()["ETag"]
    assert fetched(tag).status_code == 304
    publish_changes(Activity.objects.published()[:1])
    assert fetched(tag).status_code == 200


def test_a_download_that_edits_keep_spoiling_asks_for_patience(client, monkeypatch):
    def spoiled(*arguments):
        raise datapackage.ChangedMeanwhileError

    monkeypatch.setattr(files, "write_package", spoiled)
    response = client.get("/fr/donnees/catalogue.zip")
    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert response.text == "Le catalogue est en cours de modification. Veuillez réessayer dans une minute."


def test_the_download_is_written_once_a_version(client, monkeypatch):
    written = []
    monkeypatch.setattr(
        "activities.opendata.datapackage.download.write_zip",
        lambda file, base: written.append(file.write(b"package")),
    )
    for _time in range(2):
        assert b"".join(client.get("/fr/donnees/catalogue.zip").streaming_content) == b"package"
    assert len(written) == 1
    publish_changes(Activity.objects.published()[:1])
    list(client.get("/fr/donnees/catalogue.zip"))
    assert len(written) == 2


def test_the_code_of_namibia_is_warned_of_and_read_as_the_dictionary_says(package, client):
    resources = {resource["name"]: resource for resource in descriptor(package)["resources"]}
    (code,) = [field for field in resources["countries"]["schema"]["fields"] if field["name"] == "iso2"]
    for name, page in (("description", "/en/data/"), ("description@fr", "/fr/donnees/")):
        assert "keep_default_na=False" in code[name]
        assert "keep_default_na=False" in client.get(page).text
    read = pd.read_csv(package / "countries.csv", keep_default_na=False)
    assert read.set_index("iso3").loc["NAM", "iso2"] == "NA"


def test_every_cell_with_several_values_has_the_same_separator(package):
    for resource in RESOURCES:
        for row in rows(package, resource.name):
            for name, value in row.items():
                if name.startswith("aliases") or name in ("countries", "languages"):
                    assert ";" not in value.replace("; ", ""), (resource.name, name)
