from datetime import date

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

LONGEST = 100  # letters: a longer text is a message rather than a search


class UnansweredQuerySet(models.QuerySet):
    def add(self, text: str, day: date, visitors: int) -> None:
        """Adds visitors to the count of a text on a day; safe beside other processes that do the same."""
        row, created = self.get_or_create(day=day, text=text, defaults={"visitors": visitors})
        if not created:
            self.filter(pk=row.pk).update(visitors=F("visitors") + visitors)


class UnansweredSearch(models.Model):
    """A text for which the search found no activity with all its words; no word of who typed it.

    Written by `activities.search.unanswered`, which states what is left out.
    """

    text = models.CharField(_("text searched for"), max_length=LONGEST)
    day = models.DateField(_("day"))
    visitors = models.PositiveIntegerField(_("visitors"))

    objects = UnansweredQuerySet.as_manager()

    class Meta:
        verbose_name = _("search without an answer")
        verbose_name_plural = _("searches without an answer")
        default_permissions = ("view",)
        ordering = ["-day", "-visitors", "text"]
        constraints = [
            models.UniqueConstraint(fields=["day", "text"], name="unanswered_search_once_a_day"),
        ]

    def __str__(self):
        return self.text
