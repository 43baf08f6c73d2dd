"""French and English words: folding, stems, and the words that carry no meaning."""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer
from django.db.models import Func, Value
from django.db.models.functions import Lower, Replace

# One definition of folding for Python and for SQL, for the letters of French and English: the C
# collation lowers no others. NFKD does not decompose these.
LIGATURES = {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "’": "'", "ʼ": "'"}
COMBINING_MARKS = "\u0300-\u036f"
_LETTERS, _MARKS = str.maketrans(LIGATURES), re.compile(f"[{COMBINING_MARKS}]")

# A word, with combining marks where letters are not composed. U+02BC is an apostrophe here, not a letter.
WORD = re.compile(rf"[^\W_\u02bc]+(?:[{COMBINING_MARKS}]+[^\W_\u02bc]*)*")
# Characters of a folded word: PostgreSQL bounds the length of lexemes, rows and index entries.
LONGEST = 200
STEMMED = 60  # letters: longer words are not inflected, and a stemmer takes milliseconds for each
# « 2 600 » and “2,600” are one number.
GROUPED = re.compile("(?<=\\d)[\u00a0\u202f,](?=\\d{3}(?!\\d))")
# The compass point: folded, it would be a form of « être ».
EAST = re.compile(r"(?<=\bl['’])est\b", re.I)
# Function words, folded. The stemmers' own lists have accents and would miss some.
STOP_WORDS = frozenset(
    """
    a afin ai ainsi au aussi aux avec c car ce ces cet cette chez d dans de depuis des donc dont du elle
    elles en entre est et eu il ils j je jusqu l la le les leur leurs lorsqu lui m mais me meme n ne ni
    nos notre nous on ont ou par pas pour puisqu qu quand que qui quoiqu s sa sans se ses si son sont
    sous sur t ta te tes toi ton tu un une vos votre vous y

    a an and are as at be been by for from had has have he her his in into is it its not of on or our
    she that the their them they this to was we were what which who will with you your
    """.split()
)

# Words of questions and of everyday phrases around a subject: « que fait l’ONU pour aider les pays contre »,
# “how many … does UNODC”. All activities help countries against something: these words distinguish none.
FRAMING_WORDS = frozenset(
    """
    activite activites agir agit aide aident aider aides apprendre aupres autre autres base bases besoin
    besoins cas combattre combien comme comment concernant contre devant devenir deviennent devient empecher
    envers ete etre existe faire fait font gens gouvernement gouvernements grace lutte luttent lutter mieux
    moins nombre obtenir onu onudc onusien onusienne parmi pays pendant personne personnes peut peuvent plus
    plusieurs pourquoi pres projet projets quel quelle quelles quels quoi recevoir recu recus sait savoir
    trouver veut

    about activities activity against among amongst anti any anyone based become becomes becoming being better
    can combat combating combatting could countering countries country did do does doing during everyone fight
    fighting fights find get gets getting give given gives got government governments happen happened happens
    help helped helping helps how learn less made make makes making many more most much need needs other
    others people project projects receive received run runs should some tackle tackling take taking there
    together un unodc when where why would
    """.split()
)

# Words that share a stem with others by accident, « policier » with “policies”, AIDS with « aidées »: each
# line lists the forms of one word, the first of which is their stem.
EXCEPTIONS = {
    form: frozenset(line.split()[:1])
    for line in """
        policy policies
        aids
        care cares
        cope copes coped coping
        cops
        cours
        data
        fois
        islande islandais islandaise
        loisir loisirs
        mali
        men
        mena
        notamment
        porter portaient portant portent portait
        proces
        process processes
        refuges refuge
        see sees
        sida
        side sides
        traiter traitent traitant traitement
        visit visits visited visiting
    """.strip().splitlines()
    for form in line.split()
}
# “organise” is “organize”, « analyse » is “analyze”.
BRITISH = re.compile("(?<=[iy])z(?=(?:e|es|ed|er|ers|ing|ation|ations)$)")


def fold(text: str) -> str:
    """Returns a text in lower case without accents or ligatures: « Œuvre d’État » gives `oeuvre d'etat`."""
    if text.isascii():  # half of all words; nothing to decompose
        return text.lower()
    return _MARKS.sub("", unicodedata.normalize("NFKD", text.translate(_LETTERS))).lower()


@lru_cache(maxsize=100_000)
def fold_word(word: str) -> str:
    """Returns a word as it is indexed and searched: folded, and cut so that PostgreSQL can store it.

    A letter may fold to a space, or to a text of eighteen letters (U+FDFA).
    """
    return fold(word).strip()[:LONGEST].rstrip() or word[:LONGEST]


def folded(expression):
    """Returns `fold` as an SQL expression; immutable, so that a generated column may use it."""
    for letter, plain in LIGATURES.items():
        expression = Replace(expression, Value(letter), Value(plain))
    decomposed = Func(expression, template="normalize(%(expressions)s, NFKD)")
    marks = Value(f"[{COMBINING_MARKS}]")
    return Lower(Func(decomposed, marks, Value(""), Value("g"), function="regexp_replace"))


def words(text: str) -> list[str]:
    """Returns the words of a text, cut at every apostrophe, hyphen, slash and dot."""
    return WORD.findall(EAST.sub("EST", GROUPED.sub("", text)))


@lru_cache(maxsize=100_000)
def stems(word: str) -> frozenset[str]:
    """Returns a word's stems in both languages, with and without accents; words that share one match."""
    plain = fold_word(word)
    if plain in EXCEPTIONS:
        return EXCEPTIONS[plain]
    if len(plain) > STEMMED:
        return frozenset([plain])
    # The French stemmer leaves « détenus » as it is, beside « détenu ».
    singular = plain[:-1] if len(plain) > 3 and plain[-1] in "sx" else plain
    accented = unicodedata.normalize("NFC", word[:LONGEST]).lower()[:LONGEST]
    forms = (("french", accented), ("french", singular), ("english", plain))
    return frozenset(_stem(language, BRITISH.sub("s", form)) for language, form in forms)


def _stem(language, form):
    # A stemmer holds the word it works on, so threads cannot share one. Creating one costs 0.6 µs.
    return snowballstemmer.stemmer(language).stemWord(form)


@lru_cache(maxsize=100_000)
def is_common(word: str) -> bool:
    """Returns True for a function word; not in capitals, where it is an acronym (WHO, UN)."""
    return fold_word(word) in STOP_WORDS and not (len(word) > 1 and word.isupper())


def is_framing(word: str) -> bool:
    return fold_word(word) in FRAMING_WORDS
