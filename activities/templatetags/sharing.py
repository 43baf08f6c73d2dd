"""What a page tells search engines and those who share it: title, description, addresses."""

import json

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from .catalogue import in_language

register = template.Library()

# Their parameters make other pages of them, which carry noindex instead of a canonical address.
LISTS = {"activity_list", "figure_list", "overview", "brief", "change_list"}

# What could end the element or begin another one, as JSON may write it too.
ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&\u2028\u2029"}


@register.simple_tag
def json_ld(data):
    """A block of data, which no browser executes and the Content-Security-Policy lets stand."""
    if not data:
        return ""
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False).translate(ESCAPES)
    # Escaped for its place: < as &lt; would be no JSON.
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308  # nosec


@register.simple_block_tag
def captured(content):
    """The content, which the engine has escaped, to be used twice: a block can be placed only once."""
    return content


@register.simple_tag(takes_context=True)
def canonical_address(context):
    """The address of the page without what does not belong to it; none for a list that is filtered."""
    request = context["request"]
    if request.GET and _is_list(request):
        return ""
    return request.build_absolute_uri(request.path)


@register.simple_tag(takes_context=True)
def address_in(context, code):
    """The address of the page in another language, in full; with its query where that makes a page of it."""
    request = context["request"]
    address = in_language(context, code)
    if not _is_list(request):
        address = address.partition("?")[0]
    return request.build_absolute_uri(address)


def _is_list(request):
    return request.resolver_match and request.resolver_match.url_name in LISTS
