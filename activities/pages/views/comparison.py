from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from activities.opendata.csv_rows import BYTE_ORDER_MARK, csv_rows
from activities.search import ActivityFilter, current_index, dropped

from ..comparison import FEWEST, MOST, Comparison
from ..pickers import pickers
from .refusals import invalid, refused


@require_safe
def compare(request):
    """Renders a comparison, or the choice of what to compare as long as fewer than two are chosen."""
    index = current_index()
    form = _validated(request, index)
    if not form.is_valid():
        return refused(request, _("Compare"), **invalid(request, form))
    facet, keys = _asked(form)
    comparison = Comparison(facet, keys, index) if facet else None
    context = {
        "comparison": comparison,
        "is_complete": len(keys) >= FEWEST,
        "pickers": pickers(index, facet, keys),
        "chosen": [(each, _without(form.asked, facet, each.key)) for each in comparison.compared] if comparison else [],
        "title": "\N{NO-BREAK SPACE}· ".join(each.label for each in comparison.compared) if comparison else "",
    }  # fmt: skip
    return render(request, "activities/compare.html", context)


@require_safe
def compare_file(request):
    """Returns the counts of a comparison as CSV: a row for each count, a column for each record."""
    form = _validated(request, current_index())
    if form.is_valid() and len(_asked(form)[1]) < FEWEST:
        form.add_error(None, _("Name at least two to compare."))
    if not form.is_valid():
        return refused(request, _("Compare"), **invalid(request, form))
    facet, keys = _asked(form)
    comparison = Comparison(facet, keys, current_index())
    head = [_("Table"), _("Value"), _("Label"), *(each.label for each in comparison.compared)]
    rows = [
        [table.key, row.key, row.label, *(cell.count for cell in row.cells)]
        for table in comparison.tables
        for row in table.rows
    ]
    name = "-".join([_("comparison"), *keys])
    return HttpResponse(
        BYTE_ORDER_MARK + csv_rows([head, *rows]),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def _validated(request, index):
    """Returns the form with what cannot be compared as its errors."""
    form = ActivityFilter(request.GET, index)
    if form.is_valid():
        selection = form.search.selection
        if len(selection) > 1:
            form.add_error(list(selection)[1], _("Only records of one kind can be compared."))
        for facet, keys in selection.items():
            if len(keys) > MOST:
                text = ngettext(
                    "At most %(count)d can be compared.", "At most %(count)d can be compared.", MOST
                )
                form.add_error(facet, text % {"count": MOST})
    return form


def _asked(form):
    """Returns (facet, keys) of a valid form; (None, []) where nothing was chosen yet."""
    return next(((facet, list(keys)) for facet, keys in form.search.selection.items()), (None, []))


def _without(params, facet, key):
    left = [value for value in params.getlist(facet) if value != key]
    rest = params.copy()
    rest.setlist(facet, left)
    return f"{reverse('compare')}?{rest.urlencode()}" if left else reverse("compare") + dropped(params, facet)
