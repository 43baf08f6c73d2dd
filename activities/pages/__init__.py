"""The public pages: views, and what they show."""
