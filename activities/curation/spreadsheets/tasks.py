"""Confirms spreadsheets in a background task."""

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from activities.background.progress import progress
from activities.models import Upload

from .confirming import confirm


@task()
def take_over(upload: int, shown: str, by: int, language: str):
    """Confirms an upload, or stores why it was refused; does nothing if it has been confirmed already."""
    found = Upload.objects.filter(pk=upload, confirmed_at=None).first()
    if found is None:
        return
    with translation.override(language):
        try:
            confirm(found, shown=shown, by=get_user_model().objects.get(pk=by))
        except ValidationError as error:
            # No refusal if another worker, such as one that counted as dead, has confirmed it in between.
            waiting = Upload.objects.filter(pk=upload, confirmed_at=None)
            waiting.update(task=None, refusal=" ".join(error.messages))


@transaction.atomic
def ask_for(upload, *, shown, by):
    """Queues a confirmation, in one transaction with the upload's reference to the task.

    Raises ValidationError if the upload is confirmed or its task is still open.
    """
    upload = _waiting(upload)
    queued = take_over.enqueue(upload.pk, shown, by.pk, translation.get_language())
    upload.task, upload.refusal = queued.id, ""
    upload.save(update_fields=["task", "refusal"])


@transaction.atomic
def give_up(upload):
    """Deletes an upload; raises ValidationError if it is confirmed or being confirmed."""
    _waiting(upload).delete()


def _waiting(upload):
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.confirmed_at or (upload.task and progress(upload.task).is_open):
        raise ValidationError(_("This spreadsheet is being applied, or has already been applied."))
    return upload
