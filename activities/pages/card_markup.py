"""One activity as a card of a list, put together from strings.

A list that nobody has requested yet renders 25 of them: as a template they took half of its time. What few cards
have is left to templates.
"""

from decimal import Decimal
from html import escape

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from activities.language.dates import dates_in_words
from activities.models import Activity, Figure, Unit
from activities.models.vocabulary import Kind, Scope
from activities.search import Query, current_index
from activities.search.highlight import excerpt, has_hit, highlight, in_short

KINDS, SCOPES = dict(Kind.choices), dict(Scope.choices)
CARD = """<article class="activity">
<p class="facts">{facts}</p>
<h3><a href="{url}"{lang}>{title}</a></h3>
<p class="summary"{lang}>{summary}</p>
{rest}</article>"""
NAMES = 3  # in which a query was found


def card(activity: Activity, query: Query | None) -> SafeString:
    """Renders an activity fetched with `for_page` or `for_list`, with the words of a query marked."""
    text = activity.text
    is_other = text.language != get_language()
    html = CARD.format(
        facts=" ".join(_facts(activity)),
        url=activity.get_absolute_url(),
        lang=f' lang="{escape(text.language)}"' if is_other else "",
        title=highlight(text.title, query),
        summary=highlight(in_short(text.summary, query), query),
        rest="\n".join(_rest(activity, query, text, is_other)),
    )
    return mark_safe(html)  # noqa: S308  # nosec B703 B308  # every value is escaped where it is written


def _facts(activity):
    scope = activity.scope
    yield f'<span class="kind">{_label(KINDS, activity.kind)}</span>'
    yield f'<span class="scope {escape(scope)}">{_label(SCOPES, scope)}</span>'
    if activity.start:
        dates = dates_in_words(activity.start, activity.end, activity.date_precision)
        yield f"<span>{escape(dates)}</span>"
    for paragraph in activity.cited_paragraphs:
        yield f'<a href="{escape(paragraph.get_absolute_url())}">{escape(numbered(paragraph))}</a>'


def _label(labels, value):
    return escape(capfirst(str(labels.get(value, value))))


def numbered(paragraph) -> str:
    """Names a paragraph: « § 26 », and with its report, « 2021, § 26 », once several are published."""
    return str(paragraph) if len(current_index().reports) > 1 else f"§\N{NO-BREAK SPACE}{paragraph.number}"


def _rest(activity, query, text, is_other):
    if is_other:
        yield render_to_string("activities/_other_language.html", {"language": text.language})
    if query:
        yield _found_in(activity, query, text)
    if activity.named_countries or activity.named_regions:
        yield _places(activity)
    if figure := main_figure(activity):
        yield render_to_string("activities/_main_figure.html", {"figure": figure})


def _places(activity):
    named = [("", country) for country in activity.named_countries]
    named += [(' class="region"', region) for region in activity.named_regions]
    links = "".join(
        f'<li><a{kind} href="{place.get_absolute_url()}">{escape(place.name)}</a></li>'
        for kind, place in named
    )
    return f'<ul class="tags" aria-label="{escape(_("Countries and regions named"))}">{links}</ul>'


def _found_in(activity, query, shown):
    """Returns where an activity matches the query, if its displayed text does not show that."""
    if any(has_hit(text, query) for text in (shown.title, shown.summary)):
        return ""
    for text in activity.texts.all():
        for part in (text.title, text.summary):
            if has_hit(part, query):
                found = highlight(excerpt(part, query), query)
                return f'<p class="aside" lang="{escape(text.language)}">{found}</p>'
    names = [highlight(name, query) for name in activity.search_row.names if has_hit(name, query)]
    return f'<p class="aside">{escape(_("Found in:"))} {" · ".join(names[:NAMES])}</p>' if names else ""


def main_figure(activity: Activity) -> Figure | None:
    """Returns the first result that an activity fetched with `for_page` states, without its relations."""
    if (stated := activity.main_figure) is None:  # type: ignore[attr-defined]  # annotated by `for_page`
        return None
    names = {name: stated[name] for name in ("slug", "name_fr", "name_en")}
    own = {name: stated[name] for name in stated if name not in names}
    return Figure(**own | {"value": Decimal(stated["value"]), "unit": Unit(**names)})
