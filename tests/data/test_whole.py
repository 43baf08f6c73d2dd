"""The curated catalogue has no fault by the checks of the project, and its files are as an export writes them."""

import pytest
from django.conf import settings
from django.core.management import call_command

from activities.curation.checks import faults
from activities.curation.fixtures import export
from activities.curation.fixtures.validation import LAYOUT, read_all

pytestmark = pytest.mark.django_db


def test_the_curated_catalogue_has_no_fault():
    assert [str(fault) for fault in faults()] == []


def test_the_command_passes_it(capsys):
    call_command("check_catalogue")
    assert capsys.readouterr().out == "0 faults\n"


def test_the_curated_fixtures_are_valid_and_complete(fixtures):
    parsed_records = read_all(fixtures)
    assert len(parsed_records["country"]) == 195
    assert [parsed.record.number for parsed in parsed_records["paragraph"]] == list(range(1, 101))


def contents(directory):
    return {path.relative_to(directory): path.read_bytes() for path in sorted(directory.rglob("*.yaml"))}


def test_an_export_of_the_catalogue_is_the_repository_s_fixtures_byte_for_byte(tmp_path):
    export(tmp_path)
    written, curated = contents(tmp_path), contents(settings.FIXTURES_DIR)
    loaded = {path for pattern, _record in LAYOUT.values() for path in settings.FIXTURES_DIR.glob(pattern)}
    assert written.keys() == {path.relative_to(settings.FIXTURES_DIR) for path in loaded}
    assert [path for path in written if written[path] != curated[path]] == []
