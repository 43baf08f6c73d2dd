"""The citations of a list: as text to paste, and for reference managers."""

import json
from itertools import count

from django.utils import timezone
from django.utils.translation import gettext as _

from ..citations import apa, bibtex, csl, reference, ris, un_style
from ..published_columns import permanent


def _references(export):
    """Yields chunks of (reference, its position in the list, from 1)."""
    today, numbers = timezone.localdate(), count(1)
    for chunk in export.chunks():
        yield [
            (reference(activity, url=permanent(export.stated.site, activity.ref), accessed=today), number)
            for activity, number in zip(chunk, numbers, strict=False)
        ]


def _proof(stated, number):
    """Returns the statement of one record, with its position, for formats without header and footer."""
    said = _("Record %(number)d of %(count)d") % {"number": number, "count": stated.count}
    return f"{said} · {stated.query} · {stated.date} · {stated.licence} {stated.licence_url}"


def _head(stated):
    return (
        f"{stated.catalogue} · {stated.query}\n{stated.source}\n"
        f"{stated.count} · {stated.date} · {stated.licence} {stated.licence_url}\n{stated.address}\n\n"
    )


def write_un(export):
    return _as_text(export, un_style)


def write_apa(export):
    return _as_text(export, apa)


def _as_text(export, style):
    """Yields one paragraph for each activity."""
    yield _head(export.stated).encode()
    for references in _references(export):
        yield "".join(f"{style(made)}\n\n" for made, _number in references).encode()
    yield f"{export.stated.count} = complete\n".encode()


def write_bibtex(export):
    """Yields BibTeX; the statement needs no markup, since text outside an activity is a comment."""
    stated = export.stated
    yield _head(stated).replace("@", "(at)").encode()
    for references in _references(export):
        yield "\n".join(bibtex(made) for made, _number in references).encode()
    yield f"\n{stated.count} = complete\n".encode()


def write_ris(export):
    for references in _references(export):
        yield "".join(ris(made, _proof(export.stated, number)) for made, number in references).encode()


def write_csl(export):
    """Yields CSL-JSON: an array and nothing else, so that only its closing bracket shows it complete."""
    yield b"["
    separator = "\n"
    for references in _references(export):
        items = (csl(made, _proof(export.stated, number)) for made, number in references)
        lines = ",\n".join(json.dumps(item, ensure_ascii=False) for item in items)
        yield f"{separator}{lines}".encode()
        separator = ",\n"
    yield b"\n]\n"
