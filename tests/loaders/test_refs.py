"""The list of refs ever issued: exports add to it and take nothing away."""

import pytest
from django.conf import settings

from activities.loaders import export, load, refs
from activities.models import Activity, CatalogueVersion

pytestmark = pytest.mark.django_db

REF = "2021-026-2"


def test_the_list_of_the_repository_holds_every_entry_in_report_order():
    assert refs.read(settings.FIXTURES_DIR) == list(
        Activity.objects.in_report_order().values_list("ref", flat=True)
    )


def test_loading_and_exporting_leave_the_list_as_it_is(fixtures):
    before = (fixtures / refs.FILE).read_bytes()
    load(fixtures)
    export(fixtures)
    assert (fixtures / refs.FILE).read_bytes() == before


def test_a_first_export_makes_the_list(tmp_path):
    export(tmp_path)
    assert (tmp_path / refs.FILE).read_bytes() == (settings.FIXTURES_DIR / refs.FILE).read_bytes()


def test_a_ref_stays_on_the_list_when_its_entry_is_gone(fixtures):
    gone = Activity.objects.get(ref=REF)
    gone.versions.all().delete()
    gone.delete()
    export(fixtures)
    assert REF in refs.read(fixtures)


def test_the_ordinal_counts_as_a_number(tmp_path):
    refs.keep(tmp_path, ["2021-026-10", "2022-001-1", "2021-026-9"])
    refs.keep(tmp_path, ["2021-026-9", "2021-003-1"])
    assert (tmp_path / refs.FILE).read_text() == "2021-003-1\n2021-026-9\n2021-026-10\n2022-001-1\n"


def test_a_line_that_is_no_ref_survives_for_the_check_to_name(tmp_path):
    (tmp_path / refs.FILE).write_text("2021-026-1\nfoo-bar\n")
    refs.keep(tmp_path, ["2021-003-1"])
    assert refs.read(tmp_path) == ["foo-bar", "2021-003-1", "2021-026-1"]


def test_loading_needs_nothing_of_the_list(fixtures):
    (fixtures / refs.FILE).unlink()
    version = CatalogueVersion.current()
    load(fixtures)
    assert CatalogueVersion.current() == version
