"""A test that lacks its material is skipped, and fails where everything is required."""

import pytest
from _pytest.outcomes import Failed, Skipped

from .material import required


@pytest.mark.parametrize("path", ["", "/nowhere/report.md"])
@pytest.mark.parametrize(("require_all", "outcome"), [("", Skipped), ("1", Failed)])
def test_what_becomes_of_a_test_without_its_material(settings, monkeypatch, path, require_all, outcome):
    settings.CATALOGUE_SOURCE_TEXT = path
    monkeypatch.setenv("CATALOGUE_REQUIRE_ALL", require_all)
    with pytest.raises(outcome, match="CATALOGUE_SOURCE_TEXT should name the text of the report"):
        required("CATALOGUE_SOURCE_TEXT", "the text of the report")


def test_the_path_that_the_setting_names(settings, tmp_path):
    settings.CATALOGUE_SOURCE_TEXT = str(tmp_path)
    assert required("CATALOGUE_SOURCE_TEXT", "the text of the report") == tmp_path
