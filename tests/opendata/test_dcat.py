"""The descriptions of pages and the catalogue's own conform to DCAT-AP 3, by its shapes and pySHACL."""

import json
import re
from concurrent.futures import ThreadPoolExecutor

import pyshacl
import pytest
from rdflib import DCAT, DCTERMS, FOAF, RDF, SH, Graph, Literal, URIRef
from rdflib.namespace import XSD
from rdflib.plugins.parsers.jsonld import to_rdf

from activities.models import Activity, Report
from activities.opendata.harvesting import written
from tests.factories import ActivityFactory
from tests.material import required

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated"),  # of rdflib, in pySHACL
    pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated"),
]

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)
FORMS = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}
TYPES = {"ttl": "text/turtle", "jsonld": "application/ld+json", "rdf": "application/rdf+xml"}
SHAPES = ("shapes", "range", "mdr-vocabularies.shape", "shapes_recommended", "deprecateduris")
PAGES = [
    "/fr/", "/en/", "/fr/activites/", "/en/activities/?country=KGZ&q=%22a%20b%22", "/fr/activites/?q=%C3%A9cole%20%3C",
    "/fr/donnees/", "/en/data/",
]  # fmt: skip
WHOLE = URIRef("http://testserver/fr/donnees/#dataset")


@pytest.fixture(scope="module")
def shapes():
    folder = required("DCAT_AP_DIR", "the shapes of DCAT-AP 3")
    graph = Graph()
    for name in SHAPES:
        graph.parse(folder / f"{name}.ttl")
    return graph


def graph_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    ending = address.rpartition(".")[2]
    if ending in ("ttl", "rdf"):
        return Graph().parse(data=response.content, format=FORMS[ending])
    (block,) = [response.text] if ending == "jsonld" else BLOCK.findall(response.text)
    return to_rdf(json.loads(block), Graph())


def violations(graph, shapes):
    _conforms, report, text = pyshacl.validate(graph, shacl_graph=shapes, advanced=True)
    results = [
        result
        for listed in report.subjects(RDF.type, SH.ValidationReport)
        for result in report.objects(listed, SH.result)
    ]
    return [text for result in results if (result, SH.resultSeverity, SH.Violation) in report]


@pytest.mark.parametrize("address", [*PAGES, *(f"/catalogue.{ending}" for ending in FORMS)])
def test_a_description_violates_no_shape(client, shapes, address):
    graph = graph_of(client, address)
    assert set(graph.subjects(RDF.type, DCAT.Dataset))
    assert violations(graph, shapes) == []


def test_the_shapes_would_see_a_fault(client, shapes):
    graph = graph_of(client, "/catalogue.ttl")
    graph.remove((None, FOAF.name, None))
    assert violations(graph, shapes)


def test_with_an_address_to_write_to_it_conforms_too(client, shapes, settings):
    settings.CONTACT_EMAIL = "catalogue@example.org"
    graph = graph_of(client, "/catalogue.ttl")
    assert violations(graph, shapes) == []
    assert URIRef("mailto:catalogue@example.org") in set(graph.objects())


def test_the_three_forms_are_one_graph_with_its_types(client):
    graphs = [graph_of(client, f"/catalogue.{ending}") for ending in FORMS]
    first, *others = (set(graph) - blank(graph) for graph in graphs)
    assert all(other == first for other in others)
    for ending, content_type in TYPES.items():
        response = client.get(f"/catalogue.{ending}")
        assert response["Content-Type"].startswith(content_type)
        assert response["Access-Control-Allow-Origin"] == "*"
        again = client.get(f"/catalogue.{ending}", headers={"If-None-Match": response["ETag"]})
        assert again.status_code == 304
    assert client.get("/catalogue.xml").status_code == 404


def blank(graph):
    return {triple for triple in graph if any(not isinstance(part, (URIRef, Literal)) for part in triple)}


