"""The sentences of the catalogue are its own: no run of nine words stands in the report but names."""

import pytest

from activities.curation.checks import Catalogue
from activities.curation.reports.names import TABLES
from activities.models import Activity, ActivityText, Paragraph, Publication
from tests import source_text
from tests.data.originality import Phrasebook, Source
from tests.data.test_reverse_reading import EXCLUSIONS

REF = "2021-026-2"


@pytest.fixture
def names():
    rows = [row for model in TABLES for row in model.objects.all()]
    return [
        *(name for row in rows for name in (row.name_fr, row.name_en, *row.aliases_fr, *row.aliases_en)),
        *Publication.objects.values_list("title", flat=True),
    ]


def copied(names, explained):
    """[(ref or paragraph, run)] of the texts of the catalogue."""
    source = Source(source_text.report(), Phrasebook([*names, *explained]))
    return [
        (str(wording.record.natural_key()[-1]), run)
        for wording in Catalogue().wordings
        if isinstance(wording.record, Activity | Paragraph)
        for text in (wording.fr, wording.en)
        for run in source.shared_runs(text)
    ]


EXPLAINED = [exclusion["words"] for exclusion in EXCLUSIONS["runs"]]


@pytest.mark.django_db
def test_no_run_of_nine_words_is_copied(names):
    assert copied(names, EXPLAINED) == []


@pytest.mark.django_db
@pytest.mark.parametrize("words", EXPLAINED)
def test_every_explained_run_is_needed(names, words):
    assert copied(names, [other for other in EXPLAINED if other != words])


@pytest.mark.django_db
def test_a_copied_sentence_is_found(names):
    sentence = " ".join(source_text.paragraphs()[46].split()[4:16])
    ActivityText.objects.filter(activity__ref=REF, language="fr").update(summary=f"Ici, {sentence} et voilà.")
    ((ref, run),) = copied(names, EXPLAINED)
    assert ref == REF
    assert len(run.split()) >= 12


SOURCE = "Dix agents ont appris à lire les cartes de la Convention contre la corruption sans aide aucune."


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("Dix agents ont appris à lire les cartes de", ["dix agents ont appris a lire les cartes de"]),
        ("Dix agents ont appris à lire les cartes", []),
        ("DIX AGENTS ont appris a lire, les « cartes » de", ["dix agents ont appris a lire les cartes de"]),
        ("les cartes de la Convention contre la corruption sans aide", []),
        (
            "On dit qu’ils ont appris à lire les cartes de la Convention contre la corruption sans peine",
            ["ont appris a lire les cartes de la convention contre la corruption sans"],
        ),
    ],
)
def test_a_name_counts_as_one_word(text, runs):
    source = Source(SOURCE, Phrasebook(["Convention contre la corruption"]))
    assert list(source.shared_runs(text)) == runs


def test_two_runs_of_one_text_are_told_apart():
    first, second = "a b c d e f g h i j", "k l m n o p q r s"
    source = Source(f"{first} x {second}", Phrasebook([]))
    assert list(source.shared_runs(f"{second} y {first}")) == [second, first]
