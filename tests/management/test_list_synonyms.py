from io import StringIO

import pytest
from django.core.management import call_command

from activities.language import synonyms
from tests.search.searching import entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def synonyms_file(tmp_path, settings):
    settings.FIXTURES_DIR = tmp_path
    (tmp_path / "synonyms.yaml").write_text("- [girafe, okapi]\n- narrower: [gnou]\n  broader: [antilope]\n")
    synonyms.forget()
    yield
    synonyms.forget()


def listed(**options):
    output = StringIO()
    call_command("list_synonyms", stdout=output, **options)
    return output.getvalue().splitlines()


@pytest.mark.usefixtures("synonyms_file")
def test_each_word_is_listed_with_what_it_finds_by_another_alone():
    both, okapi, antelope = entry("Girafe et okapi"), entry("Okapi zébré"), entry("Antilope")
    assert listed() == [
        f"girafe › girafe → {okapi} Okapi zébré (okapi)",
        f"gnou › gnou → {antelope} Antilope (antilope)",
    ]
    assert both not in "".join(listed())


@pytest.mark.usefixtures("synonyms_file")
def test_what_is_judged_is_left_out(tmp_path):
    okapi, other = entry("Okapi"), entry("Okapi")
    (tmp_path / "judged.yaml").write_text(f"girafe:\n  right: [{okapi}]\n")
    assert listed(judged=tmp_path / "judged.yaml") == [f"girafe › girafe → {other} Okapi (okapi)"]
