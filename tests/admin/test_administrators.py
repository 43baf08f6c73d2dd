"""Administrators who change each other's accounts at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from axes.models import AccessLog
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connections
from django.test import Client
from django.urls import reverse

from activities.admin.accounts import AccountAdmin
from activities.models import Notice
from tests import people
from tests.admin.forms import AdminForm
from tests.threads import together

pytestmark = pytest.mark.django_db


def committed(work):
    """Returns the result of work(), done on a connection of its own, outside the transaction of the test."""

    def done():
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(done).result()


@pytest.fixture
def pair():
    """Two administrators whom every connection sees; nothing of them is left after the test."""
    names = ["first-of-two", "second-of-two"]
    yield committed(lambda: [people.person(name, "administrator") for name in names])

    def remove():
        users = User.objects.filter(username__in=names)
        Notice.objects.filter(account__in=users).delete()
        LogEntry.objects.filter(user__in=users).delete()
        for signed_in in (Session, AccessLog):  # those of other tests are rolled back
            signed_in.objects.all().delete()
        users.delete()

    committed(remove)


@pytest.mark.parametrize("field", ["is_active", "groups"])
def test_of_two_administrators_who_remove_each_other_one_is_left(pair, monkeypatch, field):
    both_signed_in, view = Barrier(2), AccountAdmin.changeform_view

    def entered_together(self, request, *arguments, **named):
        if request.method == "POST":
            both_signed_in.wait(60)
        return view(self, request, *arguments, **named)

    monkeypatch.setattr(AccountAdmin, "changeform_view", entered_together)

    def remove_the_other(number):
        client = Client(raise_request_exception=False)
        client.force_login(pair[number])
        form = AdminForm(client, reverse("admin:auth_user_change", args=[pair[1 - number].pk]))
        form.values.pop(field)  # an empty box, or no group chosen
        return form.save().status_code

    statuses = together(remove_the_other, threads=2)
    left = [user for user in pair if User.objects.get(pk=user.pk).has_perm("auth.change_user")]
    assert (len(left), sorted(statuses)) == (1, [302, 403])
