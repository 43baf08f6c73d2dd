"""The API keeps to its own description: requests made from it, and requests that it forbids.

`pytest tests/opendata/api/test_contract.py --api-cases 100` makes more than 2,000.
"""

from functools import cache

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import given, settings
from jsonschema import Draft202012Validator
from schemathesis import GenerationMode

from activities.models import Activity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_limit")]

# The addresses that do not change.
NAMES = """
    activities activities/{ref} countries regions themes programmes partners instruments units paragraphs
    figures facets schema
"""
PATHS = ["/api/v1/", *(f"/api/v1/{name}/" for name in NAMES.split())]


@cache  # it is the same for every test of a release
def described():
    return schemathesis.openapi.from_wsgi("/api/v1/schema/", WSGIHandler())


@pytest.fixture
def contract():
    # As Django's own test client does: the requests share the transaction of the test.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield described()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_every_address_is_described(contract):
    assert set(contract.raw_schema["paths"]) == set(PATHS)
    assert contract.raw_schema["openapi"] == "3.1.0"


def test_every_parameter_and_header_is_described(contract):
    for path in contract.raw_schema["paths"].values():
        operation = path["get"]
        assert [row["name"] for row in operation["parameters"] if not row.get("description")] == []
        assert operation["responses"]["200"]["headers"]["ETag"]["description"]
        assert operation["responses"]["429"]["headers"]["Retry-After"]["schema"] == {"type": "integer"}
        assert not {"ETag", "Retry-After"} & {row["name"] for row in operation["parameters"]}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["valid", "invalid"])
def test_every_answer_keeps_to_the_description(contract, pytestconfig, path, mode):
    operation = contract[path]["GET"]

    @settings(max_examples=pytestconfig.getoption("--api-cases"), database=None)
    @given(case=operation.as_strategy(mode))
    def asked(case):
        case.call_and_validate()

    asked()


def test_every_record_keeps_to_its_schema(client):
    components = client.get("/api/v1/schema/").json()["components"]
    validator = Draft202012Validator({"$ref": "#/components/schemas/Activity", "components": components})
    records = client.get("/api/v1/activities/?page_size=500").json()["results"]
    assert len(records) == Activity.objects.published().count()
    assert [error.message for record in records for error in validator.iter_errors(record)] == []
    assert set(components["schemas"]["Activity"]["properties"]) == set(records[0])
