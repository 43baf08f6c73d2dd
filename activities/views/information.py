from django.conf import settings
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ..models import Report


@require_safe
def about(request):
    return render(request, "activities/about.html", {"reports": Report.objects.published()})


@require_safe
def text(request, name, context=None):
    """A page of running text, which has a template in each language."""
    languages = dict.fromkeys([get_language(), settings.LANGUAGE_CODE])
    return render(request, [f"activities/texts/{language}/{name}.html" for language in languages], context)
