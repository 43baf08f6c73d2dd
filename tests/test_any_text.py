"""Whatever is typed or published: no text fails in PostgreSQL, and what was published is found."""

import pytest
from django.urls import reverse
from hypothesis import example, given, settings
from hypothesis import strategies as st

from activities.editing import version_token
from activities.language.words import LONGEST, fold_word, is_common, words
from activities.models import Activity, ActivityText, SearchRow, Word
from activities.search import current_index, publish_changes
from tests import people
from tests.factories import ActivityFactory
from tests.search.searching import an_activity, found

pytestmark = pytest.mark.django_db

SALUTATION = "\ufdfa"  # eighteen letters, once folded

ADDRESSES = [
    "/fr/activites/",
    "/en/activities/",
    "/fr/activites/apercu/",
    "/fr/fiche/",
    "/fr/chiffres/",
    "/fr/rapport/",
    "/fr/rapport/2099/",
    "/fr/suggestions/",
    "/fr/activites.csv",
    "/fr/activites.json",
    "/fr/activites.xml",
    "/fr/activites.atom",
    "/fr/activites.xlsx",
    "/fr/activites.ris",
    "/api/v1/activities/",
    "/api/v1/facets/",
]

TEXTS = {
    "a word of 199 letters of eighteen": SALUTATION * 199,
    "in quotes": f'"{SALUTATION * 190}"',
    "begun": f"{SALUTATION * 190}*",
    "without": f"prison -{SALUTATION * 150}",
    "either": f"prison ou {SALUTATION * 150}",
    "letters of four bytes": "\U0001d400" * 200,
    "a long word": "a" * 200,
    "a long number": "1" * 200,
    "a hundred words": "ab " * 66,
    "marks": "e" + "\u0301" * 199,
    "marks of several classes": "e" + "\u0301\u0323\u0334" * 66,
    "Hangul in its parts": "\u1112\u1161\u11ab" * 60,
    "Hangul": "\uac01" * 200,
    "ligatures": "\ufb03" * 200,
    "apostrophes that are letters": "l\u02bcaide n\u02bcest",
    "an apostrophe in a ligature": "\u0149" * 100,
    "quotes": "'" * 100 + '"' * 99,
    "backslashes": "\\" * 100 + "a\\" * 50,
    "operators": "a & b | !c <-> d:*A <2> (e",
    "a weight": "prison:*ABCD",
    "quoted operators": "\"a' | 'b\" \"c\\' & 'd\"",
    "digits of Arabic": "\u0663\u0663 par.\u0663",
    "digits in circles and brackets": "\u2460\u2474\u00bd\u00b2",
    "only a space, once folded": "\u037a\ufc5e",
    "zero width": "pri\u200bson \u200d\u2060\ufeff",
    "right to left": "\u202eprison\u202c \u2066prison\u2069",
    "unassigned": "\u0378\U000e0080\U0010ffff",
    "no character": "\ufffe\uffff\ufdd0",
    "controls": "\x01\x02\x1f\x7f\x85prison",
    "private use": "\ue000\U000f0000",
    "a dotted capital": "\u0130STANBUL \u0130ZM\u0130R",
    "Greek with a final sigma": "\u03a3\u039f\u03a6\u039f\u03a3",
    "underscores": "_" * 200,
    "emoji with joiners": "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 30,
    "nothing but spaces": "\u00a0\u2003\u3000",
    "lines": "prison\r\nprison\u2028prison",
    "a percent sign": "%s %(q)s %00 {0}",
    "numbers and hyphens": "2099-026-1" * 20,
    "an Indic word": "\u0939\u093f\u0928\u094d\u0926\u0940" * 30,
}
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
# Letters that fold to more than themselves, or to what PostgreSQL reads as its own, among others.
HARD = st.text(
    st.sampled_from("'\"\\:*|&!()<> -aAeE0Şß\u02bc\u0149\u037a\ufdfa\u0301\u0323\u0130\ufffe\0"), max_size=200
)
TYPED = ANY | HARD


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_text_of_a_query_fails(client, settings, without_reports, address):
    settings.API_RATE = settings.API_FILE_RATE = None
    for title in ("Une prison", "Sofia, \uac01 et 33", "A, b, c"):
        ActivityFactory(texts={"fr": (title, "L’aide n’est en prison")})
    answers = {name: answered(client, address, text) for name, text in TEXTS.items()}
    assert {name: status for name, status in answers.items() if status not in (200, 400)} == {}


