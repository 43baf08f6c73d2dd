"""The choices of a facet as a list of links; a template loop over hundreds of them takes ten times as long."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _

register = template.Library()

CHOICE = (
    '<li class="depth-{}"><a id="choice-{}-{}" href="{}" rel="nofollow"{}>'
    '<span>{}</span>{} <span class="count">{}</span></a></li>'
)


@register.simple_tag
def choice_links(facet, choices):
    note = _("(selected: select again to remove)")
    selected = format_html(' <span class="visually-hidden">{}</span>', note)
    current = format_html(' aria-current="{}"', "true")
    rows = (
        (
            choice.depth,
            facet.name,
            choice.value,
            choice.url,
            current if choice.selected else "",
            capfirst(choice.label),
            selected if choice.selected else "",
            choice.count,
        )
        for choice in choices
    )
    return format_html('<ul class="choices">{}</ul>', format_html_join("\n", CHOICE, rows))
