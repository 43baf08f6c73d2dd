from django.db import models
from django.utils import timezone


class Pulse(models.Model):
    """The last heartbeat of a running task, and its progress at that time."""

    # No foreign key: the queue deletes its rows without regard to those that refer to them.
    task = models.UUIDField(primary_key=True)
    at = models.DateTimeField(default=timezone.now)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.task}: {self.done}/{self.total}"
