"""Who gets to the analysts' desk, and what was typed there when a session ended."""
