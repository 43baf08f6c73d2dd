"""The pages, by subject. The addresses name them as `views.<name>`."""

from .home_page import home
from .information import about, bad_request, favicon
from .lists import activity_list, suggestions
from .records import (
    activity_detail,
    country_detail,
    country_list,
    partner_detail,
    permanent_link,
    programme_detail,
    programme_list,
    theme_detail,
    theme_list,
)
from .report import coverage

__all__ = [
    "about",
    "activity_detail",
    "activity_list",
    "bad_request",
    "country_detail",
    "country_list",
    "coverage",
    "favicon",
    "home",
    "partner_detail",
    "permanent_link",
    "programme_detail",
    "programme_list",
    "suggestions",
    "theme_detail",
    "theme_list",
]
