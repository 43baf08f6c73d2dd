from django.core.paginator import InvalidPage, Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activities.editing import public_changes, with_differences

from .refusals import beyond, refused

PAGE_SIZE = 50


@require_safe
def change_list(request):
    """Lists what was published, changed and withdrawn, with the differences of each change."""
    paginator = Paginator(public_changes(), PAGE_SIZE)
    try:
        page = paginator.page(request.GET.get("page") or 1)
    except InvalidPage:
        return refused(request, _("What changed"), **beyond(request, paginator))
    return render(
        request, "activities/change_list.html", {"page": page, "changes": with_differences(list(page))}
    )
