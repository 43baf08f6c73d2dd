"""The page views, by subject. URL patterns refer to them as `views.<name>`."""

from .brief import brief
from .changes import change_list
from .collections import collection_detail, collection_list, theme_list
from .comparison import compare, compare_file
from .facet import facet_page
from .figures import figure_list
from .harvested import catalogue_description
from .home_page import home
from .information import about, text
from .lists import activity_list, overview, suggestions
from .machines import favicon, manifest, opensearch, robots, security
from .open_data import catalogue_package, data, iati_coverage
from .records import (
    activity_citation,
    activity_detail,
    country_detail,
    country_list,
    front_door,
    permanent_link,
)
from .report import coverage, report_grid

__all__ = [
    "about",
    "activity_citation",
    "activity_detail",
    "activity_list",
    "brief",
    "catalogue_description",
    "catalogue_package",
    "change_list",
    "collection_detail",
    "collection_list",
    "compare",
    "compare_file",
    "country_detail",
    "country_list",
    "coverage",
    "data",
    "facet_page",
    "favicon",
    "figure_list",
    "front_door",
    "home",
    "iati_coverage",
    "manifest",
    "opensearch",
    "overview",
    "permanent_link",
    "report_grid",
    "robots",
    "security",
    "suggestions",
    "text",
    "theme_list",
]
