"""Each test finds what tests share in a process unchanged."""

import pytest

from activities.search import current_index
from tests.factories import ActivityFactory
from tests.savings import Derived

pytestmark = pytest.mark.django_db


def test_a_test_begins_with_the_index_as_it_was_built_and_nothing_cached(client):
    derived = Derived()
    derived.build()
    built = current_index()
    client.get("/fr/activites/?q=prison")
    assert len(built.cards.values) > 0
    new = ActivityFactory()
    assert new.report_order in current_index().all
    derived.restore()
    _state, restored = current_index.kept
    assert (restored.all, restored.values, restored.records) == (built.all, built.values, built.records)
    assert new.report_order not in restored.all
    assert len(restored.cards.values) == len(restored.hits.kept.values) == 0
