"""Checks that both languages give the same numbers, each in its own typography."""

from django.utils.translation import gettext as _

from activities.language import numbers
from activities.language.typography import ENGLISH, FRENCH
from activities.models.figures import digits

from .catalogue import Fault


def both_languages_carry_the_same_numbers(catalogue):
    for wording in catalogue.wordings:
        if not (wording.fr and wording.en):
            continue
        only_in_one = (
            (_("only in French"), numbers.missing(wording.fr, "fr", wording.en, "en")),
            (_("only in English"), numbers.missing(wording.en, "en", wording.fr, "fr")),
        )
        for where, found in only_in_one:
            for number in found:
                yield Fault(
                    wording.record,
                    _("The number %(number)s occurs %(where)s in %(place)s.")
                    % {"number": digits(number), "where": where, "place": wording.place},
                )


def sentences_end(catalogue):
    for wording in catalogue.wordings:
        for text in (wording.fr, wording.en):
            if wording.is_prose and text and not text.endswith((".", ".”", ".»")):
                yield Fault(
                    wording.record,
                    _("The last sentence of %(place)s does not end: %(text)s")
                    % {"place": wording.place, "text": f"…{text[-40:]}"},
                )


def french_typography(catalogue):
    for wording in catalogue.wordings:
        yield from _typography(wording, wording.fr, FRENCH)


def english_typography(catalogue):
    for wording in catalogue.wordings:
        yield from _typography(wording, wording.en, ENGLISH)


def _typography(wording, text, rules):
    for title in wording.titles:
        text = text.replace(title, "…")
    for pattern, message in rules:
        if match := pattern.search(text):
            around = text[max(match.start() - 20, 0) : match.end() + 20]
            yield Fault(
                wording.record,
                _("Typography of %(place)s, %(message)s: %(text)s")
                % {"place": wording.place, "message": message, "text": f"…{around}…"},
            )
