"""How an activity is edited: versions, drafts, transitions, and the differences between versions."""
