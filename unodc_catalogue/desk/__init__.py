"""Access to the analysts' desk, and the recovery of forms whose session ended."""
