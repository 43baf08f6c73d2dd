"""Tags for what an activity rests on, and for who publishes the catalogue."""

from urllib.parse import quote

from django import template
from django.conf import settings

from activities.pages.documents import documents_of, mandate_of

register = template.Library()
register.filter(documents_of)
register.filter(mandate_of)


@register.simple_tag
def publisher() -> str:
    return settings.PUBLISHER


@register.simple_tag(takes_context=True)
def error_report(context, activity) -> str:
    """Returns a mailto that names the activity and the address of its page; empty without CONTACT_EMAIL."""
    if not settings.CONTACT_EMAIL:
        return ""
    subject = f"[{activity.ref}] {activity.text.title}"
    page = context["request"].build_absolute_uri()
    to = quote(settings.CONTACT_EMAIL, safe="@")
    return f"mailto:{to}?subject={quote(subject)}&body={quote(page)}%0A%0A"
