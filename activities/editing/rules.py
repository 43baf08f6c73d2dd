"""The transitions of an activity: from which status to which, and who may make them."""

from typing import NamedTuple

from activities.models.vocabulary import Status

CHANGE, PUBLISH = "activities.change_activity", "activities.publish_activity"


class Transition(NamedTuple):
    origins: tuple[Status, ...]
    target: Status
    permission: str
    needs_note: bool = False
    of_copy: bool | None = None  # True: working copies only; False: never a working copy


TRANSITIONS = {
    "submit": Transition((Status.DRAFT,), Status.IN_REVIEW, CHANGE),
    "approve": Transition((Status.IN_REVIEW,), Status.PUBLISHED, PUBLISH),
    "send_back": Transition((Status.IN_REVIEW,), Status.DRAFT, PUBLISH, needs_note=True),
    # By those who wrote it: back to draft, to go on with it.
    "recall": Transition((Status.IN_REVIEW,), Status.DRAFT, CHANGE),
    # Of what an editor changed in review, by somebody else: the editor may then approve it.
    "confirm": Transition((Status.IN_REVIEW,), Status.IN_REVIEW, CHANGE),
    "discard": Transition((Status.DRAFT,), Status.PUBLISHED, CHANGE, needs_note=True, of_copy=True),
    "withdraw": Transition((Status.PUBLISHED,), Status.WITHDRAWN, PUBLISH, needs_note=True, of_copy=False),
    "reopen": Transition((Status.WITHDRAWN,), Status.DRAFT, PUBLISH, of_copy=False),
}
