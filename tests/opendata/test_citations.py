"""Citations: what each style says, and what reference managers would stumble over."""

import datetime
import re

import pytest
from django.utils import timezone, translation

from activities.models import Activity
from activities.opendata import citations
from tests.factories import ActivityFactory, ParagraphFactory
from tests.pages.test_views import text_of

pytestmark = pytest.mark.django_db

ACCESSED = datetime.date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _workshop(workshop):
    """The activity that these tests cite."""


REF = "2099-026-1"


def reference(ref=REF, language="en"):
    with translation.override(language):
        activity = Activity.objects.for_detail().get(ref=ref)
        return citations.reference(activity, url=f"https://example.org/id/{ref}", accessed=ACCESSED)


def unbalanced(text):
    """Returns how deep the braces of a BibTeX file end, escaped ones apart, and asserts that none closes early."""
    depth = 0
    for brace in re.findall(r"\\.|[{}]", text):
        depth += {"{": 1, "}": -1}.get(brace, 0)
        assert depth >= 0
    return depth


def test_the_style_of_the_united_nations_names_title_source_paragraph_and_day():
    with translation.override("en"):
        cited = citations.un_style(reference())
    title = Activity.objects.get(ref=REF).texts.get(language="en").title
    assert cited.startswith(f"Independent catalogue of UNODC activities, “{title}”, activity {REF}.")
    assert "resolution 153/1, para. 26." in cited
    assert cited.endswith(f"https://example.org/id/{REF} (accessed on 1 December 2026).")


def test_apa_names_the_year_of_the_last_review_the_paragraph_and_the_day():
    with translation.override("en"):
        assert re.fullmatch(
            r"Independent catalogue of UNODC activities\. \(2099\)\. .+ \(Activity 2099-026-1; Report .+, para\. 26\)\. "
            r"Retrieved 1 December 2026 from https://example\.org/id/2099-026-1",
            citations.apa(reference()),
        )


def test_the_first_of_a_month_is_an_ordinal_in_french():
    with translation.override("fr"):
        assert "(consulté le 1er décembre 2026)" in citations.un_style(reference(language="fr"))
        assert "1er décembre 2026" in citations.apa(reference(language="fr"))


def test_several_paragraphs_are_counted_and_joined_in_the_readers_language():
    activity = ActivityFactory()
    activity.citations.create(paragraph=ParagraphFactory(number=7), position=1)
    numbers = [1, 7]
    for language, words in (("en", "paras. {} and {}"), ("fr", "par. {} et {}")):
        with translation.override(language):
            assert words.format(*numbers) in citations.un_style(reference(activity.ref, language))


def test_bibtex_escapes_what_tex_would_read():
    activity = ActivityFactory(
        texts={
            "fr": (r"50 % & {plus} \textbf $1 #2 a_b ~ ^", "Une\nphrase."),
            "en": ("100% {open", "A sentence."),
        }
    )
    with translation.override("fr"):
        written = citations.bibtex(reference(activity.ref, "fr"))
    assert unbalanced(written) == 0
    escaped = r"50 \% \& \{plus\} \textbackslash{}textbf \$1 \#2 a\_b \textasciitilde{} \textasciicircum{}"
    assert f"title = {{{{{escaped}}}}}," in written
    assert r"titleaddon = {100\% \{open}," in written
    assert "abstract = {Une phrase.}," in written


def test_every_activity_is_a_whole_bibtex_record_with_both_titles():
    for activity in Activity.objects.published().for_detail()[:20]:
        with translation.override("fr"):
            made = citations.reference(activity, url="https://example.org/", accessed=ACCESSED)
            written = citations.bibtex(made)
        assert unbalanced(written) == 0
        assert written.startswith(f"@misc{{unodc-{activity.ref},\n")
        assert {text.title for text in activity.texts.all()} == {made.title, made.translated_title}


def test_ris_has_one_tag_a_line_from_type_to_end():
    with translation.override("fr"):
        lines = citations.ris(reference(language="fr")).split("\r\n")
    assert lines[0] == "TY  - ELEC"
    assert lines[-2:] == ["ER  - ", ""]
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines[:-1])
    assert f"UR  - https://example.org/id/{REF}" in lines
    assert sum(line.startswith("KW") for line in lines) == Activity.objects.get(ref=REF).themes.count()


def test_a_break_in_a_text_starts_no_new_tag():
    activity = ActivityFactory(texts={"fr": ("Titre", "Un\r\nER  - \nrésumé")})
    written = citations.ris(reference(activity.ref, "fr"))
    assert "AB  - Un ER - résumé" in written
    assert written.count("\r\nER  - ") == 1


@pytest.mark.parametrize(
    ("style", "content_type"),
    [("bib", "application/x-bibtex"), ("ris", "application/x-research-info-systems")],
)
@pytest.mark.parametrize("path", ["/fr/activites/", "/en/activities/"])
def test_files_are_served_under_their_types_in_the_language_of_the_address(client, path, style, content_type):
    response = client.get(f"{path}{REF}.{style}")
    assert response.status_code == 200
    assert response["Content-Type"] == f"{content_type}; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="{REF}.{style}"'
    assert f"http://testserver/id/{REF}" in response.text
    assert (f"Activité {REF}" in response.text or "LA  - fr" in response.text) == path.startswith("/fr/")


@pytest.mark.parametrize("address", ["/fr/activites/2099-026-999.bib", f"/fr/activites/{REF}.doc"])
def test_other_files_do_not_exist(client, address):
    assert client.get(address).status_code == 404


def test_a_page_offers_its_citations(client):
    page = client.get(f"/en/activities/{REF}/")
    today = timezone.localdate()
    assert f"accessed on {today.day} {today:%B %Y}" in text_of(page)
    assert f'href="/en/activities/{REF}.bib"' in page.text
    assert f'data-copy="http://testserver/id/{REF}"' in page.text


def test_csl_json_is_an_item_that_citation_processors_read(client):
    for path, title in (("/fr/activites/", "fr"), ("/en/activities/", "en")):
        response = client.get(f"{path}{REF}.csl")
        assert response["Content-Type"].startswith("application/vnd.citationstyles.csl+json")
        (item,) = response.json()
        activity = Activity.objects.get(ref=REF)
        assert item["title"] == activity.texts.get(language=title).title
        assert "original-title" not in item
        assert (item["id"], item["type"]) == (f"unodc-{REF}", "webpage")
        assert item["URL"] == f"http://testserver/id/{REF}"
        assert item["issued"]["date-parts"] == [
            [activity.reviewed_on.year, activity.reviewed_on.month, activity.reviewed_on.day]
        ]
        assert f" {REF}, " in item["genre"]
        assert "para. 26" in item["genre"].replace("par.", "para.")
