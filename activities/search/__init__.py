"""Search and facets: the query, the index in memory, results, counts."""

from .answers import Answer, find
from .around import Around, around
from .best_bets import Bet, best_bets
from .context import encode_themes
from .facets import Choice, Facet, FacetCounts
from .filters import ActivityFilter, without_empty
from .index import FacetIndex, current_index
from .indexing import publish_changes
from .lru_cache import SizedCache
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
    "Answer",
    "Around",
    "Bet",
    "Choice",
    "Facet",
    "FacetCounts",
    "FacetIndex",
    "Query",
    "Results",
    "Search",
    "SizedCache",
    "around",
    "best_bets",
    "current_index",
    "current_suggestions",
    "dropped",
    "encode_themes",
    "find",
    "publish_changes",
    "replaced",
    "without_empty",
]
