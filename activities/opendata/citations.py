"""Citations of an activity: in the style of the United Nations, in APA, as BibTeX, RIS and CSL-JSON."""

import re
from dataclasses import dataclass

from babel import lists
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from activities.language.dates import day_in_words

BIBTEX_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}

NO_BREAK_SPACE = "\u00a0"


@dataclass(frozen=True)
class Reference:
    """The fields of a citation in the visitor's language; `reviewed` and `accessed` are `datetime.date`."""

    ref: str
    title: str
    summary: str
    language: str
    translated_title: str
    keywords: list[str]
    source: str
    reviewed: object
    url: str
    accessed: object


def reference(activity, *, url, accessed):
    """Returns the Reference of an activity; `url` is its permanent URL, absolute."""
    text = activity.text
    others = [other.title for other in activity.texts.all() if other.language != text.language]
    return Reference(
        ref=activity.ref,
        title=text.title,
        summary=text.summary,
        language=text.language,
        translated_title=others[0] if others else "",
        keywords=[theme.name for theme in activity.themes.all()],
        source=source(activity),
        reviewed=activity.reviewed_on,
        url=url,
        accessed=accessed,
    )


def un_style(reference):
    return _(
        "%(catalogue)s, “%(title)s”, activity %(ref)s. Based on: %(source)s. Available at %(url)s (accessed on %(date)s)."
    ) % {
        "catalogue": _("Independent catalogue of UNODC activities"),
        "title": reference.title,
        "ref": reference.ref,
        "source": reference.source,
        "url": reference.url,
        "date": day_in_words(reference.accessed),
    }


def apa(reference):
    """Returns an APA citation (7th edition), with the date of access, since the page may change."""
    activity = _("Activity %(ref)s") % {"ref": reference.ref}
    year, catalogue = reference.reviewed.year, _("Independent catalogue of UNODC activities")
    read = _("Retrieved %(date)s from %(url)s") % {
        "date": day_in_words(reference.accessed),
        "url": reference.url,
    }
    return f"{catalogue}. ({year}). {reference.title} ({activity}; {reference.source}). {read}"


def bibtex(reference):
    fields = {
        "author": "{" + _bibtex(_("Independent catalogue of UNODC activities")) + "}",
        # The inner braces preserve the capitals of names.
        "title": "{" + _bibtex(reference.title) + "}",
        "titleaddon": _bibtex(reference.translated_title),
        "year": str(reference.reviewed.year),
        "language": {"fr": "french", "en": "english"}.get(reference.language, reference.language),
        "abstract": _bibtex(reference.summary),
        "keywords": _bibtex(_listed(reference.keywords)),
        "note": _bibtex(f"{_('Activity %(ref)s') % {'ref': reference.ref}}. {reference.source}."),
        "url": reference.url,
        "urldate": reference.accessed.isoformat(),
    }
    rows = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@misc{{unodc-{reference.ref},\n{rows}\n}}\n"


def ris(reference, proof=""):
    """Returns a RIS record; `proof` is written where no style prints it."""
    rows = [
        ("TY", "ELEC"),
        ("ID", reference.ref),
        ("AU", _undivided(_("Independent catalogue of UNODC activities"))),
        ("TI", reference.title),
        ("T2", _("Independent catalogue of UNODC activities")),
        ("PY", str(reference.reviewed.year)),
        # Before Y2: readers that know no date of access take the first date that they find.
        ("DA", reference.reviewed.strftime("%Y/%m/%d")),
        ("AB", reference.summary),
        *(("KW", keyword) for keyword in reference.keywords),
        ("LA", reference.language),
        ("N1", f"{_('Activity %(ref)s') % {'ref': reference.ref}}. {reference.source}."),
        ("LB", proof),
        ("UR", reference.url),
        ("Y2", reference.accessed.strftime("%Y/%m/%d")),
        ("ER", ""),
    ]
    lines = [f"{tag}  - {_one_line(value)}" for tag, value in rows if value or tag == "ER"]
    return "\r\n".join([*lines, ""])


def _undivided(name):
    """Returns the name of a body as RIS knows no other: family name alone, without a space to divide it at."""
    return name.replace(" ", NO_BREAK_SPACE) + ","


def csl(reference, proof=""):
    """Returns an item of CSL-JSON (Citation Style Language); `proof` is written where no style prints it."""
    return {
        "id": f"unodc-{reference.ref}",
        "type": "webpage",
        "title": reference.title,
        "author": [{"literal": _("Independent catalogue of UNODC activities")}],
        "container-title": _("Independent catalogue of UNODC activities"),
        # Not in `number`, where processors read a hyphen as a range. There is neither `note` nor `abstract`:
        # styles of ISO 690 print them, without a space after the URL.
        "genre": f"{_('Activity %(ref)s') % {'ref': reference.ref}}, {reference.source}",
        "issued": _date_parts(reference.reviewed),
        "accessed": _date_parts(reference.accessed),
        "keyword": _listed(reference.keywords),
        "language": reference.language,
        "URL": reference.url,
        **({"annote": proof} if proof else {}),  # printed by styles of annotated bibliographies alone
    }


def _listed(keywords):
    """Returns keywords separated by commas, which no keyword may then contain."""
    return ", ".join(keyword.replace(", ", " / ") for keyword in keywords)


def _date_parts(day):
    return {"date-parts": [[day.year, day.month, day.day]]}


def document(report):
    """Returns the symbol of a report, else the resolution under which it was prepared."""
    asked = _("prepared under General Assembly resolution %(resolution)s")
    return report.symbol or asked % {"resolution": report.resolution}


def named(report):
    """Returns a report as a source, with its year and its document."""
    words = {"year": report.ref, "document": document(report)}
    return _("Report of the Secretary-General, %(year)s, %(document)s") % words


def source(activity):
    """Returns the report and the paragraphs that an activity cites."""
    report, numbers = activity.report, [str(paragraph.number) for paragraph in activity.cited_paragraphs]
    return _("Report of the Secretary-General, %(year)s, %(document)s, %(paragraphs)s") % {
        "year": report.ref,
        "document": document(report),
        "paragraphs": ngettext("para. %(numbers)s", "paras. %(numbers)s", len(numbers))
        % {"numbers": lists.format_list(numbers, locale=get_language())},
    }


def _bibtex(text):
    return "".join(BIBTEX_SPECIAL.get(character, character) for character in _one_line(text))


def _one_line(text):
    return re.sub(r"[^\S\u00a0\u202f]+", " ", text).strip()
