"""When the name of a place is no mention of the country: the rules of CURATION for what is not attached.

A place inside the name of a declaration or of rules, the seat of a meeting of the United Nations, a duty
station, the name of a language.
"""

import re

# What is called after the place where it was adopted; its name begins with a capital.
CALLED = {
    "fr": r"(?:Déclaration|Règles|Protocole|Convention|Accords?|Charte|Principes|Traité|Consensus|Engagement|Appel|"
    r"Pacte|Processus|Statut|Directives|Recommandations?|Programme d['’]action|Plan d['’]action)"
    r"(?: (?:ministérielle|politique|minima|commune))? (?:de |d['’]|du |des )(?:la |l['’])?$",
    "en": r"\b(?:the )$",
}
# « the Doha Declaration » has the name after the place.
CALLED_AFTER = {
    "fr": r"(?!)",
    "en": r" (?:Declaration|Rules|Protocol|Convention|Agreement|Charter|Principles|Treaty|Consensus|Commitment|"
    r"Call|Pact|Process|Statute|Guidelines|Programme of Action|Plan of Action)\b",
}
MEETING = {
    "fr": r"(?:Congrès|session|Conférence des|Commission|Assemblée générale|Conseil|Comité|Groupe de travail|"
    r"Groupe d['’]experts)\b.{0,300}?\b(?:tenue?s?|tenir|réunie?s?)\b.{0,60}\bà [^,;]{0,40}$",
    "en": r"(?:Congress|session|Conference of the|Commission|General Assembly|Council|Committee|Working Group|"
    r"Expert Group)\b.{0,300}?\b(?:held|met|convened)\b.{0,60}\b(?:in|at) [^,;]{0,40}$",
}
STATION = {
    "fr": r"\b(?:basée?s?|siège|siégeant|en poste|bureau) (?:à|de|d['’]) ?[^,;]{0,20}$",
    "en": r"\b(?:based|headquartered|headquarters|stationed|office) (?:in|at) [^,;]{0,20}$",
}
# An adjective that no noun comes before: « en espagnol »; or one of a noun of languages.
LANGUAGE = {
    "fr": r"(?:\b(?:en|au|du|le|la)|\bl['’]|\b(?:langues?|versions?|textes?|traductions?|éditions?))\s?$",
    "en": r"\b(?:in|into|from)\s$",
}
LANGUAGE_AFTER = {"fr": r"(?!)", "en": r"[ -](?:languages?|versions?|texts?|translations?|editions?|speak)"}
# A language in a list: « en espagnol, en portugais et arabe ».
LISTED = {"fr": r"(?:, | et | ou )(?:en )?$", "en": r"(?:, | and | or )(?:in(?:to)? )?$"}
SENTENCE = re.compile(r"[.!?]\s+(?=[A-ZÀ-Ý])|\n")


def names_no_country(text: str, hit, language: str, languages_before: set[int]) -> bool:
    """Whether a hit of a country or a locality is part of something else.

    `languages_before` has where the languages met so far end in the text, and takes the one of this hit.
    """
    if hit.is_adjective and _is_language(text, hit, language, languages_before):
        languages_before.add(hit.end)
        return True
    before, after = _sentence_before(text, hit.start), text[hit.end :]
    if re.search(CALLED[language], before) and (language == "fr" or re.match(CALLED_AFTER[language], after)):
        return True
    return any(re.search(pattern[language], before, re.S) for pattern in (MEETING, STATION))


def _is_language(text, hit, language, languages_before):
    before = text[: hit.start]
    if re.search(LANGUAGE[language], before, re.I) or re.match(LANGUAGE_AFTER[language], text[hit.end :]):
        return True
    listed = re.search(LISTED[language], before)
    return bool(listed and listed.start() in languages_before)


def _sentence_before(text, end):
    start = max((found.end() for found in SENTENCE.finditer(text, 0, end)), default=0)
    return text[start:end]
