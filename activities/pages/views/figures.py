from django.core.paginator import InvalidPage, Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activities.models import Figure
from activities.search import with_countries
from activities.search.figure_filters import FigureFilter, choices, in_words

from ..totals import total
from .refusals import beyond, invalid, refused

PAGE_SIZE = 50


@require_safe
def figure_list(request):
    """Renders the register of figures, and the total of those found or why there is none."""
    filterset = FigureFilter(request.GET, queryset=Figure.objects.published())
    if not filterset.is_valid():
        return refused(request, _("Register of figures"), **invalid(request, filterset.form))
    figures = with_countries(filterset.qs.in_order(), filterset.index)
    paginator = Paginator(figures, PAGE_SIZE)
    try:
        page = paginator.page(request.GET.get("page") or 1)
    except InvalidPage:
        return refused(request, _("Register of figures"), **beyond(request, paginator))
    groups = choices(filterset)
    context = {
        "page": page,
        "asked": in_words(filterset, groups),
        "groups": groups,
        "total": total(figures),
        "form": filterset.form,
    }
    return render(request, "activities/figure_list.html", context)
