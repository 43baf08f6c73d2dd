"""Decides by the rules of curation whether a place name mentions the country.

It does not inside the name of a declaration or of rules, as the seat of a meeting of the United Nations,
as a duty station, or as the name of a language.
"""

import re
from dataclasses import dataclass, field

NEVER = r"(?!)"
SENTENCE = re.compile(r"[.!?]\s+(?=[A-ZÀ-Ý])|\n")


class Patterns:
    """Patterns, in one language, of the words that end at the start of a name or begin at its end."""

    def __init__(self, *, called, called_after, meeting, station, tongue, tongue_after, listed):
        self.called = re.compile(rf"(?:{called})$")
        self.called_after = re.compile(called_after)
        self.seat = re.compile(rf"(?:{meeting}|{station})$", re.S)
        self.tongue = re.compile(rf"(?:{tongue})$", re.I)
        self.tongue_after = re.compile(tongue_after)
        self.listed = re.compile(rf"(?:{listed})$")


PATTERNS = {
    "fr": Patterns(
        # « Déclaration de Doha »: such a name is capitalized; a declaration by a country is not.
        called=r"(?:Déclaration|Règles|Protocole|Convention|Accords?|Charte|Principes|Traité|Consensus|Engagement|"
        r"Appel|Pacte|Processus|Statut|Directives|Recommandations?|Programme d['’]action|Plan d['’]action)"
        r"(?: (?:ministérielle|politique|minima|commune))? (?:de |d['’]|du |des )(?:la |l['’])?",
        called_after=NEVER,
        meeting=r"(?:Congrès|session|Conférence des|Commission|Assemblée générale|Conseil|Comité|"
        r"Groupe de travail|Groupe d['’]experts)\b.{0,300}?\b(?:tenue?s?|tenir|réunie?s?)\b.{0,60}\bà [^,;]{0,40}",
        station=r"\b(?:basée?s?|siège|siégeant|en poste|bureau) (?:à|de|d['’]) ?[^,;]{0,20}",
        # « en espagnol »: follows no noun, or a noun such as « langue » or « version ».
        tongue=r"(?:\b(?:en|au|du|le|la)|\bl['’]|\b(?:langues?|versions?|textes?|traductions?|éditions?))\s?",
        tongue_after=NEVER,
        listed=r"(?:, | et | ou )(?:en )?",
    ),
    "en": Patterns(
        called=r"(?:Declaration|Rules|Protocol|Convention|Agreement|Charter|Principles|Treaty) of (?:the )?",
        called_after=r" (?:Declaration|Rules|Protocol|Convention|Agreement|Charter|Principles|Treaty|Consensus|"
        r"Commitment|Call|Pact|Process|Statute|Guidelines|Programme of Action|Plan of Action)\b",
        meeting=r"(?:Congress|session|Conference of the|Commission|General Assembly|Council|Committee|"
        r"Working Group|Expert Group)\b.{0,300}?\b(?:held|met|convened)\b.{0,60}"
        r"\b(?:in|at) (?:[A-Z][\w’-]*,? ){0,3}",
        station=r"\b(?:based|headquartered|headquarters|stationed|office) (?:in|at) (?:[A-Z][\w’-]*,? ){0,3}",
        tongue=r"\b(?:in|into|from)\s",
        tongue_after=r"[ -](?:languages?|versions?|texts?|translations?|version_tokens?|speak)",
        listed=r"(?:, | and | or )(?:in(?:to)? )?",
    ),
}


@dataclass
class Mentions:
    """Classifies the hits of one text, which have to be passed in the order of the text."""

    text: str
    language: str
    _tongues: set[int] = field(default_factory=set)  # end offsets of the languages found so far

    def is_of_a_country(self, hit) -> bool:
        patterns = PATTERNS[self.language]
        if hit.is_adjective and self._is_tongue(hit, patterns):
            self._tongues.add(hit.end)
            return False
        start = self._beginning_of_sentence(hit)
        return not (
            patterns.called.search(self.text, start, hit.start)
            or patterns.called_after.match(self.text, hit.end)
            or patterns.seat.search(self.text, start, hit.start)
        )

    def _is_tongue(self, hit, patterns):
        """True for a language, alone or in a list: « en espagnol, en portugais et arabe »."""
        if patterns.tongue.search(self.text, 0, hit.start) or patterns.tongue_after.match(self.text, hit.end):
            return True
        listed = patterns.listed.search(self.text, 0, hit.start)
        return bool(listed and listed.start() in self._tongues)

    def _beginning_of_sentence(self, hit):
        return max((found.end() for found in SENTENCE.finditer(self.text, 0, hit.start)), default=0)
