import logging

import pytest
from pyroaring import BitMap

from activities.language import encoder
from activities.models import Activity, CatalogueVersion, PastVersion
from activities.models.vocabulary import Status
from activities.search import current_index, publish_changes
from activities.search.meaning import index, upkeep
from activities.search.meaning.index import current_meaning
from tests.factories import ActivityFactory
from tests.threads import READERS, together

pytestmark = pytest.mark.django_db

QUESTION = "penguins that play the violin on icebergs"


@pytest.fixture
def activity():
    return ActivityFactory(
        texts={"fr": ("Titre", "Résumé."), "en": ("Title", "Penguins play violins on ice.")}
    )


def nearest(text=QUESTION, most=1):
    (vector,) = encoder.encode([text])
    return list(current_meaning().nearest(vector, current_index().all, most))


def edit(activity, **texts):
    activity.texts.filter(language="en").update(**texts)
    publish_changes(Activity.objects.filter(pk=activity.pk))


@pytest.fixture(params=["in memory", "in a build", "edited after a build"])
def kept(request, activity):
    """Puts the sentences of the activity in memory, into a build, or into both."""
    if request.param != "in memory":
        if request.param == "edited after a build":
            edit(activity, summary="Nothing of the kind.")
        upkeep.make_build()
        assert current_meaning().cells
        assert not len(current_meaning().recent)
    if request.param == "edited after a build":
        edit(activity, summary="Penguins play violins on ice.")
        assert len(current_meaning().recent) == 4


@pytest.mark.usefixtures("kept")
def test_the_index_follows_edits_withdrawals_and_new_activities(activity):
    assert nearest() == [activity.report_order]
    edit(activity, summary="Something else.")
    assert nearest() != [activity.report_order]
    edit(activity, summary="Penguins play violins.")
    assert nearest() == [activity.report_order]
    other = ActivityFactory(texts={"fr": ("Titre", "Résumé."), "en": (QUESTION, "Summary.")})
    assert nearest(most=2) == [other.report_order, activity.report_order]
    Activity.objects.filter(pk=activity.pk).update(status=Status.WITHDRAWN)
    publish_changes(Activity.objects.filter(pk=activity.pk))
    assert activity.report_order not in nearest(most=500)


@pytest.mark.usefixtures("kept")
def test_scores_are_those_of_the_nearest(activity):
    (vector,) = encoder.encode([QUESTION])
    everything = current_index().all
    found = current_meaning().nearest(vector, everything, len(everything))
    assert current_meaning().scores(vector, everything) == found
    assert found.keys() == set(everything)
    assert current_meaning().scores(vector, BitMap([activity.report_order, 4_000_000_000])).keys() == {
        activity.report_order
    }


def test_an_edit_of_one_activity_reads_that_one_alone(activity, monkeypatch):
    nearest()
    edit(activity, summary="Something else.")
    read = []
    monkeypatch.setattr(
        index, "from_bytes", lambda codes, plain=index.from_bytes: read.append(1) or plain(codes)
    )
    nearest()
    assert len(read) == 1


def test_a_build_of_another_history_is_not_used(activity):
    upkeep.make_build()
    current_meaning.forget()
    assert current_meaning().cells
    PastVersion.objects.all().delete()  # as after a restore from another server
    CatalogueVersion.raised()
    PastVersion.objects.all().delete()
    current_meaning.forget()
    assert current_meaning().cells is None
    assert nearest() == [activity.report_order]


def test_more_sentences_than_a_process_compares_are_left_out_with_a_warning(monkeypatch, caplog):
    monkeypatch.setattr(index, "IN_MEMORY", 100)
    current_meaning.forget()
    with caplog.at_level(logging.WARNING):
        assert 90 < len(current_meaning().recent) <= 100
    assert "build_sentence_index" in caplog.text


def test_a_build_is_due_when_processes_hold_too_many(activity, monkeypatch):
    assert not upkeep.is_due()
    monkeypatch.setattr(upkeep, "IN_MEMORY", 100)
    assert upkeep.is_due()
    upkeep.make_build()
    assert not upkeep.is_due()
    monkeypatch.setattr(upkeep, "RENEWED", 3)
    edit(activity, summary="Something else.")
    assert upkeep.is_due()


def test_threads_that_need_the_index_first_get_one():
    current_meaning.forget()
    index_of_each = together(lambda _number: id(current_meaning()), READERS)
    assert len(set(index_of_each)) == 1
