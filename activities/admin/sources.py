from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.forms import BaseInlineFormSet
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from activities.curation.reports.deciding import PUBLISH, lacking, publish

from ..models import Figure, Paragraph, Report, Section
from ..models.figures import FigureRole
from ..models.source_text import State
from .base import PublishingAdmin
from .forms import PLAIN_NUMBERS
from .quality import QualityFilter
from .reading import reading_of, reading_view
from .records import digest
from .suggestions import TEXT


class SourceAdmin(PublishingAdmin):
    """Admin of a report and its parts, which have a public page once the report is published."""

    def get_view_on_site_url(self, obj=None):
        report = obj if isinstance(obj, Report) else obj and obj.report
        return super().get_view_on_site_url(obj) if report and report.published else None


@admin.register(Report)
class ReportAdmin(SourceAdmin):
    list_display = ("ref", "published", "in_preparation", "session", "resolution", "symbol", "language")
    search_fields = ("ref", "symbol", "title")
    readonly_fields = ("published", "preparation")

    def save_model(self, request, obj, form, change):
        if not change:
            obj.published = False  # it has no paragraph yet
        super().save_model(request, obj, form, change)

    def get_actions(self, request):
        actions = super().get_actions(request)
        if request.user.has_perm(PUBLISH):
            name = "publish_selected"
            actions[name] = (_publish, name, str(_("Publish the report")))
        return actions

    @admin.display(description=_("still to be done"))
    def in_preparation(self, report):
        """Lists what is missing, with a version token of the contents, which the action sends back."""
        if report.published:
            return "–"
        shown = _contents(report)
        lacks = "; ".join(lacking(report)) or "–"
        return format_html(
            '{}<input type="hidden" name="version_token-{}" value="{}">', lacks, report.pk, shown
        )

    @admin.display(description=_("still to be done"))
    def preparation(self, report):
        return "; ".join(lacking(report)) if report.pk and not report.published else "–"


def _contents(report):
    """Returns a version token of everything that becomes public with the report."""
    return digest(
        Report.objects.filter(pk=report.pk), report.sections.order_by("pk"), report.paragraphs.order_by("pk")
    )


@transaction.atomic
def _publish_as_shown(request, report):
    Report.objects.select_for_update().get(pk=report.pk)
    stored = _contents(report)
    if request.POST.get(f"version_token-{report.pk}", stored) != stored:
        text = _("%(ref)s has changed since the page was opened: please check it again.")
        raise ValidationError(text, params={"ref": report.ref})
    publish(report, by=request.user)


def _publish(modeladmin, request, queryset):
    """Publishes the reports that are ready; for the others, reports what is missing."""
    done = 0
    for report in queryset.filter(published=False):
        try:
            _publish_as_shown(request, report)
        except ValidationError as error:
            for lack in error.messages:
                modeladmin.message_user(request, lack, messages.WARNING)
        else:
            modeladmin.log_change(request, report, [{"changed": {"fields": [str(_("published"))]}}])
            done += 1
    text = ngettext("%(count)d report published.", "%(count)d reports published.", done) % {"count": done}
    modeladmin.message_user(request, text, messages.SUCCESS if done else messages.INFO)


@admin.register(Section)
class SectionAdmin(SourceAdmin):
    list_display = ("code", "title_fr", "title_en", "report")
    list_filter = (QualityFilter, "report")
    list_select_related = ("report",)
    search_fields = ("code", "title_fr", "title_en")


class ContextFigureFormSet(BaseInlineFormSet):
    def save_new(self, form, commit=True):
        form.instance.role = FigureRole.CONTEXT
        return super().save_new(form, commit)


class ContextFigureInline(admin.StackedInline):
    """Edits the figures of a paragraph that belong to no activity; the others are edited with theirs."""

    model = Figure
    formfield_overrides = PLAIN_NUMBERS
    formset = ContextFigureFormSet
    verbose_name_plural = _("figures that belong to no activity")
    extra = 0
    exclude = ("activity", "role")
    autocomplete_fields = ("unit", "countries", "programme")

    def get_queryset(self, request):
        return super().get_queryset(request).filter(activity=None)


@admin.register(Paragraph)
class ParagraphAdmin(SourceAdmin):
    change_form_template = "admin/activities/paragraph/change_form.html"
    inlines = (ContextFigureInline,)
    list_display = ("__str__", "section", "disposition", "gist_fr", "suggested")
    list_filter = (QualityFilter, "disposition", "report")
    search_fields = ("=number", "gist_fr", "gist_en", "section__code")
    autocomplete_fields = ("section",)
    ordering = ("report", "number")  # the annotation with Count would drop the model's own ordering

    def get_urls(self):
        view = self.admin_site.admin_view(partial(reading_view, self))
        return [path("<int:pk>/reading/", view, name="activities_paragraph_reading"), *super().get_urls()]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and request.user.has_perm(TEXT):
            context["reading"] = reading_of(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_queryset(self, request):
        # A paragraph's name contains its report, so every row needs it.
        undecided = Count("suggestions", filter=Q(suggestions__state=State.OPEN))
        rows = super().get_queryset(request).select_related("report", "section")
        return rows.annotate(undecided=undecided)

    @admin.display(description=_("open suggestions"), ordering="undecided")
    def suggested(self, paragraph):
        if not paragraph.undecided:
            return "–"
        address = reverse("admin:activities_paragraph_reading", args=[paragraph.pk])
        return format_html('<a href="{}">{}</a>', address, paragraph.undecided)
