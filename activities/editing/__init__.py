"""Editing of activities: versions, working copies, transitions, and the differences between versions."""
