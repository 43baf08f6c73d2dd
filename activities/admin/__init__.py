from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from . import accounts, activity, audit, reference, sources, suggestions

admin.site.site_header = admin.site.site_title = _("UNODC activities catalogue")
admin.site.index_title = _("The analysts’ desk")

__all__ = ["accounts", "activity", "audit", "reference", "sources", "suggestions"]
