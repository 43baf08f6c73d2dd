"""Search and facets: the query, the index in memory, results, counts."""
