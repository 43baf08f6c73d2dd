"""Django's own dumps carry a catalogue too: dumpdata, empty tables, loaddata, and nothing is lost."""

import json
from collections import Counter

import pytest
from django.apps import apps
from django.core.management import call_command

from activities.curation.fixtures import export, load
from activities.models import Activity
from activities.models.base import NaturalKey
from activities.search import publish_changes
from tests.catalogues import SAMPLE, empty_catalogue
from tests.search import oracle

pytestmark = pytest.mark.django_db

CURATED = [
    model._meta.label
    for model in apps.get_app_config("activities").get_models()
    if issubclass(model, NaturalKey)
]


@pytest.fixture
def small():
    """The directory of the sample catalogue, which is all that the database holds."""
    empty_catalogue()
    load(SAMPLE)
    return SAMPLE


@pytest.fixture
def dump(small, tmp_path):
    path = tmp_path / "dump.json"
    call_command("dumpdata", *CURATED, natural_foreign=True, natural_primary=True, output=str(path))
    return path


def exported(directory):
    export(directory)
    return {path.relative_to(directory): path.read_bytes() for path in directory.rglob("*.*")}


def test_a_dump_names_rows_by_their_natural_keys(dump):
    rows = json.loads(dump.read_text(encoding="utf-8"))
    assert {row["model"] for row in rows} == {label.lower() for label in CURATED}
    assert not any("pk" in row for row in rows)
    webinar = next(row for row in rows if row["fields"].get("ref") == "2099-047-1")
    assert webinar["fields"]["regions"] == [["caribbean"]]


def test_a_dump_loaded_into_empty_tables_is_the_same_catalogue(small, dump, tmp_path):
    before = exported(tmp_path / "before")
    empty_catalogue()
    call_command("loaddata", str(dump), verbosity=0)
    assert exported(tmp_path / "after") == before
    # The fixtures still know what they had loaded, and nothing but the search rows has to be made anew.
    results = sum(load(small).counts.values(), Counter())
    assert set(results) == {"unchanged"}
    publish_changes(Activity.objects.all())
    assert oracle.containing("IMPACS").get().ref == "2099-047-1"
