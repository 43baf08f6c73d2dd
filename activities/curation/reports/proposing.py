"""Creates and updates the suggestions of a text without changing decisions."""

from activities.models import Suggestion
from activities.models.source_text import Kind, State

from .recognition import recognized


def propose(text, paragraphs, gazetteer, language, outcome):
    """Deletes an open suggestion whose words are gone from the text; updates the place of a decided one."""
    existing: dict[int, dict[tuple, Suggestion]] = {}
    for row in Suggestion.objects.filter(paragraph__in=paragraphs.values()):
        existing.setdefault(row.paragraph_id, {})[_key(row)] = row
    made = []
    for paragraph in text.paragraphs:
        owner = paragraphs[paragraph.number]
        known = existing.get(owner.pk, {})
        for one in recognized(paragraph.text, gazetteer, language):
            row = known.pop(one.key, None)
            if row is None:
                made.append(_new(owner, one))
            else:
                outcome.add("suggestions", _move(row, one))
        for row in known.values():
            outcome.add("suggestions", _lose(row))
    Suggestion.objects.bulk_create(made)
    outcome.add("suggestions", "created", len(made))


def _key(row):
    """Returns the key of a stored suggestion, equal to `Found.key`."""
    return (row.kind, row.record.pk if row.record else None, row.value, row.occurrence)


def _new(paragraph, one):
    record = {} if one.kind == Kind.NUMBER else {one.kind: one.record}
    return Suggestion(
        paragraph=paragraph, kind=one.kind, words=one.words, start=one.start,
        value=one.value, qualifier=one.qualifier, occurrence=one.occurrence, **record,
    )  # fmt: skip


def _move(row, one):
    """Updates words and place of a suggestion; the qualifier only while it is open."""
    wanted = {"words": one.words, "start": one.start}
    if row.state == State.OPEN:
        wanted["qualifier"] = one.qualifier
    if all(getattr(row, name) == value for name, value in wanted.items()):
        return "unchanged"
    for name, value in wanted.items():
        setattr(row, name, value)
    row.save(update_fields=list(wanted))
    return "updated"


def _lose(row):
    if row.state == State.OPEN:
        row.delete()
        return "removed"
    if row.start is not None:
        row.start = None
        row.save(update_fields=["start"])
    return "kept"
