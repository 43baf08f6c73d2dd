"""The pages, by subject. The addresses name them as `views.<name>`."""

from .collections import collection_detail, collection_list, theme_list
from .home_page import home
from .information import about, bad_request, favicon
from .lists import activity_list, suggestions
from .records import (
    activity_detail,
    country_detail,
    country_list,
    permanent_link,
)
from .report import coverage

__all__ = [
    "about",
    "activity_detail",
    "activity_list",
    "bad_request",
    "collection_detail",
    "collection_list",
    "country_detail",
    "country_list",
    "coverage",
    "favicon",
    "home",
    "permanent_link",
    "suggestions",
    "theme_list",
]
