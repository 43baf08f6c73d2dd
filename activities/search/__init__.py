"""Search and facets: the query, the index in memory, results, counts."""

from .around import around
from .facets import Choice, Facet, FacetCounts
from .filters import ActivityFilter, without_empty
from .index import FacetIndex, current_index
from .indexing import publish_changes
from .parameters import dropped, replaced
from .query import Query
from .results import PAGE_SIZE, Results
from .search import FACETS, UNDATED, Search
from .suggestions import current_suggestions

__all__ = [
    "FACETS",
    "PAGE_SIZE",
    "UNDATED",
    "ActivityFilter",
    "Choice",
    "Facet",
    "FacetCounts",
    "FacetIndex",
    "Query",
    "Results",
    "Search",
    "around",
    "current_index",
    "current_suggestions",
    "dropped",
    "publish_changes",
    "replaced",
    "without_empty",
]
