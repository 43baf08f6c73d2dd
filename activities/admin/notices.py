"""Notices of changes to accounts, for their owners and for the other administrators."""

from typing import NamedTuple

from django.contrib.auth.models import User
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ..models import Notice
from ..models.notices import Event

SHOWN = 20
MANAGE = "auth.change_user"

# (for the owner of the account, for the administrators)
SENTENCES = {
    Event.MADE: (
        _("Your account was created by %(by)s on %(at)s"),
        _("The account %(account)s was created by %(by)s on %(at)s"),
    ),
    Event.ROLE: (
        _("Your role was changed by %(by)s on %(at)s"),
        _("The role of %(account)s was changed by %(by)s on %(at)s"),
    ),
    Event.DETAILS: (
        _("Your account was changed by %(by)s on %(at)s"),
        _("The account %(account)s was changed by %(by)s on %(at)s"),
    ),
    Event.LINK: (
        _("A link to set your password was created by %(by)s on %(at)s"),
        _("A link to set the password of %(account)s was created by %(by)s on %(at)s"),
    ),
    Event.LINK_USED: (
        _("Your password was set on %(at)s with the link that %(by)s had created"),
        _("The password of %(account)s was set on %(at)s with the link that %(by)s had created"),
    ),
    Event.PASSWORD: (
        _("Your password was changed on %(at)s"),
        _("The password of %(account)s was changed on %(at)s"),
    ),
    Event.SECOND_FACTOR: (
        _("Your second factor was removed by %(by)s on %(at)s"),
        _("The second factor of %(account)s was removed by %(by)s on %(at)s"),
    ),
    Event.SESSIONS: (
        _("Your sessions were ended by %(by)s on %(at)s"),
        _("The sessions of %(account)s were ended by %(by)s on %(at)s"),
    ),
}


class NoticeText(NamedTuple):
    """A notice as its recipient reads it."""

    pk: int
    sentence: str
    changes: list[str]


def notify(event, account, *, by, changes=()):
    """Creates a notice for the owner of the account and for every other administrator.

    Nobody is notified of their own act, except a change of password: their session may have been stolen.
    """
    recipients = {account.pk, *_administrators()} - {by.pk}
    if event in (Event.PASSWORD, Event.LINK_USED):
        recipients |= {account.pk, by.pk}
    Notice.objects.bulk_create(
        Notice(recipient_id=pk, account=account, by=by, event=event, changes=list(changes))
        for pk in sorted(recipients)
    )


def _administrators():
    backend = "django.contrib.auth.backends.ModelBackend"
    return User.objects.with_perm(MANAGE, backend=backend).values_list("pk", flat=True)


def pending(user):
    """Yields the notices that a user has not dismissed yet, newest first."""
    notices = Notice.objects.filter(recipient=user, dismissed_at=None).select_related("account", "by")
    for notice in notices[:SHOWN]:
        own = notice.account_id == user.pk
        values = {
            "account": notice.account,
            "by": notice.by,
            "at": date_format(timezone.localtime(notice.at), "SHORT_DATETIME_FORMAT"),
        }
        yield NoticeText(notice.pk, SENTENCES[Event(notice.event)][not own] % values, notice.changes)


def dismiss_view(request):
    """Dismisses the user's own notices that the page showed, or the one whose button was pressed."""
    chosen = request.POST.getlist("one") or request.POST.getlist("shown")
    own = Notice.objects.filter(recipient=request.user, dismissed_at=None)
    own.filter(pk__in=[pk for pk in chosen if pk.isdecimal()]).update(dismissed_at=timezone.now())
    return HttpResponseRedirect(reverse("admin:index"))
