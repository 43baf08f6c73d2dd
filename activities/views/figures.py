from django.core.paginator import InvalidPage, Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..facets import dropped
from ..figure_filters import FigureFilter, choices, in_words
from ..models import Figure
from ..totals import total

PAGE_SIZE = 50


@require_safe
def figure_list(request):
    """The register of figures: each as the report states it, and whether those shown have a total."""
    filterset = FigureFilter(request.GET, queryset=Figure.objects.published())
    if not filterset.is_valid():
        return render(request, "activities/activity_list_invalid.html", {"filterset": filterset}, status=400)
    figures = list(filterset.qs.for_table())
    paginator = Paginator(figures, PAGE_SIZE)
    try:
        page = paginator.page(request.GET.get("page") or 1)
    except InvalidPage:
        context = {
            "filterset": filterset,
            "last_page": paginator.num_pages,
            "first": dropped(request.GET, "page"),
        }
        return render(request, "activities/activity_list_invalid.html", context, status=400)
    groups = choices(filterset)
    context = {
        "page": page,
        "asked": in_words(filterset, groups),
        "groups": groups,
        "total": total(figures),
        "form": filterset.form,
    }
    return render(request, "activities/figure_list.html", context)
