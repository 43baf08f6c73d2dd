"""Editing of activities: versions, working copies, transitions, and the differences between versions."""

from .approval import authors, blocking_faults, changed_in_review_by, last_submission, subject
from .comparison import Difference, Names, differences
from .public_history import public_changes, with_differences
from .rules import CHANGE, TRANSITIONS
from .transitions import (
    make_transition,
    may_change,
    may_write,
    open_transitions,
    restore,
)
from .versions import take_snapshot
from .working_copies import draft_applied, in_use, version_token

__all__ = [
    "CHANGE",
    "TRANSITIONS",
    "Difference",
    "Names",
    "authors",
    "blocking_faults",
    "changed_in_review_by",
    "differences",
    "draft_applied",
    "in_use",
    "last_submission",
    "make_transition",
    "may_change",
    "may_write",
    "open_transitions",
    "public_changes",
    "restore",
    "subject",
    "take_snapshot",
    "version_token",
    "with_differences",
]
