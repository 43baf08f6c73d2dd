from django import template

from ..admin import desk, notices

register = template.Library()


@register.inclusion_tag("admin/_desk.html", takes_context=True)
def analysts_desk(context):
    user = context["request"].user
    if not user.has_perm("activities.view_activity"):
        return {}
    return {
        "blocks": list(desk.blocks(user)),
        "published": list(desk.recently_published()),
        "quality": list(desk.quality()),
    }


@register.inclusion_tag("admin/_notices.html", takes_context=True)
def account_notices(context):
    return {
        "notices": list(notices.pending(context["request"].user)),
        "csrf_token": context.get("csrf_token"),
    }
