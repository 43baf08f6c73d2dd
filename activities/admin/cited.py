"""Reads the text of the paragraphs that an activity cites, and which accepted suggestions it contains."""

from ..models import Paragraph, Suggestion
from ..models.source_text import Kind
from .reading import readings

RELATIONS = {Kind.REGION: "regions", Kind.PROGRAMME: "programmes", Kind.PARTNER: "partners"}


def sources(activity):
    """Returns [(reading, [(suggestion, is in the activity)])] of the cited paragraphs that have a text."""
    cited = Paragraph.objects.filter(citations__activity=activity).order_by("citations__position")
    found = _with_text(cited)
    contained = _contents(activity) if any(reading.suggestions for reading in found) else set()
    return [
        (reading, [(suggestion, _identity(suggestion) in contained) for suggestion in reading.suggestions])
        for reading in found
    ]


def sources_of(paragraphs):
    """Returns the same for paragraphs of a form that cannot be saved yet, as if it contained nothing."""
    found = _with_text(paragraphs.order_by("report", "number"))
    return [(reading, [(suggestion, False) for suggestion in reading.suggestions]) for reading in found]


def _with_text(paragraphs):
    found = readings(paragraphs, Suggestion.objects.accepted())
    return [reading for reading in found if reading.text is not None]


def _contents(activity):
    places = activity.country_roles.prefetch_related("localities")
    records = {(kind, row.pk) for kind, name in RELATIONS.items() for row in getattr(activity, name).all()}
    records |= {(Kind.COUNTRY, place.country_id) for place in places}
    records |= {(Kind.LOCALITY, locality.pk) for place in places for locality in place.localities.all()}
    return records | {(figure.paragraph_id, figure.value) for figure in activity.figures.all()}


def _identity(suggestion):
    if suggestion.kind == Kind.NUMBER:
        return (suggestion.paragraph_id, suggestion.value)
    return (suggestion.kind, suggestion.record.pk)
