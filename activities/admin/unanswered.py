"""The searches that found nothing: for those who maintain the synonyms."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from ..models import UnansweredSearch
from .audit import ReadOnly


@admin.register(UnansweredSearch)
class UnansweredSearchAdmin(ReadOnly):
    list_display = ("text", "visitors", "day", "search_again")
    list_display_links = None
    list_filter = ("day",)
    search_fields = ("text",)
    date_hierarchy = "day"
    ordering = ("-visitors", "text")

    @admin.display(description=_("as visitors see it"))
    def search_again(self, search):
        address = reverse("activity_list") + "?" + urlencode({"q": search.text})
        return format_html('<a href="{}">{}</a>', address, _("Search"))
