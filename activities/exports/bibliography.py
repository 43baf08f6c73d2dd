"""The references of a list, for reference managers."""

import json

from django.utils import timezone

from ..citations import bibtex, csl, reference, ris
from .records import permanent


def _references(export):
    today = timezone.localdate()
    for chunk in export.chunks():
        yield [
            reference(activity, url=permanent(export.stated.site, activity.ref), accessed=today)
            for activity in chunk
        ]


def write_bibtex(export):
    """Everything outside an entry is a comment to BibTeX."""
    stated = export.stated
    query = stated.query.replace("@", "(at)")
    yield f"{stated.catalogue} · {query}\n{stated.source}\n".encode()
    yield f"{stated.count} · {stated.date} · {stated.licence} {stated.licence_url}\n\n".encode()
    for references in _references(export):
        yield "\n".join(bibtex(made) for made in references).encode()
    yield f"\n{stated.count} = complete\n".encode()


def write_ris(export):
    for references in _references(export):
        yield "".join(ris(made) for made in references).encode()


def write_csl(export):
    """A list in CSL-JSON is an array and nothing else: it is complete where it is closed."""
    yield b"["
    separator = "\n"
    for references in _references(export):
        items = ",\n".join(json.dumps(csl(made), ensure_ascii=False) for made in references)
        yield f"{separator}{items}".encode()
        separator = ",\n"
    yield b"\n]\n"
