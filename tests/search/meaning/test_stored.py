import numpy as np
import pytest
from django.db import transaction

from activities.language import encoder
from activities.models import Activity, SearchRow, SentenceVectors
from activities.models.vocabulary import Status
from activities.search import publish_changes, search_rows
from activities.search.meaning import stored
from activities.search.meaning.codes import coded, from_bytes
from tests.factories import ActivityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity():
    return ActivityFactory(
        texts={"fr": ("Titre", "Une phrase. Une autre."), "en": ("Title", "One sentence.")}
    )


@pytest.fixture
def encoded(monkeypatch):
    """The texts that are encoded."""
    texts, encode = [], encoder.encode
    monkeypatch.setattr(encoder, "encode", lambda given: (texts.extend(given), encode(given))[1])
    return texts


def row(activity):
    return SentenceVectors.objects.filter(activity=activity)


def publish(activity):
    publish_changes(Activity.objects.filter(pk=activity.pk))


def edit(activity, **texts):
    activity.texts.filter(language="fr").update(**texts)
    publish(activity)


def test_titles_and_sentences_of_both_languages_are_stored(activity):
    found = row(activity).get()
    assert len(found.digests) == 5 * stored.DIGEST
    assert len(found.vectors) == 5 * encoder.DIMENSIONS


def test_only_the_sentences_of_a_text_that_changed_are_encoded(activity, encoded):
    publish(activity)
    assert encoded == []
    edit(activity, summary="Une phrase. Une troisième.")
    whole = "Titre. Une phrase. Une troisième."
    assert sorted(encoded) == sorted(["Titre", "Une phrase.", "Une troisième.", whole])
    assert not stored.outdated([activity])


def test_a_sentence_is_stored_in_the_context_of_its_text(activity):
    edit(activity, summary="Une phrase. Une troisième.")
    sentence, whole = encoder.encode(["Une phrase.", "Titre. Une phrase. Une troisième."])
    rows = from_bytes(bytes(row(activity).get().vectors))
    assert np.abs(rows - coded((sentence + 2 * whole) / 3).astype(int)).max(axis=1).min() <= 1


def test_what_is_kept_of_an_edited_activity_is_what_encoding_it_anew_gives(activity):
    edit(activity, summary="Une troisième. Une phrase.")
    kept = bytes(row(activity).get().vectors)
    row(activity).delete()
    publish(activity)
    assert bytes(row(activity).get().vectors) == kept


def test_a_load_of_what_is_there_encodes_nothing(encoded):
    publish_changes(Activity.objects.all())
    assert encoded == []


def test_an_activity_that_is_withdrawn_has_none(activity):
    Activity.objects.filter(pk=activity.pk).update(status=Status.WITHDRAWN)
    publish(activity)
    assert not row(activity).exists()


def test_a_change_that_is_rolled_back_stores_nothing(activity):
    before = bytes(row(activity).get().digests)
    with transaction.atomic():
        edit(activity, title="Autre")
        transaction.set_rollback(True)
    assert bytes(row(activity).get().digests) == before


def test_another_encoder_makes_every_stored_sentence_outdated(activity, monkeypatch):
    assert not stored.outdated([activity])
    monkeypatch.setattr(encoder, "name", lambda: "another encoder 1.0")
    assert stored.outdated([activity]) == {activity.pk}
    assert activity in search_rows.outdated()


def test_missing_sentences_are_found_and_written_anew(activity):
    row(activity).delete()
    assert [found.pk for found in search_rows.outdated()] == [activity.pk]
    assert search_rows.refresh() == (1, 0)
    assert row(activity).exists()


def test_without_the_encoder_the_search_rows_are_written_alone(activity, settings):
    settings.SEARCH_BY_MEANING = False
    edit(activity, title="Autre")
    assert not row(activity).exists()
    assert SearchRow.objects.filter(activity=activity).exists()
    assert list(search_rows.outdated()) == []
    settings.SEARCH_BY_MEANING = True
    assert activity in search_rows.outdated()
