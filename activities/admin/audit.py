"""Read-only logs: transitions of activities, uploaded spreadsheets, changes of accounts and reference tables.

Sign-ins, failed sign-ins and lockouts are in the tables of django-axes.
"""

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.utils.translation import gettext_lazy as _

from ..models import Move, Upload


class ReadOnly(admin.ModelAdmin):
    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Move)
class MoveAdmin(ReadOnly):
    list_display = ("at", "by", "activity", "origin", "target", "of_copy", "note")
    list_filter = (("by", admin.RelatedOnlyFieldListFilter), "target", "of_copy", "at")
    list_select_related = ("by", "activity")
    search_fields = ("=activity__ref", "note")
    date_hierarchy = "at"

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("activity__texts").order_by("-at", "-pk")


@admin.register(Upload)
class UploadAdmin(ReadOnly):
    fields = ("name", "by", "at", "confirmed_at", "written")
    list_display = ("at", "by", "name", "confirmed_at", "written")
    list_filter = (("by", admin.RelatedOnlyFieldListFilter), ("confirmed_at", admin.EmptyFieldListFilter))
    list_select_related = ("by",)
    search_fields = ("name",)

    def get_queryset(self, request):
        return super().get_queryset(request).defer("tables")


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnly):
    list_display = ("action_time", "user", "content_type", "object_repr", "what")
    list_filter = (
        ("user", admin.RelatedOnlyFieldListFilter),
        ("content_type", admin.RelatedOnlyFieldListFilter),
        "action_flag",
    )
    list_select_related = ("user", "content_type")
    search_fields = ("object_repr",)
    date_hierarchy = "action_time"

    @admin.display(description=_("what"))
    def what(self, activity):
        return activity.get_change_message() or activity.get_action_flag_display()
