"""What a page tells search engines and those who share it: title, description, addresses."""

from django import template
from django.urls import translate_url
from django.utils.html import format_html

register = template.Library()

# Their parameters make other pages of them, which carry noindex instead of a canonical address.
LISTS = {"activity_list", "figure_list", "brief"}


@register.simple_block_tag
def titled(content):
    """The content, which the engine has escaped, as the title of the page and of what is shared."""
    return format_html('<title>{0}</title>\n    <meta property="og:title" content="{0}">', content)


@register.simple_block_tag
def described(content):
    return format_html(
        '<meta name="description" content="{0}">\n    <meta property="og:description" content="{0}">', content
    )


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
