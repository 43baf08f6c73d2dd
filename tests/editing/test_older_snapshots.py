"""A snapshot that was taken before a field was added to the model neither states nor changes that field."""

import pytest

from activities.curation.spreadsheets import sheet_activities
from activities.editing.versions import FIELDS, apply_snapshot, new_fields, read_snapshot
from activities.editing.working_copies import save_draft
from activities.models import Activity
from tests import people
from tests.factories import ActivityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity():
    return ActivityFactory(modality="online")


def taken_before(activity, field, **edits):
    """Returns the snapshot of an activity, edited, as it was before the model had a field."""
    main, *parts = read_snapshot(activity)
    fields = {name: value for name, value in main["fields"].items() if name != field}
    return [main | {"fields": fields | edits}, *parts]


def test_an_older_snapshot_leaves_a_newer_field_as_it_is(activity):
    apply_snapshot(taken_before(activity, "modality", kind="event"), activity)
    activity.refresh_from_db()
    assert (activity.kind, activity.modality) == ("event", "online")


def test_an_older_draft_in_a_spreadsheet_has_a_newer_field_as_published(activity):
    save_draft(activity, taken_before(activity, "modality", kind="event"), by=people.analyst())
    ((_activity, sheet_activity),) = sheet_activities(Activity.objects.filter(pk=activity.pk)).values()
    assert (sheet_activity.fields["kind"], sheet_activity.fields["modality"]) == ("event", "online")


def test_a_new_activity_states_every_field_of_a_snapshot(activity):
    assert new_fields().keys() == read_snapshot(activity)[0]["fields"].keys() == set(FIELDS)
