"""The text of a report is for those who write activities, and a report in preparation too: readers see neither."""

import json
import re
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.core.management import call_command

from activities.curation.fixtures import FixtureError, export, load
from activities.curation.reports import Header, bring_in, parse
from activities.curation.reports.deciding import decide
from activities.models import Activity, Figure, Paragraph, Suggestion, Theme
from activities.search import publish_changes
from tests import people
from tests.curation.reports.texts import PLAIN, SECRET
from tests.factories import ActivityFactory, ParagraphFactory
from tests.models.test_dumps import CURATED

pytestmark = pytest.mark.django_db

ANSWERS = [
    "/fr/", "/en/", "/fr/rapport/", "/en/report/", "/fr/rapport/grille/", "/fr/a-propos/", "/fr/chiffres/",
    "/fr/activites/", f"/fr/activites/?q={SECRET}", "/fr/activites.csv", "/fr/activites.json", "/fr/activites.xml",
    "/fr/activites.atom", "/fr/activites.xlsx", "/fr/pays/KEN/", "/sitemap.xml", "/sitemap-activities.xml", "/sitemap-reports.xml",
    "/api/v1/activities/?page_size=500", "/api/v1/paragraphs/?page_size=500", "/api/v1/figures/?page_size=500",
    "/api/v1/facets/", "/api/v1/schema/",
]  # fmt: skip

FORMS = ["/", ".json", ".xml", ".bib", ".ris"]


@pytest.fixture
def published():
    """A published report whose text the database holds, with suggestions that were accepted, and an activity."""
    for number in (1, 2, 3):
        ParagraphFactory(number=number)
    activity = ActivityFactory(
        ref="2099-002-1",
        citation=Paragraph.objects.get(report__ref="2099", number=2),
        relations={"themes": [Theme.objects.get(slug="corruption")]},
    )
    bring_in(parse(PLAIN), Header("2099"), text_only=True)
    decide(Suggestion.objects.all(), "accepted", by=people.analyst())
    publish_changes(Activity.objects.all())
    return activity


def body(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if address.endswith(".xlsx"):
        with ZipFile(BytesIO(content)) as book:
            content = b"".join(map(book.read, book.namelist()))
    return content.decode(errors="replace")


def own_words(text):
    """Without what was asked for, which a page repeats."""
    return re.sub(rf"(?:q=|value=\"|« |“){SECRET}|<mark>{SECRET}", "", text)


def test_no_public_answer_has_a_word_of_the_text(client, published):
    answers = {address: own_words(body(client, address)) for address in ANSWERS}
    searched = f"/fr/activites/?q={SECRET}"  # what is near to it in meaning is near to the typed word, by other texts
    answers[searched] = answers[searched].partition('class="nearest"')[0]
    hidden = {address: published.ref if "?q=" in address else SECRET for address in ANSWERS}
    assert [address for address, text in answers.items() if hidden[address] in text] == []


def test_no_form_of_an_activity_has_a_word_of_the_text(client, published):
    forms = {ending: body(client, f"/fr/activites/{published.ref}{ending}") for ending in FORMS}
    assert [ending for ending, text in forms.items() if SECRET in text] == []


def test_no_file_of_the_catalogue_has_a_word_of_the_text(published, tmp_path):
    export(tmp_path / "fixtures")
    call_command("export_catalogue", str(tmp_path / "package"), stdout=StringIO())
    call_command("dumpdata", *CURATED, output=str(tmp_path / "dump.json"))
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) > 30
    assert [path for path in files if SECRET in path.read_text(encoding="utf-8", errors="replace")] == []
    assert any("2099-002-1" in path.read_text(errors="replace") for path in files)


PAGES = [address for address in ANSWERS if not address.endswith(".xlsx")]
VOLATILE = re.compile(
    r'"version": ?\d+|'
    r'"date": ?"[^"]*"|<updated>[^<]*|generated-datetime="[^"]*"|\d{4}-\d\d-\d\dT[\d:.+Z-]*'
)


def seen(client):
    return {address: VOLATILE.sub("", body(client, address)) for address in PAGES}


def test_readers_see_nothing_of_a_report_in_preparation(client, request):
    before = seen(client)
    report = request.getfixturevalue("prepared")
    paragraph = report.paragraphs.get(number=2)
    ActivityFactory(ref="2098-002-1", report=report, status="draft", citation=paragraph)
    figure = Figure.objects.filter(activity=None)[0]
    figure.pk, figure.paragraph = None, paragraph
    figure.save()
    publish_changes(Activity.objects.all())
    assert seen(client) == before


def test_a_report_in_preparation_is_in_no_file_and_breaks_none(prepared, tmp_path, fixtures):
    paragraph = prepared.paragraphs.get(number=2)
    ActivityFactory(ref="2098-002-1", report=prepared, status="draft", citation=paragraph)
    export(tmp_path)
    assert not (tmp_path / "2098").exists()
    assert (tmp_path / "2021/report.yaml").read_bytes() == (fixtures / "2021/report.yaml").read_bytes()
    assert "2098-002-1" in (tmp_path / "refs.txt").read_text()


def test_files_are_not_laid_over_a_report_in_preparation(prepared, tmp_path):
    type(prepared).objects.filter(pk=prepared.pk).update(published=True, ref="2098")
    prepared.sections.update(title_en="Title")
    prepared.paragraphs.update(gist_fr="Un résumé.", gist_en="A gist.", disposition="context")
    export(tmp_path)
    type(prepared).objects.filter(pk=prepared.pk).update(published=False)
    with pytest.raises(FixtureError, match="2098: in preparation in this database"):
        load(tmp_path)


def test_the_checks_pass_over_a_report_in_preparation(prepared):
    out = StringIO()
    call_command("check_catalogue", stdout=out)
    assert "2098" not in out.getvalue()
    assert json.dumps(out.getvalue()).endswith('0 faults\\n"')
