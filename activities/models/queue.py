from django.db import models
from django.utils import timezone


class Pulse(models.Model):
    """The last sign of life of a task that runs, and how far it was then."""

    # Of a row of the queue, which is cleared away without asking for what points at it.
    task = models.UUIDField(primary_key=True)
    at = models.DateTimeField(default=timezone.now)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.task}: {self.done}/{self.total}"
