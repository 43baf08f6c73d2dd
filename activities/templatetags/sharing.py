"""What a page tells search engines and those who share it: title, description, addresses."""

from django import template
from django.urls import translate_url

register = template.Library()

# Their parameters make other pages of them, which carry noindex instead of a canonical address.
LISTS = {"activity_list", "figure_list", "brief"}


@register.simple_block_tag
def captured(content):
    """The content, which the engine has escaped, to be used twice: a block can be placed only once."""
    return content


@register.simple_tag(takes_context=True)
def canonical_address(context):
    """The address of the page without what does not belong to it; none for a list that is filtered."""
    request = context["request"]
    if request.GET and request.resolver_match.url_name in LISTS:
        return ""
    return request.build_absolute_uri(request.path)


@register.simple_tag(takes_context=True)
def address_in(context, code):
    """The address of the page in another language, with its query, in full."""
    request = context["request"]
    return request.build_absolute_uri(translate_url(request.get_full_path(), code))
