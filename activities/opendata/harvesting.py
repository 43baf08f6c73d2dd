"""Writes a description in the three forms of RDF that portals harvest."""

import json

# By URL extension: the name of the form with rdflib, and its media type.
FORMS = {
    "ttl": ("turtle", "text/turtle; charset=utf-8"),
    "jsonld": ("json-ld", "application/ld+json"),
    "rdf": ("pretty-xml", "application/rdf+xml"),
}


def written(described, ending) -> tuple[bytes, str]:
    """Returns (content, media type) of a description (JSON-LD, which this is already)."""
    form, content_type = FORMS[ending]
    if form == "json-ld":
        return json.dumps(described, ensure_ascii=False, indent=1).encode(), content_type
    # Imported here: it takes a fifth of a second, and most processes never write one.
    from rdflib import Graph
    from rdflib.plugins.parsers.jsonld import to_rdf

    graph = to_rdf(described, Graph())
    graph.bind("schema", "https://schema.org/", replace=True)
    return graph.serialize(format=form, encoding="utf-8"), content_type
