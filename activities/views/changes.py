from django.core.paginator import InvalidPage, Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..facets import dropped
from ..history import seen_changes, told

PAGE_SIZE = 50


@require_safe
def change_list(request):
    """What was published, changed and withdrawn, and what each change says differently."""
    paginator = Paginator(seen_changes(), PAGE_SIZE)
    try:
        page = paginator.page(request.GET.get("page") or 1)
    except InvalidPage:
        context = {"last_page": paginator.num_pages, "first": dropped(request.GET, "page")}
        return render(request, "activities/activity_list_invalid.html", context, status=400)
    return render(request, "activities/change_list.html", {"page": page, "changes": told(list(page))})
