"""The sentences of a large catalogue are built by the worker, or by a command where there is none."""

from io import StringIO

import pytest
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from activities.background.care import ask_for_sentences
from activities.models import CatalogueVersion, SentenceVectors
from activities.search.meaning import upkeep
from activities.search.meaning.cells import finished_builds
from activities.search.meaning.index import current_meaning

pytestmark = pytest.mark.django_db


@pytest.fixture
def large(monkeypatch):
    monkeypatch.setattr(upkeep, "IN_MEMORY", 100)


def waiting():
    return DBTaskResult.objects.ready().filter(task_path=upkeep.build_sentences.module_path).count()


def command(*arguments):
    out = StringIO()
    call_command("build_sentence_index", *arguments, stdout=out)
    return out.getvalue()


def test_a_small_catalogue_needs_no_build():
    ask_for_sentences()
    assert waiting() == 0
    assert "no build is due" in command("--if-due")


@pytest.mark.usefixtures("large")
def test_a_large_one_asks_the_worker_once():
    ask_for_sentences()
    ask_for_sentences()
    assert waiting() == 1


@pytest.mark.usefixtures("large")
def test_a_build_is_opened_by_every_process_with_the_next_version(settings):
    before, seen = CatalogueVersion.current(), current_meaning()
    upkeep.build_sentences.call()
    assert CatalogueVersion.current() == before + 1
    assert current_meaning() is not seen
    assert current_meaning().cells.state.number == before
    assert len(current_meaning().cells.owners) == len(seen.recent)
    assert len(finished_builds(settings.SENTENCE_INDEX_DIR)) == 1


@pytest.mark.usefixtures("large")
def test_the_command_builds_too_and_again(settings):
    assert "written" in command("--if-due")
    assert "no build is due" in command("--if-due")
    assert "written" in command()
    assert len(finished_builds(settings.SENTENCE_INDEX_DIR)) == 1


def test_without_stored_sentences_nothing_is_built(settings):
    SentenceVectors.objects.all().delete()
    assert "no sentences" in command()
    assert finished_builds(settings.SENTENCE_INDEX_DIR) == []
