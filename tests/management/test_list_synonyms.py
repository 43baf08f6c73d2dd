from io import StringIO

import pytest
from django.core.management import call_command

from activities.language import synonyms
from tests.search.searching import an_activity

pytestmark = pytest.mark.django_db


@pytest.fixture
def synonyms_file(tmp_path, settings):
    settings.FIXTURES_DIR = tmp_path
    (tmp_path / "synonyms.yaml").write_text(
        "- [girafe, okapi]\n- typed: [bovidé]\n  answered_by: [antilope]\n- narrower: [gnou]\n  broader: [antilope]\n"
    )
    synonyms.forget()
    yield
    synonyms.forget()


def listed(**options):
    output = StringIO()
    call_command("list_synonyms", stdout=output, **options)
    return output.getvalue().splitlines()


@pytest.mark.usefixtures("synonyms_file")
def test_each_word_is_listed_with_what_it_finds_by_another_alone():
    both, okapi, antelope = (
        an_activity("Girafe et okapi"),
        an_activity("Okapi zébré"),
        an_activity("Antilope"),
    )
    assert listed() == [
        f"girafe › girafe → {okapi} Okapi zébré (okapi)",
        f"bovidé › bovidé → {antelope} Antilope (antilope)",
    ]
    assert both not in "".join(listed())


@pytest.mark.usefixtures("synonyms_file")
def test_what_is_judged_is_left_out(tmp_path):
    okapi, other = an_activity("Okapi"), an_activity("Okapi")
    (tmp_path / "judged.yaml").write_text(f"girafe:\n  right: [{okapi}]\n")
    assert listed(judged=tmp_path / "judged.yaml") == [f"girafe › girafe → {other} Okapi (okapi)"]
