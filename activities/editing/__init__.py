"""Editing of activities: versions, working copies, transitions, and the differences between versions."""

from .comparison import Difference, Names, differences
from .public_history import public_changes, with_differences
from .transitions import (
    CHANGE,
    TRANSITIONS,
    make_transition,
    may_change,
    may_write,
    open_transitions,
    restore,
    subject,
)
from .versions import take_snapshot
from .working_copies import draft_applied, in_use, version_token

__all__ = [
    "CHANGE",
    "TRANSITIONS",
    "Difference",
    "Names",
    "differences",
    "draft_applied",
    "in_use",
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
