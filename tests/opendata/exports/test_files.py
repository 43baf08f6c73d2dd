"""Files of a list: whole, in the form that each tool expects, with their source and licence."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET

import openpyxl
import pytest
from django.core.cache import cache

from activities.editing import make_transition
from activities.models import Activity, ActivityCountry, Country, Figure
from activities.opendata.exports import batches
from activities.opendata.exports.fields import AmountField
from activities.opendata.formulas import FORMULA
from tests import people
from tests.addresses import UNKNOWN
from tests.factories import ActivityFactory

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
FORMATS = ["csv", "xlsx", "json", "jsonl", "atom", "un", "apa", "bib", "ris", "csl"]
CARRIED = [*FORMATS, "xml"]  # IATI carries those alone that have a date: tests/opendata/iati has the rest


@pytest.fixture(autouse=True)
def _without_limit(settings):
    cache.clear()
    settings.API_RATE = settings.API_FILE_RATE = None


def contents(response):
    assert response.status_code == 200, response.content
    return b"".join(response.streaming_content)


def file(client, name, query="", path="/fr/activites"):
    return contents(client.get(f"{path}.{name}?{query}"))


def rows(content):
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def workbook(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def refs_in_api(client, query=""):
    found = client.get(f"/api/v1/activities/?page_size=500&fields=ref&{query}").json()
    return [record["ref"] for record in found["results"]]


# The same activities in every form


@pytest.mark.parametrize(
    "query", ["country=KGZ", "q=prison", "theme=corruption&sort=title", "kind=training&page=2"]
)
def test_every_form_has_the_activities_of_the_list_in_its_order(client, query):
    expected = refs_in_api(client, query.replace("&page=2", ""))
    assert expected
    readers = {
        "csv": lambda content: [row["ref"] for row in rows(content)],
        "xlsx": lambda content: [row[0].value for row in workbook(content).worksheets[0].iter_rows(2)],
        "json": lambda content: [record["ref"] for record in json.loads(content)["activities"]],
        "jsonl": lambda content: [json.loads(line)["ref"] for line in content.splitlines()],
        "atom": lambda content: [
            activity.find(f"{ATOM}id").text.rpartition("/")[2]
            for activity in ET.fromstring(content).iter(f"{ATOM}entry")  # noqa: S314  # our own
        ],
        "un": lambda content: re.findall(r"», activité ([\d-]+)\. D’après", content.decode()),
        "apa": lambda content: re.findall(r"/id/([\d-]+)$", content.decode(), re.M),
        "bib": lambda content: re.findall(r"@misc\{unodc-([\d-]+),", content.decode()),
        "ris": lambda content: re.findall(r"^ID  - ([\d-]+)", content.decode(), re.M),
        "csl": lambda content: [item["id"].removeprefix("unodc-") for item in json.loads(content)],
    }
    assert set(readers) == set(FORMATS)
    for name, read in readers.items():
        assert read(file(client, name, query)) == expected, name


def test_a_file_is_complete_over_many_chunks(client, monkeypatch):
    monkeypatch.setattr(batches, "AT_ONCE", 7)
    found = rows(file(client, "csv"))
    assert len(found) == Activity.objects.published().count()
    assert [row["row"] for row in found] == [str(number + 1) for number in range(len(found))]


@pytest.mark.parametrize(
    ("name", "query"),
    [*((name, "") for name in FORMATS), ("csv", "table=countries&"), ("csv", "table=figures&")],
)
def test_the_number_of_queries_does_not_grow_with_the_activities(
    client, name, query, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(batches, "AT_ONCE", 1000)
    file(client, name, f"{query}country=KGZ")
    with django_assert_max_num_queries(25):
        file(client, name, query)


@pytest.mark.parametrize("name", FORMATS)
def test_a_filter_that_matches_nothing_gives_a_valid_empty_file(client, name):
    content = file(client, name, "country=KGZ&theme=cybercrime")
    match name:
        case "csv":
            assert rows(content) == []
            assert content.endswith(b"licence_url\r\n")
        case "xlsx":
            sheets = workbook(content).worksheets
            assert [sheet.max_row for sheet in sheets[:3]] == [1, 1, 1]
        case "json":
            document = json.loads(content)
            assert (document["statement"]["count"], document["activities"], document["complete"]) == (
                0,
                [],
                0,
            )
        case "jsonl" | "ris":
            assert content == b""
        case "atom":
            assert ET.fromstring(content).findall(f"{ATOM}entry") == []  # noqa: S314
        case "csl":
            assert json.loads(content) == []


# What a file says of itself


def stated(name, content):
    match name:
        case "csv":
            return rows(content)[0]
        case "xlsx":
            sheet = workbook(content).worksheets[3]
            keys = [
                "catalogue",
                "source",
                "query",
                "address",
                "date",
                "count",
                "licence",
                "permanent_addresses",
            ]
            return dict(zip(keys, (row[1].value for row in sheet.iter_rows()), strict=False))
        case "statement":
            return json.loads(content)
    return json.loads(content)["statement"]


@pytest.mark.parametrize("name", ["csv", "xlsx", "json", "statement"])
def test_a_file_states_source_query_date_number_licence_and_permanent_addresses(client, name):
    content = file(client, name, "country=KGZ&q=sport", "/en/activities")
    said = stated(name, content)
    assert "resolution 75/196" in said["source"]
    assert said["query"] == "“sport” · Kyrgyzstan"
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]", said["date"])
    assert "CC BY 4.0" in said["licence"]
    assert int(said.get("count") or said["rows"]) == len(refs_in_api(client, "country=KGZ&q=sport"))
    permanent = said.get("permanent_addresses") or said["url"]
    assert permanent.startswith("http://testserver/id/")


@pytest.mark.parametrize("name", ["un", "apa", "bib", "ris", "csl"])
def test_references_state_the_same(client, name):
    query = "country=KGZ&q=sport"
    content = file(client, name, query, "/en/activities").decode()
    count = len(refs_in_api(client, query))
    for said in ("“sport” · Kyrgyzstan", "CC BY 4.0", "resolution 75/196", "http://testserver/id/2021-"):
        assert said in content
    assert re.search(rf"\b{count}( ·| of {count} ·| = complete)|of {count} ·", content)
    assert re.search(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]", content)


def test_a_feed_states_the_same(client):
    feed = ET.fromstring(file(client, "atom", "country=KGZ", "/en/activities"))  # noqa: S314
    assert feed.find(f"{ATOM}title").text == "UNODC activities catalogue · Kyrgyzstan"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == "http://testserver/en/activities.atom?country=KGZ"
    assert links["alternate"] == "http://testserver/en/activities/?country=KGZ"
    subtitle = feed.find(f"{ATOM}subtitle").text
    assert subtitle.startswith(f"{len(refs_in_api(client, 'country=KGZ'))} activities · Report")
    assert "CC BY 4.0" in feed.find(f"{ATOM}rights").text
    for activity in feed.iter(f"{ATOM}entry"):
        assert {
            activity.find(f"{ATOM}{name}") is not None for name in ("id", "title", "updated", "summary")
        } == {True}


@pytest.mark.parametrize("name", CARRIED)
def test_a_file_has_its_type_and_a_name_with_day_and_number(client, name):
    response = client.get(f"/fr/activites.{name}?country=KGZ")
    count = len(refs_in_api(client, "country=KGZ"))
    assert response["X-Total-Count"] == str(count)
    assert re.search(
        rf'filename="unodc-activities-\d{{4}}-\d\d-\d\d-{count}\.(iati\.)?{name}(\.txt)?"',
        response["Content-Disposition"],
    )
    assert response["X-Robots-Tag"] == "noindex"
    assert response["ETag"]
    again = client.get(f"/fr/activites.{name}?country=KGZ", headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304


def test_a_stream_is_in_the_language_of_its_address_to_the_end(client):
    for path, name in (("/fr/activites", "Kirghizistan"), ("/en/activities", "Kyrgyzstan")):
        last = rows(file(client, "csv", "country=KGZ", path))[-1]
        assert last["query"] == name
        assert name in last["country_names"]


# Long forms


def test_the_long_form_has_a_row_for_each_activity_and_country(client):
    found = rows(file(client, "csv", "table=countries"))
    named = ActivityCountry.objects.filter(activity__status="published")
    assert len(found) == named.count() == int(found[0]["rows"])
    assert {(row["ref"], row["iso3"], row["role"]) for row in found} == set(
        named.values_list("activity__ref", "country__iso3", "role")
    )


def test_the_long_form_has_a_row_for_each_figure_with_its_qualifier(client):
    found = rows(file(client, "csv", "table=figures"))
    figures = Figure.objects.filter(activity__status="published")
    assert len(found) == figures.count() == int(found[-1]["row"])
    amount = AmountField()
    assert sorted((row["ref"], row["qualifier"], row["value"], row["unit"]) for row in found) == sorted(
        (ref, qualifier, amount.to_representation(value), unit)
        for ref, qualifier, value, unit in figures.values_list(
            "activity__ref", "qualifier", "value", "unit__slug"
        )
    )


# Cells


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_can_calculate(client, text):
    country = Country.objects.get(iso3="TUV")
    ActivityFactory(countries=[country], texts={"fr": (text, "Résumé")}, source_note_en=text)
    row = next(row for row in rows(file(client, "csv", "country=TUV")) if row["summary_fr"] == "Résumé")
    assert row["title_fr"].startswith("'")
    assert row["source_note_en"].startswith("'")
    sheet = workbook(file(client, "xlsx", "country=TUV")).worksheets[0]
    cells = [cell for line in sheet.iter_rows(2) for cell in line if cell.value is not None]
    assert "f" not in {cell.data_type for cell in cells}
    assert any(cell.value.strip().endswith(text.strip()) for cell in cells if cell.data_type == "s")


def test_a_query_cannot_calculate_either(client):
    found = rows(file(client, "csv", "q=%22prison%22"))
    assert not any(value.startswith(FORMULA) for row in found for value in row.values())


def test_quotes_breaks_and_semicolons_stay_inside_their_cell(client):
    text = 'Une "phrase", puis;\r\nune ligne'
    ActivityFactory(countries=[Country.objects.get(iso3="TUV")], texts={"fr": ("Titre", text)})
    assert text in [row["summary_fr"] for row in rows(file(client, "csv", "country=TUV"))]


def test_a_workbook_has_types_and_headings_that_stay(client):
    book = workbook(file(client, "xlsx", "", "/en/activities"))
    assert book.sheetnames == ["Activities", "Activities by country", "Figures", "About these data"]
    assert [sheet.freeze_panes for sheet in book.worksheets[:3]] == ["B2"] * 3
    activities, figures = book["Activities"], book["Figures"]
    heads = {sheet.title: [cell.value for cell in sheet[1]] for sheet in book.worksheets}
    values = {row[heads["Figures"].index("value")].data_type for row in figures.iter_rows(2)}
    flags = {row[heads["Figures"].index("cumulative")].data_type for row in figures.iter_rows(2)}
    starts = {row[heads["Activities"].index("start")].data_type for row in activities.iter_rows(2)}
    assert (values, flags, starts - {"n"}) == ({"n"}, {"b"}, {"d"})
    assert book["About these data"]["B6"].value == Activity.objects.published().count()
    assert activities.max_row == 1 + Activity.objects.published().count()


# Bad input, and streams that break


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("/fr/activites.doc", "format"),
        ("/en/activities.html", "format"),
        ("/fr/activites.csv?country=XXX", "country"),
        ("/fr/activites.csv?contry=KGZ", "contry"),
        ("/fr/activites.csv?table=nothing", "table"),
        ("/fr/activites.xlsx?table=figures", "table"),
        ("/fr/activites.json?fields=ref", "fields"),
        ("/fr/activites.json?q=%00", "q"),
        ("/fr/changements.atom?country=KGZ", "country"),
    ],
)
def test_what_is_not_valid_is_refused_by_its_name(client, address, parameter):
    response = client.get(address)
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert [row["name"] for row in response.json()["parameters"]] == [parameter]


def test_an_address_that_takes_no_parameter_says_so(client):
    problem = client.get("/en/changes.atom?since=1").json()
    assert problem["detail"] == "since: This address takes no parameters."


@pytest.mark.parametrize("address", [f"/fr/activites/{UNKNOWN}.json", f"/fr/activites/{UNKNOWN}.csl"])
def test_a_record_that_does_not_exist_is_a_404(client, address):
    assert client.get(address).status_code == 404


def test_a_file_cannot_be_written(client):
    assert client.post("/fr/activites.csv").status_code == 405


def _last_csv(content):
    last = rows(content)[-1]
    return content.endswith(b"\r\n") and last["row"] == last["rows"]


def _last_ris(content):
    number, count = re.findall("LB  - Activité (\\d+) sur (\\d+)".encode(), content)[-1]
    return content.endswith(b"ER  - \r\n") and number == count


def _reads(read, content):
    try:
        return bool(read(content))
    except Exception:  # whatever a reader says of a torn file
        return False


# By what a reader knows that a file is whole, as the data page says.
WHOLE = {
    "csv": _last_csv,
    "xlsx": lambda content: workbook(content).sheetnames,
    "json": lambda content: "complete" in json.loads(content),
    "jsonl": lambda content: (
        content.endswith(b"\n") and len(list(map(json.loads, content.splitlines()))) == 181
    ),
    "atom": lambda content: content.rstrip().endswith(b"<!-- complete: 181 -->"),
    "xml": lambda content: (
        ET.fromstring(content) is not None and b"<!-- complete:" in content  # noqa: S314  # our own
    ),
    "un": lambda content: content.endswith(b"\n181 = complete\n"),
    "apa": lambda content: content.endswith(b"\n181 = complete\n"),
    "bib": lambda content: content.endswith(b"\n181 = complete\n"),
    "ris": _last_ris,
    "csl": lambda content: json.loads(content),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_that_was_cut_anywhere_is_known_for_it(client, name):
    content = file(client, name)
    assert _reads(WHOLE[name], content)
    cuts = {1, 2, 10, len(content) // 2, *(len(content) - left for left in (3, 60, 300, 2000))}
    # At the ends of lines too, where a torn file looks its best.
    ends = [found.end() for found in re.finditer(rb"\n", content)][:-1]
    for cut in sorted(cuts | set(ends[-40:]) | set(ends[:: max(1, len(ends) // 40)])):
        torn = content[:cut]
        assert torn.rstrip() == content.rstrip() or not _reads(WHOLE[name], torn), cut


@pytest.mark.parametrize(
    ("name", "closing"),
    [("csv", None), ("json", b'"complete"'), ("jsonl", None), ("atom", b"</feed>"), ("csl", b"]")],
)
def test_a_stream_that_breaks_does_not_look_complete(client, name, closing, monkeypatch):
    monkeypatch.setattr(batches, "AT_ONCE", 50)
    stream = iter(client.get(f"/fr/activites.{name}").streaming_content)
    received = [next(stream)]
    last = Activity.objects.published().order_by("-report_order").first()
    make_transition(last, "withdraw", by=people.reviewer(), note="Doublon")
    with pytest.raises(batches.CatalogueChangedError):
        received.extend(stream)
    content = b"".join(received)
    if name == "jsonl":
        assert len(content.splitlines()) < Activity.objects.published().count()
    elif name == "csv":
        last = rows(content)[-1]
        assert int(last["row"]) < int(last["rows"])
    else:
        assert not content.rstrip().endswith(closing)
        assert b'"complete"' not in content


def test_a_draft_is_in_no_file(client):
    draft = ActivityFactory(status="draft", countries=[Country.objects.get(iso3="TUV")])
    for name in FORMATS:
        assert draft.ref.encode() not in file(client, name, "country=TUV"), name


# The page that offers them


@pytest.mark.parametrize("query", ["q=&kind=training&sort=", "kind=training&utm_source=letter&page=1"])
def test_the_files_of_a_list_can_be_had_however_its_reader_came_to_it(client, query):
    page = client.get(f"/fr/activites/?{query}").text
    links = {link.replace("&amp;", "&") for link in re.findall(r'"(/fr/activites\.[^"]+)"', page)}
    assert len(links) == 15
    assert {client.get(link)["X-Total-Count"] for link in links} == {
        str(len(refs_in_api(client, "kind=training")))
    }


def test_a_file_takes_the_query_of_the_page_as_its_form_sends_it(client):
    content = file(client, "csv", "q=&kind=training&sort=")
    assert [row["ref"] for row in rows(content)] == refs_in_api(client, "kind=training")


def test_a_refused_list_offers_no_feed(client):
    assert ".atom" not in client.get("/fr/activites/?country=XXX").text


def test_the_list_offers_its_files_with_its_query_and_without_its_page(client):
    page = client.get("/fr/activites/?kind=training&q=formation&page=1").text
    links = re.findall(r'<a href="(/fr/activites\.[^"]+)"', page)
    assert len(links) == 15
    assert (
        '<link rel="alternate" type="application/atom+xml" href="/fr/activites.atom?kind=training&amp;q=formation"'
        in page
    )
    for link in links:
        assert "page=" not in link
        assert "kind=training" in link
        assert client.get(link.replace("&amp;", "&")).status_code == 200


def test_control_characters_break_no_feed(client):
    ActivityFactory(countries=[Country.objects.get(iso3="TUV")], texts={"fr": ("Ti\x0btre", "Ré\x01sumé")})
    assert "Titre" in file(client, "atom", "country=TUV").decode()


def test_the_feed_of_changes_has_the_last_one_first_and_what_was_withdrawn(client):
    gone = ActivityFactory()
    make_transition(gone, "withdraw", by=people.reviewer(), note="Doublon")
    new = ActivityFactory()
    feed = ET.fromstring(contents(client.get("/fr/changements.atom")))  # noqa: S314
    assert feed.find(f"{ATOM}link[@rel='alternate']").get("href") == "http://testserver/fr/changements/"
    first, second = list(feed)[9:11]
    assert first.find(f"{ATOM}id").text == f"http://testserver/id/{new.ref}"
    assert second.tag.endswith("deleted-entry")
    assert second.attrib["ref"] == f"http://testserver/id/{gone.ref}"
