"""Metadata for search engines and social sharing: title, description, URLs."""

import json

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from unodc_catalogue.fonts import preloaded

from .catalogue import in_language

register = template.Library()

# With parameters these become other pages, which have noindex instead of a canonical URL.
LISTS = {"activity_list", "figure_list", "overview", "brief", "change_list"}

# Characters that could end the element or start another, as JSON escapes.
ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&\u2028\u2029"}


register.simple_tag(preloaded, name="preloaded_fonts")


@register.simple_tag
def json_ld(data):
    """Renders a JSON-LD block: data that no browser executes and that the Content-Security-Policy permits."""
    if not data:
        return ""
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False).translate(ESCAPES)
    # Escaped as JSON: &lt; for < would change the data.
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308  # nosec


@register.simple_block_tag
def captured(content):
    """Returns the content, already escaped, so that it can be used twice: a block can be placed only once."""
    return content


@register.simple_tag(takes_context=True)
def absolute(context, address):
    """Returns the absolute URL of a path."""
    return context["request"].build_absolute_uri(address)


@register.simple_tag(takes_context=True)
def canonical_address(context):
    """Returns the URL of the page without its query; empty for a filtered list."""
    request = context["request"]
    if request.GET and _is_list(request):
        return ""
    return request.build_absolute_uri(request.path)


@register.simple_tag(takes_context=True)
def address_in(context, code):
    """Returns the absolute URL of the page in another language, with its query only on a list."""
    request = context["request"]
    address = in_language(context, code)
    if not _is_list(request):
        address = address.partition("?")[0]
    return request.build_absolute_uri(address)


def _is_list(request):
    return request.resolver_match and request.resolver_match.url_name in LISTS
