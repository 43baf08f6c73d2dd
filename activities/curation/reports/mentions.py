"""When the name of a place is no mention of the country: the rules of CURATION for what is not attached.

A place inside the name of a declaration or of rules, the seat of a meeting of the United Nations, a duty
station, the name of a language.
"""

import re
from dataclasses import dataclass, field

NEVER = r"(?!)"
SENTENCE = re.compile(r"[.!?]\s+(?=[A-ZÀ-Ý])|\n")


class Patterns:
    """What stands before a name (to its very beginning) or after it (from its very end), in one language."""

    def __init__(self, *, called, called_after, meeting, station, tongue, tongue_after, listed):
        self.called = re.compile(rf"(?:{called})$")
        self.called_after = re.compile(called_after)
        self.seat = re.compile(rf"(?:{meeting}|{station})$", re.S)
        self.tongue = re.compile(rf"(?:{tongue})$", re.I)
        self.tongue_after = re.compile(tongue_after)
        self.listed = re.compile(rf"(?:{listed})$")


PATTERNS = {
    "fr": Patterns(
        # « Déclaration de Doha »: such a name begins with a capital; a declaration by a country has none.
        called=r"(?:Déclaration|Règles|Protocole|Convention|Accords?|Charte|Principes|Traité|Consensus|Engagement|"
        r"Appel|Pacte|Processus|Statut|Directives|Recommandations?|Programme d['’]action|Plan d['’]action)"
        r"(?: (?:ministérielle|politique|minima|commune))? (?:de |d['’]|du |des )(?:la |l['’])?",
        called_after=NEVER,
        meeting=r"(?:Congrès|session|Conférence des|Commission|Assemblée générale|Conseil|Comité|"
        r"Groupe de travail|Groupe d['’]experts)\b.{0,300}?\b(?:tenue?s?|tenir|réunie?s?)\b.{0,60}\bà [^,;]{0,40}",
        station=r"\b(?:basée?s?|siège|siégeant|en poste|bureau) (?:à|de|d['’]) ?[^,;]{0,20}",
        # « en espagnol »: no noun stands before it, or one of languages.
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
        tongue_after=r"[ -](?:languages?|versions?|texts?|translations?|editions?|speak)",
        listed=r"(?:, | and | or )(?:in(?:to)? )?",
    ),
}


@dataclass
class Mentions:
    """The hits of one text, asked of in its order."""

    text: str
    language: str
    _tongues: set[int] = field(default_factory=set)  # where the languages met so far end

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
        """A language; or one more of a list, « en espagnol, en portugais et arabe »."""
        if patterns.tongue.search(self.text, 0, hit.start) or patterns.tongue_after.match(self.text, hit.end):
            return True
        listed = patterns.listed.search(self.text, 0, hit.start)
        return bool(listed and listed.start() in self._tongues)

    def _beginning_of_sentence(self, hit):
        return max((found.end() for found in SENTENCE.finditer(self.text, 0, hit.start)), default=0)
