from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from . import accounts, activity, audit, reference, sources, suggestions, unanswered

# Users follow their own task on a page of its own; the full list, in English, is in the log.
admin.site.unregister(DBTaskResult)
admin.site.site_header = admin.site.site_title = _("UNODC activities catalogue")
admin.site.index_title = _("The analysts’ desk")

__all__ = ["accounts", "activity", "audit", "reference", "sources", "suggestions", "unanswered"]
