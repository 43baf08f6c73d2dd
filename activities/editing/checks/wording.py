"""Checks of how texts are worded: set terms, sentences that add nothing, labels for sentences, marked works.

They are advice for whoever writes, apart from the checks that a complete catalogue passes.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import chain

from django.db.models import Model
from django.utils.translation import gettext as _

from activities.language.sentences import sentences
from activities.language.words import is_common, is_framing, stems, words

from .catalogue import Fault
from .terms import first_of, terms

LABEL_WORDS = 4  # at most: a longer beginning is a clause
# What stands between the marks of a language, the name of a work or a quotation.
MARKED = {"fr": re.compile("«\u00a0(.*?)\u00a0»"), "en": re.compile("“(.*?)”")}
# A label: what precedes a colon in its sentence or in a part of it.
LABEL = re.compile(r"(?:^|(?<=[.!?;»”]\s))([^.:;!?«“]+?)\s?:\s")
FINITE = frozenset(
    "est sont était étaient a ont avait avaient fut furent va vont doit doivent peut peuvent porte portent"
    " vise visent is are was were has have had does did can must may".split()
)


@dataclass(frozen=True)
class Text:
    """The whole text of an activity, or the gist of a paragraph, in both languages."""

    record: Model
    fr: str
    en: str

    def __iter__(self):
        return iter((("fr", self.fr), ("en", self.en)))


def set_terms_have_their_pair(catalogue):
    for text in _texts(catalogue):
        if not (text.fr and text.en):
            continue
        for term in terms():
            for here, there in (("fr", "en"), ("en", "fr")):
                found = first_of(getattr(term, here), getattr(text, here))
                pair = getattr(term, there)
                if found and not first_of(pair, getattr(text, there)):
                    message = _("The text has “%(term)s”, but its other language lacks “%(pair)s”.")
                    yield Fault(text.record, message % {"term": found, "pair": pair[0]})


def set_terms_are_not_avoided(catalogue):
    for text in _texts(catalogue):
        for language, content in text:
            for term in terms():
                if found := first_of(getattr(term.avoid, language), content):
                    message = _("The set term for “%(found)s” is “%(term)s”.")
                    yield Fault(text.record, message % {"found": found, "term": getattr(term, language)[0]})


def sentences_add_something(catalogue):
    """From the second on, a sentence has a word that neither the title nor a sibling of the paragraph has."""
    siblings = defaultdict(list)
    for activity, text in catalogue.texts:
        for paragraph in activity.cited_paragraphs[:1]:
            siblings[paragraph.pk, text.language].append(text)
    for activity, text in catalogue.texts:
        main = [paragraph.pk for paragraph in activity.cited_paragraphs[:1]]
        others = [row for pk in main for row in siblings[pk, text.language] if row.activity_id != activity.pk]
        known = [_stems(text.title), *(_stems(f"{row.title} {row.summary}") for row in others)]
        for sentence in sentences(text.summary)[1:]:
            said = _content(sentence)
            if said and any(all(stems(word) & stock for word in said) for stock in known):
                message = _("The sentence says nothing new: %(sentence)s")
                yield Fault(activity, message % {"sentence": sentence})


def summaries_have_no_label_for_a_sentence(catalogue):
    for activity, text in catalogue.texts:
        # A colon inside a title of a work is its own.
        prose = MARKED[text.language].sub("…", text.summary)
        for label in LABEL.findall(prose):
            if len(found := words(label)) <= LABEL_WORDS and not FINITE.intersection(map(str.lower, found)):
                message = _("A label stands for a sentence in the summary: %(label)s:")
                yield Fault(activity, message % {"label": label.strip()})


def works_are_marked_alike(catalogue):
    for activity in catalogue.published:
        titles = [publication.title for publication in activity.publications.all()]
        summaries = {text.language: text.summary for text in activity.texts.all()}
        for language, summary in summaries.items():
            marked = MARKED[language].findall(summary)
            for title in titles:
                if title in summary and not any(title in work for work in marked):
                    message = _("The work is not marked as one in the summary (%(language)s): %(title)s")
                    yield Fault(activity, message % {"language": language, "title": title})
        counts = {language: len(MARKED[language].findall(text)) for language, text in summaries.items()}
        if len(set(counts.values())) > 1:
            message = _("The summaries mark %(fr)d works or quotations in French, %(en)d in English.")
            yield Fault(activity, message % counts)


def _texts(catalogue):
    """Yields the texts in which a term may stand in the title of one language and the summary of the other."""
    for activity in catalogue.published:
        rows = {text.language: f"{text.title}. {text.summary}" for text in activity.texts.all()}
        yield Text(activity, rows.get("fr", ""), rows.get("en", ""))
    for paragraph in catalogue.paragraphs:
        yield Text(paragraph, paragraph.gist_fr, paragraph.gist_en)


def _content(text):
    return [word for word in words(text) if not (is_common(word) or is_framing(word))]


def _stems(text):
    return frozenset(chain.from_iterable(map(stems, words(text))))
