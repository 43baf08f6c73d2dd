"""Checks of what an analyst can improve: each is a query, and a filter of an admin list."""

from datetime import timedelta

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..models import Activity, ActivityText, Figure, Paragraph, Section
from ..models.vocabulary import Status

STALE = timedelta(days=365)


def uncovered():
    """Returns the paragraphs marked as catalogued that no published activity cites."""
    return Paragraph.objects.published().uncited_by(Status.PUBLISHED)


def unwritten():
    """Returns the paragraphs of unpublished reports that lack a gist or disposition."""
    return Paragraph.objects.unwritten()


def untitled():
    return Section.objects.unwritten()


def untranslated():
    english = ActivityText.objects.filter(activity=OuterRef("pk"), language="en")
    return Activity.objects.published().filter(~Exists(english))


def without_period():
    return Activity.objects.published().filter(
        Exists(Figure.objects.filter(activity=OuterRef("pk"), period=""))
    )


def stale():
    return Activity.objects.published().filter(reviewed_on__lt=timezone.localdate() - STALE)


# {check: (model of the list, description on the desk and in the filter, queryset)}
CHECKS = {
    "uncovered": ("paragraph", _("marked as catalogued, cited by no published activity"), uncovered),
    "unwritten": ("paragraph", _("whose gist or disposition is to be written"), unwritten),
    "untitled": ("section", _("whose title in one language is to be written"), untitled),
    "untranslated": ("activity", _("without an English text"), untranslated),
    "without_period": ("activity", _("with a figure without a period"), without_period),
    "stale": ("activity", _("reviewed more than a year ago"), stale),
}


class QualityFilter(admin.SimpleListFilter):
    title = _("what can be improved")
    parameter_name = "quality"

    def lookups(self, request, model_admin):
        name = model_admin.opts.model_name
        return [(key, text) for key, (model, text, _rows) in CHECKS.items() if model == name]

    def queryset(self, request, queryset):
        check = self.value()
        if check is None or check not in dict(self.lookup_choices):
            return queryset
        _model, _text, rows = CHECKS[check]
        return queryset.filter(pk__in=rows().values("pk"))