def answered(client, address, text):
    response = client.get(address, {"q": text})
    # A file is made while it is sent.
    b"".join(response) if response.streaming else response.content
    return response.status_code


@pytest.mark.parametrize(
    "address", ["/fr/activites/", "/fr/suggestions/", "/fr/activites.json", "/api/v1/facets/"]
)
@given(text=TYPED)
@example(text="\0")
@example(text="\ud800")
@settings(max_examples=40)
def test_no_text_at_all_fails(client, address, text):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.API_RATE", None)
        patch.setattr("django.conf.settings.API_FILE_RATE", None)
        assert answered(client, address, text.encode("utf-8", "surrogatepass")) in (200, 400)


def telling(title):
    """The words of a title that a query may ask for one by one."""
    return [word for word in words(title) if not is_common(word)][:8]


def assert_found(ref, title):
    index = current_index()
    for word in telling(title):
        query = index.parsed(f'"{word}"')
        assert not query or ref in found(f'"{word}"'), word


@given(
    title=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=110)
)
@settings(max_examples=40)
def test_any_title_is_published_and_found(title):
    assert_found(an_activity(title), title)


LONG = {
    "a word of 300 letters": "a" * 300,
    "words of eighteen letters each": f"{SALUTATION * 300} {SALUTATION}",
    "ten thousand marks": "e" + "\u0301\u0323" * 5000,
    "a megabyte in a word": "x" * 1_000_000,
    "a megabyte of words": " ".join(f"mot{number}" for number in range(110_000)),
    "a megabyte of the same word": "prison " * 150_000,
    "a megabyte of four-byte letters": "\U0001d400 \U0001d401\U0001d402 " * 40_000,
    "long words by the thousand": " ".join(f"{number}{SALUTATION * 12}" for number in range(3000)),
    "a megabyte of quotes": "'\\ a'b " * 140_000,
    "every digit": " ".join(filter(str.isdigit, map(chr, range(0x110000)))),
    "U+02BC": "l\u02bcaide d\u02bcurgence " * 100,
    "brackets that are letters": "\u2474\u037a\ufc5e " * 500,
}


@pytest.mark.parametrize("name", LONG)
def test_any_summary_is_approved_and_its_activity_found(client, name):
    activity = ActivityFactory(status="in_review", reviewed_by="", reviewed_on=None)
    ActivityText.objects.filter(activity=activity).update(title="Xylographie", summary=LONG[name])
    client.force_login(people.reviewer())
    address = reverse("admin:activities_activity_move", args=[activity.pk])
    assert client.post(
        address, {"move": "approve", "version_token": version_token(activity)}
    ).status_code in (200, 302)
    activity.refresh_from_db()
    assert activity.status == "published"
    assert found("xylographie") == {activity.ref}
    response = client.get("/fr/activites/", {"q": "xylographie"})
    assert activity.ref in response.text
    assert Word.objects.filter(folded="xylographie", count=1).exists()


def test_a_cut_word_is_found_by_itself_and_marked(client):
    long = "z" * 300
    ref = an_activity(f"Le {'z' * 80}", summary=f"Un {long} ici")
    assert found(long[:200]) == {ref}
    response = client.get("/fr/activites/", {"q": long[:200]})
    assert f"<mark>{long}</mark>" in response.text


def test_the_words_of_the_catalogue_are_those_of_its_vectors():
    """Words omitted from a vector are not counted, since nothing could subtract them again."""
    ref = an_activity(summary=LONG["a megabyte of words"])
    activity = Activity.objects.get(ref=ref)
    counted = Word.objects.filter(folded__startswith="mot", folded__regex="^mot[0-9]+$", count=1).count()
    assert 1000 < counted < 110_000
    ActivityText.objects.filter(activity=activity).update(summary="Résumé")
    publish_changes(Activity.objects.filter(pk=activity.pk))
    assert not Word.objects.filter(folded__regex="^mot[0-9]+$", count__gt=0).exists()
    assert SearchRow.objects.filter(activity=activity).exists()


@given(TYPED)
def test_a_folded_word_fits_and_is_not_empty(text):
    for word in words(text):
        folded = fold_word(word)
        assert 0 < len(folded) <= LONGEST
        assert not folded.isspace()


@pytest.mark.parametrize("typed", ["étatique", "e\u0301tatique", "E\u0301TATIQUE"])
@pytest.mark.parametrize("written", ["Étatique", "E\u0301tatique"])
def test_a_letter_and_its_mark_are_the_letter_with_its_mark(typed, written):
    assert an_activity(f"Xylographie {written}") in found(f"xylographie {typed}")
