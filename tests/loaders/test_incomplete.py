"""What the admin saves of an activity that is not finished: an export leaves it out, says so, and goes on."""

import pytest
from django.core.management import call_command

from activities.loaders import FixtureError, export, files, load
from activities.models import (
    Activity,
    ActivityCountry,
    ActivityText,
    Citation,
    Figure,
    Locality,
    Paragraph,
    Publication,
    Theme,
    Unit,
)
from activities.models.vocabulary import Status

PUBLISHED, DRAFT = "2021-026-4", "2021-026-90"


def figure(activity, **values):
    fields = {"value": 1, "unit": Unit.objects.first(), "label_fr": "un", "label_en": "one"} | values
    Figure.objects.create(activity=activity, paragraph=Paragraph.objects.get(number=26), **fields)


# What is wrong with a draft that has everything else, and the field that the warning names.
INCOMPLETE = {
    "no paragraph": (lambda draft: draft.citations.all().delete(), "paragraphs"),
    "another paragraph first": (
        lambda draft: draft.citations.update(paragraph=Paragraph.objects.exclude(number=26).first()),
        "paragraphs",
    ),
    "no theme": (lambda draft: draft.themes.clear(), "themes"),
    "no text": (lambda draft: draft.texts.all().delete(), "texts"),
    "no French text": (lambda draft: draft.texts.filter(language="fr").delete(), "texts.fr"),
    "two spaces in its title": (lambda draft: draft.texts.update(title="Un  titre"), "texts.fr.title"),
    "lines in its summary": (lambda draft: draft.texts.update(summary="Un\nrésumé"), "texts.fr.summary"),
    "a space at the end": (lambda draft: draft.texts.update(summary="Un résumé "), "texts.fr.summary"),
    "no character": (lambda draft: draft.texts.update(summary="Un\ufffe résumé"), "texts.fr.summary"),
    "a note in one language": (lambda draft: draft.__class__.objects.filter(pk=draft.pk).update(source_note_fr="Une note"), "source_note.en"),
    "a language of three letters": (lambda draft: Publication.objects.create(activity=draft, title="Un", languages=["fra"]), "publications.0.languages"),
    "a language twice": (lambda draft: Publication.objects.create(activity=draft, title="Un", languages=["fr", "fr"]), "publications.0.languages"),
    "two spaces in a publication": (lambda draft: Publication.objects.create(activity=draft, title="Un  livre"), "publications.0.title"),
    "two spaces in a figure": (lambda draft: figure(draft, label_fr="un  juge"), "figures.0.label.fr"),
}  # fmt: skip


@pytest.fixture
def draft(loaded):
    """A draft that lacks nothing."""
    report = Activity.objects.get(ref=PUBLISHED).report
    activity = Activity.objects.create(
        ref=DRAFT, report=report, kind="training", scope="global", status=Status.DRAFT
    )
    for language in ("fr", "en"):
        ActivityText.objects.create(
            activity=activity, language=language, title="Un titre", summary="Un résumé"
        )
    Citation.objects.create(activity=activity, paragraph=Paragraph.objects.get(number=26))
    activity.themes.set(Theme.objects.all()[:1])
    return activity


def exported(directory):
    """(the refs written, the warnings)"""
    warnings = []
    export(directory, warn=warnings.append)
    written = [
        entry["ref"] for path in directory.glob("2021/activities/*.yaml") for entry in files.read(path)
    ]
    return written, warnings


def test_a_draft_that_lacks_nothing_is_written(draft, tmp_path):
    written, warnings = exported(tmp_path / "exported")
    assert DRAFT in written
    assert warnings == []


@pytest.mark.parametrize("name", INCOMPLETE)
@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN])
def test_an_incomplete_one_is_named_and_everything_else_is_written(draft, tmp_path, name, status):
    others, _warnings = exported(tmp_path / "before")
    others.remove(DRAFT)
    spoil, field = INCOMPLETE[name]
    spoil(draft)
    Activity.objects.filter(pk=draft.pk).update(status=status)
    written, warnings = exported(tmp_path / "exported")
    assert written == others
    assert warnings
    assert all(warning.startswith(f"left out: activity {DRAFT}: ") for warning in warnings)
    assert any(f": {field}" in warning or ": entry: paragraphs" in warning for warning in warnings), warnings
    assert DRAFT in (tmp_path / "exported" / "refs.txt").read_text().split()
    load(tmp_path / "exported")


def test_several_incomplete_ones_are_all_named(draft, tmp_path):
    draft.citations.all().delete()
    other = Activity.objects.create(ref="2021-026-91", report=draft.report, kind="training", scope="global")
    _written, warnings = exported(tmp_path / "exported")
    assert {warning.split(": ")[1] for warning in warnings} == {f"activity {DRAFT}", f"activity {other.ref}"}


def test_a_published_one_that_breaks_the_rules_still_stops_the_export(loaded, tmp_path):
    ActivityText.objects.filter(activity__ref=PUBLISHED).update(title="Un  titre")
    with pytest.raises(FixtureError, match=PUBLISHED):
        export(tmp_path / "exported")
    assert not (tmp_path / "exported").exists()


def test_the_command_says_what_it_leaves_out(draft, tmp_path, capsys):
    draft.citations.all().delete()
    call_command("export_fixtures", tmp_path / "exported")
    said = capsys.readouterr()
    assert f"left out: activity {DRAFT}: paragraphs" in said.err
    assert "files written" in said.out


def test_a_place_of_a_draft_is_no_obstacle(draft, tmp_path):
    locality = Locality.objects.select_related("country").first()
    place = ActivityCountry.objects.create(activity=draft, country=locality.country)
    place.localities.set([locality])
    assert DRAFT in exported(tmp_path / "exported")[0]
