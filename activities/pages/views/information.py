from django.conf import settings
from django.db import OperationalError
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from activities.models import Report
from unodc_catalogue.database.base import UnreachableError
from unodc_catalogue.database.routing import may_read_elsewhere


@require_safe
@cache_control(no_cache=True)
def about(request):
    """Renders the page about the catalogue; without the reports while the database is unreachable."""
    try:
        reports = list(Report.objects.published())
    except OperationalError as error:
        if not isinstance(error.__cause__, UnreachableError) or may_read_elsewhere():
            raise
        reports = None
    return render(request, "activities/about.html", {"reports": reports})


@require_safe
def text(request, name, context=None):
    """Renders a page of running text, which has a template in each language."""
    languages = dict.fromkeys([get_language(), settings.LANGUAGE_CODE])
    return render(request, [f"activities/texts/{language}/{name}.html" for language in languages], context)
