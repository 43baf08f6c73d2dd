"""A facet of a list, put together from strings: as templates, ten of them took a quarter of a page."""

from html import escape

from django import template
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()

CHOICE = (
    '<li class="depth-{}"><a id="choice-{}-{}" href="{}" rel="nofollow"{}>'
    '<span>{}</span>{} <span class="count">{}</span></a></li>'
)
FACET = """<details class="facet" id="facet-{name}"{opened}>
<summary>{label}{selected}</summary>
{find}{choices}{more}
</details>"""
COUNT = ' <span class="count">{}</span>'
# Put in place by filter.js: without it there is nothing to type in.
FIND = """<template>
<p class="find">
<label for="find-{name}">{label}</label>
<input id="find-{name}" type="text" autocomplete="off" maxlength="100">
<output for="find-{name}" class="count"></output>
</p>
</template>
"""
# filter.js puts the values here when it is opened: two in five bytes of the page, of which few are read.
MORE = """
<details class="more" id="more-{name}">
<summary>{more}</summary>
<p><a href="{url}" rel="nofollow">{all_values}</a></p>
</details>"""


@register.simple_tag
def facet_of_list(facet, query):
    """Writes a facet with its first choices; `query` is the query string of the list."""
    if not facet.counted:
        return ""
    name, label = facet.name, str(facet.label)
    first, number, is_open = facet.shown
    find = escape(_("Find in “%(label)s”") % {"label": label})
    html = FACET.format(
        name=name,
        opened=" open" if is_open else "",
        label=escape(label),
        selected=COUNT.format(len(facet.selected)) if facet.selected else "",
        find=FIND.format(name=name, label=find) if number else "",
        choices=choice_links(facet, first),
        more=_more(name, label, number, query) if number else "",
    )
    return mark_safe(html)  # noqa: S308  # nosec  # every value is escaped where it is written


def _more(name, label, number, query):
    return MORE.format(
        name=name,
        more=ngettext("%(counter)s more", "%(counter)s more", number) % {"counter": number},
        url=reverse("facet", args=[name]) + escape(query),
        all_values=escape(_("All values of “%(label)s”") % {"label": label}),
    )


@register.simple_tag
def choice_links(facet, choices, base=""):
    """Writes choices as links; `base` is the address of the list where it is not the page's own."""
    note = escape(_("(selected: select again to remove)"))
    selected = (' aria-current="true"', f' <span class="visually-hidden">{note}</span>')
    rows = (
        _row(facet.name, choice, base + choice.url, *(selected if choice.selected else ("", "")))
        for choice in choices
    )
    return mark_safe('<ul class="choices">{}</ul>'.format("\n".join(rows)))  # noqa: S308  # nosec


def _row(facet, choice, url, current, note):
    # The standard library's escape, on what may need it: Django's, on every part, takes three times as long.
    label = escape(capfirst(str(choice.label)))
    url, value = escape(url), escape(choice.value)
    return CHOICE.format(choice.depth, facet, value, url, current, label, note, choice.count)
