"""Stores the vectors of the sentences of activities, each in its context: the weighted mean of the vectors of the
sentence and of the whole text. A sentence in a text that has not changed is not encoded again.
"""

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import NamedTuple

from activities.language import encoder
from activities.language.sentences import sentences
from activities.models import Activity, SentenceVectors
from activities.models.vocabulary import Status

from .codes import coded

DIGEST = 8  # bytes: sentences are compared with those of their own activity alone
CONTEXT = 2 / 3  # weight of the whole text in the vector of a sentence


class Part(NamedTuple):
    """A title or a sentence, and the whole text that it belongs to, in one language."""

    sentence: str
    text: str


def write(activities: Iterable[Activity]) -> None:
    """Stores the vectors of these activities, whose texts must be loaded, where their sentences have changed."""
    wanted = {activity.pk: _by_digest(activity) for activity in activities}
    stored = dict(SentenceVectors.objects.filter(pk__in=wanted).values_list("pk", "digests"))
    changed = {pk: parts for pk, parts in wanted.items() if b"".join(parts) != bytes(stored.get(pk, b""))}
    SentenceVectors.objects.filter(pk__in=[pk for pk, parts in changed.items() if not parts]).delete()
    SentenceVectors.objects.bulk_create(
        _rows({pk: parts for pk, parts in changed.items() if parts}),
        update_conflicts=True,
        unique_fields=["activity"],
        update_fields=["digests", "vectors"],
    )


def outdated(activities: Iterable[Activity]) -> set[int]:
    """Returns the pks of the activities whose stored sentences are not the present ones; none without the encoder."""
    if not encoder.is_available():
        return set()
    wanted = {activity.pk: b"".join(_by_digest(activity)) for activity in activities}
    stored = dict(SentenceVectors.objects.filter(pk__in=wanted).values_list("pk", "digests"))
    return {pk for pk, digests in wanted.items() if digests != bytes(stored.get(pk, b""))}


def _by_digest(activity) -> dict[bytes, Part]:
    """Returns {digest: part}; empty unless the activity is published and the encoder is there."""
    if activity.status != Status.PUBLISHED or not encoder.is_available():
        return {}
    return {_digest(part): part for text in activity.texts.all() for part in _parts(text)}


def _parts(text) -> Iterator[Part]:
    whole = f"{text.title}. {text.summary}"
    return (Part(sentence, whole) for sentence in (text.title, *sentences(text.summary)))


def _digest(part):
    return blake2b("\n".join(part).encode(), digest_size=DIGEST, salt=_encoder_digest()).digest()


def _encoder_digest():
    """Returns a digest of all that vectors are made by, their sentences apart."""
    return blake2b(f"{encoder.name()} {CONTEXT:.3f}".encode(), digest_size=blake2b.SALT_SIZE).digest()


def _rows(wanted: dict[int, dict[bytes, Part]]):
    """Returns the rows of these activities; only sentences that their stored rows lack are encoded, in one batch."""
    known = {
        pk: dict(_pairs(*row))
        for pk, *row in SentenceVectors.objects.filter(pk__in=wanted).values_list("pk", "digests", "vectors")
    }
    new = {
        digest: part
        for pk, parts in wanted.items()
        for digest, part in parts.items()
        if digest not in known.get(pk, {})
    }
    encoded = dict(zip(new, _encoded(list(new.values())), strict=True))
    return [
        SentenceVectors(
            activity_id=pk,
            digests=b"".join(parts),
            vectors=b"".join((known.get(pk, {}) | encoded)[digest] for digest in parts),
        )
        for pk, parts in wanted.items()
    ]


def _encoded(parts: list[Part]) -> list[bytes]:
    """Returns the codes of these parts; the whole texts are encoded once each."""
    places = {
        text: place for place, text in enumerate(dict.fromkeys(text for part in parts for text in part))
    }
    vectors = encoder.encode(list(places))
    means = (
        (1 - CONTEXT) * vectors[places[part.sentence]] + CONTEXT * vectors[places[part.text]]
        for part in parts
    )
    return [coded(mean).tobytes() for mean in means]


def _pairs(digests, vectors):
    for place in range(len(digests) // DIGEST):
        yield (
            bytes(digests[place * DIGEST : (place + 1) * DIGEST]),
            bytes(vectors[place * encoder.DIMENSIONS : (place + 1) * encoder.DIMENSIONS]),
        )
