"""Citations are read by reference managers and printed by citation processors as they were meant."""

import json
import re
import xml.etree.ElementTree as ET
from datetime import date

import bibtexparser
import pytest
import rispy
from django.core.cache import cache
from django.utils import translation
from pybtex.database import parse_string

from activities.models import Activity, Theme
from activities.opendata import citations
from tests.factories import ActivityFactory
from tests.material import program
from tests.opendata.processors import converted, printed, styles

pytestmark = pytest.mark.django_db

ACCESSED = date(2026, 12, 1)
MODS = "{http://www.loc.gov/mods/v3}"
AUTHORS = {
    "en": "Independent catalogue of UNODC activities",
    "fr": "Catalogue indépendant des activités de l’ONUDC",
}
AWKWARD = [
    ("50 % & {plus}", "100% {open} & closed"),
    ("« Prisons » : bilan n° 3", "“Prisons”: a stock-taking, no. 3"),
    ("A", "B"),
    ("Études 2019-2020 sur l’œuvre_commune", "Studies of 2019–2020: what's #1?"),
    ("Fin avec un point.", "Is this a question?"),
]


@pytest.fixture(autouse=True)
def _without_limit(settings):
    cache.clear()
    settings.API_RATE = settings.API_FILE_RATE = None


@pytest.fixture(params=["en", "fr"])
def language(request):
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def references(language):
    """The citations of the whole catalogue, and of activities that programs stumble over."""
    names = {"name_fr": "Avoirs gelés, saisis et confisqués", "name_en": "Assets, frozen, seized, lost"}
    themes = [Theme.objects.create(slug="assets", position=9999, **names)]
    for french, english in AWKWARD:
        ActivityFactory(
            texts={"fr": (french, "Résumé."), "en": (english, "Summary.")}, relations={"themes": themes}
        )
    return [
        citations.reference(activity, url=f"https://example.org/id/{activity.ref}", accessed=ACCESSED)
        for activity in Activity.objects.published().for_detail().in_report_order()
    ]


def letters(text):
    """The text without what styles and TeX change: case, spaces, quotation marks and final points."""
    text = re.sub(r"\\text\w+\{\}|\\|[{}$]", "", text)
    return re.sub(r"[\s\u00a0\u202f“”‘’«»\"'.…]", "", text).casefold()


@pytest.mark.parametrize("name", styles("en"))
def test_every_style_prints_title_reference_source_and_address(references, language, name):
    items = json.loads(
        json.dumps([citations.csl(reference, proof="Record 7 of 9") for reference in references])
    )
    lines = printed(items, styles(language)[name], language)
    assert len(lines) == len(references)
    for reference in references:
        line = lines[f"unodc-{reference.ref}"]
        assert line.casefold().startswith(AUTHORS[language].casefold())
        # No rest of a sentence, of a style or of another citation: the address is followed by points alone.
        assert re.search(rf"{re.escape(reference.url)}(\.| [\[(].*[\])]\.?)?$", line), line
        assert "Record 7" not in line
        assert reference.translated_title not in line.replace(reference.title, "") or len(reference.title) < 3
        assert reference.ref not in re.sub(r"[‐‑–—]", "?", line).replace(reference.ref, "")
        if name != "UN":  # this style names the site alone of what is on the Web
            assert letters(reference.title) in letters(line)
        if name in ("APA", "Chicago", "MLA"):
            assert f" {reference.ref}, {reference.source}" in line


def test_a_keyword_with_a_comma_is_one_keyword(references):
    with_comma = [reference for reference in references if any("," in word for word in reference.keywords)]
    assert len(with_comma) >= len(AWKWARD)
    for reference in references:
        for listed in (citations.csl(reference)["keyword"], bib(reference).fields["keywords"]):
            assert len([word for word in re.split("[,;]", listed) if word]) == len(reference.keywords)


def bib(reference):
    return next(iter(parse_string(citations.bibtex(reference), "bibtex").entries.values()))


def test_bibtex_is_read_by_pybtex_and_bibtexparser_alike(references, language):
    text = "\n".join(citations.bibtex(reference) for reference in references)
    library = bibtexparser.parse_string(text)
    assert library.failed_blocks == []
    assert len(library.entries) == len(references)
    database = parse_string(text, "bibtex")
    for reference, parsed in zip(references, library.entries, strict=True):
        entry = database.entries[parsed.key]
        (author,) = entry.persons["author"]
        assert author.last_names == ["{" + AUTHORS[language] + "}"]
        assert (author.first_names, author.prelast_names) == ([], [])
        assert letters(entry.fields["title"]) == letters(parsed["title"]) == letters(reference.title)
        assert letters(parsed["abstract"]) == letters(reference.summary)
        assert entry.fields["url"] == reference.url


def test_ris_is_read_by_rispy(references, language):
    text = "".join(citations.ris(reference) for reference in references)
    records = rispy.loads(text)
    assert len(records) == len(references)
    for reference, record in zip(references, records, strict=True):
        assert [letters(name) for name in record["authors"]] == [letters(AUTHORS[language]) + ","]
        assert letters(record["title"]) == letters(reference.title)
        assert record["keywords"] == reference.keywords
        assert "translated_title" not in record
        assert record["urls"] == [reference.url]


@pytest.mark.parametrize(("source", "write"), [("ris2xml", citations.ris), ("bib2xml", citations.bibtex)])
def test_bibutils_reads_an_undivided_name_a_date_and_a_whole_title(references, language, source, write):
    program(source)
    document = ET.fromstring(converted(source, "".join(map(write, references))))  # noqa: S314  # our own
    records = list(document.iter(f"{MODS}mods"))
    assert len(records) == len(references)
    for reference, record in zip(references, records, strict=True):
        (name,) = record.iter(f"{MODS}name")
        assert name.get("type") is None
        assert [part.text.replace("\u00a0", " ") for part in name.iter(f"{MODS}namePart")] == [
            AUTHORS[language]
        ]
        day = record.find(f"{MODS}originInfo/{MODS}dateIssued").text
        assert reference.reviewed.isoformat().startswith(day)
        assert record.find(f"{MODS}location/{MODS}url").text == reference.url
        title = record.find(f"{MODS}titleInfo")
        assert letters(reference.title).replace(":", "") == letters("".join(title.itertext())).replace(
            ":", ""
        )


def test_bibutils_turns_ris_into_bibtex_that_has_the_name_whole(references, language):
    program("ris2xml")
    database = parse_string(converted("ris2xml | xml2bib", citations.ris(references[0])), "bibtex")
    (entry,) = database.entries.values()
    (author,) = entry.persons["author"]
    assert author.first_names == []


@pytest.mark.parametrize(("ending", "proof"), [("csl", r'"annote": "%s'), ("ris", "\nLB  - %s")])
def test_the_proof_of_a_list_is_where_no_style_prints_it(client, ending, proof):
    response = client.get(f"/en/activities.{ending}?country=KGZ")
    text = b"".join(response.streaming_content).decode()
    count = int(response["X-Total-Count"])
    for number in range(1, count + 1):
        assert len(re.findall(proof % f"Record {number} of {count} ", text)) == 1
    records = json.loads(text) if ending == "csl" else rispy.loads(text)
    assert not any(
        "Record" in str(record.get(name)) for record in records for name in ("note", "notes", "abstract")
    )


def test_no_theme_has_a_semicolon_in_its_name():
    assert not Theme.objects.filter(name_fr__contains=";").union(Theme.objects.filter(name_en__contains=";"))
