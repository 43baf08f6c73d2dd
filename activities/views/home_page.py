from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..bitmaps import current_index
from ..browsing import counted, countries_by_continent, most_frequent, theme_tree
from ..models import Programme


@require_safe
def home(request):
    index = current_index()
    return render(
        request,
        "activities/home.html",
        {
            "activities": len(index.all),
            "continents": countries_by_continent(index),
            "themes": theme_tree(index),
            "programmes": most_frequent(counted(index, Programme.objects.by_name(), "programme"), 12),
        },
    )