def test_a_portal_reads_licence_publisher_languages_time_place_theme_and_service(client):
    graph = graph_of(client, "/catalogue.ttl")
    (catalogue,) = graph.subjects(RDF.type, DCAT.Catalog)
    assert set(graph.objects(catalogue, DCAT.dataset)) == {WHOLE}
    (service,) = graph.objects(catalogue, DCAT.service)
    assert set(graph.objects(service, DCAT.servesDataset)) == {WHOLE}
    for node in (catalogue, WHOLE):
        (publisher,) = graph.objects(node, DCTERMS.publisher)
        assert {name.language for name in graph.objects(publisher, FOAF.name)} == {"fr", "en"}
        assert {str(language)[-3:] for language in graph.objects(node, DCTERMS.language)} == {"FRA", "ENG"}
        assert {title.language for title in graph.objects(node, DCTERMS.title)} == {"fr", "en"}
        assert len(set(graph.objects(node, DCTERMS.spatial))) == 1
    (period,) = graph.objects(WHOLE, DCTERMS.temporal)
    years = list(Report.objects.published().order_by("ref").values_list("ref", flat=True))
    assert set(graph.objects(period, DCAT.startDate)) == {Literal(years[0], datatype=XSD.gYear)}
    assert set(graph.objects(period, DCAT.endDate)) == {Literal(years[-1], datatype=XSD.gYear)}
    assert [str(theme).rpartition("/")[2] for theme in graph.objects(WHOLE, DCAT.theme)] == ["JUST"]
    assert (
        len(set(graph.objects(WHOLE, DCAT.distribution))) == 7
    )  # the package, three formats in two languages


def test_every_distribution_can_be_downloaded_with_its_licence_and_type(client, settings):
    settings.API_RATE = settings.API_FILE_RATE = None
    graph = graph_of(client, "/catalogue.ttl")
    for file in graph.objects(WHOLE, DCAT.distribution):
        (address,) = graph.objects(file, DCAT.downloadURL)
        response = client.get(str(address).removeprefix("http://testserver"))
        assert response.status_code == 200
        (media_type,) = graph.objects(file, DCAT.mediaType)
        assert response["Content-Type"].startswith(str(media_type).partition("media-types/")[2])
        assert str(next(graph.objects(file, DCTERMS.license))).endswith("/licenses/by/4.0/")
        assert list(response)


def test_the_data_set_is_described_where_its_identifier_leads(client):
    for address in ("/fr/", "/en/data/", "/catalogue.ttl"):
        assert set(graph_of(client, address).subjects(RDF.type, DCAT.Dataset)) == {WHOLE}
    page = graph_of(client, str(WHOLE).partition("#")[0].removeprefix("http://testserver"))
    assert (WHOLE, RDF.type, DCAT.Dataset) in page


def test_a_change_shows_in_the_description(client):
    before = client.get("/catalogue.ttl")
    activity = ActivityFactory()
    (modified,) = graph_of(client, "/catalogue.ttl").objects(WHOLE, DCTERMS.modified)
    assert modified.toPython() == Activity.objects.get(pk=activity.pk).updated_at.replace(microsecond=0)
    assert client.get("/catalogue.ttl")["ETag"] != before["ETag"]


def test_no_reader_needs_another_server(client):
    for address in PAGES:
        (block,) = BLOCK.findall(client.get(address).text)
        assert isinstance(json.loads(block)["@context"], dict)


def test_home_and_data_page_lead_to_the_description(client):
    for address in ("/fr/", "/en/data/"):
        assert '<link rel="alternate" type="text/turtle" href="/catalogue.ttl"' in client.get(address).text


def test_threads_write_the_same_description_at_once(client):
    described = json.loads(client.get("/catalogue.jsonld").text)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda ending: written(described, ending)[0], ["ttl", "rdf"] * 8))
    graphs = [
        Graph().parse(data=content, format=("turtle", "xml")[place % 2])
        for place, content in enumerate(found)
    ]
    assert len({len(graph) for graph in graphs}) == 1
