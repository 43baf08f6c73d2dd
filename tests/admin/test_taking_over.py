"""A spreadsheet that was confirmed is taken over by a worker: what its page says until then, and afterwards."""

from datetime import timedelta

import pytest
from axes.models import AccessFailureLog, AccessLog
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from activities.background.care import (
    KEPT,
    MOST_ATTEMPTS,
    SIGN_INS_KEPT,
    SILENCE,
    clear_finished,
    clear_sign_ins,
    take_up_lost,
)
from activities.curation.spreadsheets.tasks import take_over
from activities.models import Activity, Pulse, Upload, Version
from tests import people
from tests.admin.test_spreadsheets import BRING, bring
from tests.curation.spreadsheets.sheets import Sheet
from tests.html import Page
from tests.working import work

pytestmark = pytest.mark.django_db


@pytest.fixture
def target(desk, activity):
    """The address of a spreadsheet that changes one title and was confirmed."""
    sheet = Sheet(Activity.objects.filter(pk=activity.pk))
    sheet.set(activity.ref, title_fr="Un autre titre")
    url = bring(desk, sheet.csv()).url
    desk.post(url, Page(desk.get(url).text).forms["confirm"])
    return url


def is_written(activity):
    return hasattr(Activity.objects.get(pk=activity.pk), "working_copy")


def queued():
    return DBTaskResult.objects.get()


def start(task, **at):
    """As a worker that takes the task up and is never heard of again."""
    task.claim("a worker that died")
    DBTaskResult.objects.filter(pk=task.pk).update(**at)


def test_confirming_writes_nothing_within_the_request(desk, target, activity):
    assert not is_written(activity)
    page = Page(desk.get(target).text)
    assert "est en file d’attente" in page.text
    assert "confirm" not in page.forms
    assert [link["href"] for link in page.all("a") if link.get("href") == target]  # without JavaScript
    assert desk.get(f"{target}progress/").json()["open"]


def test_private_pages_are_not_kept_by_a_browser(desk, target):
    for url in (target, f"{target}progress/", BRING):
        assert "no-store" in desk.get(url)["Cache-Control"]


def test_a_worker_writes_it_and_the_page_says_so(desk, target, activity):
    work()
    assert is_written(activity)
    assert "1 activité a été modifiée" in Page(desk.get(target).text).text
    assert desk.get(f"{target}progress/").json() == {"open": False}
    assert LogEntry.objects.filter(object_id=str(activity.pk)).count() == 1


def test_the_page_counts_what_is_written(desk, target):
    start(queued())
    assert "Nouvelle comparaison" in desk.get(target).text
    Pulse.objects.create(task=queued().pk, done=1200, total=5000)
    (bar,) = Page(desk.get(target).text).all("progress")
    assert (bar["value"], bar["max"]) == ("1200", "5000")
    now = desk.get(f"{target}progress/").json()
    assert (now["done"], now["total"]) == (1200, 5000)
    assert "sur" in now["text"]


def test_a_second_click_queues_nothing_and_what_is_queued_cannot_be_given_up(desk, target, activity):
    desk.post(target, {"shown": "x"})
    desk.post(target, {"give_up": "1"})
    assert DBTaskResult.objects.count() == 1
    work()
    desk.post(target, {"give_up": "1"})
    assert Upload.objects.get().confirmed_at
    assert Version.objects.filter(activity=activity, of_copy=True).count() == 1


def test_a_task_is_there_only_if_its_upload_says_so(desk, activity, monkeypatch):
    sheet = Sheet(Activity.objects.filter(pk=activity.pk))
    sheet.set(activity.ref, title_fr="Un autre titre")
    url = bring(desk, sheet.csv()).url
    monkeypatch.setattr(Upload, "save", lambda self, **options: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        desk.post(url, {"shown": "x"})
    assert not DBTaskResult.objects.exists()


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}, {}])
def test_rights_are_asked_for_anew_when_it_is_written(target, activity, change):
    analyst = people.analyst()
    analyst.groups.clear()
    User.objects.filter(pk=analyst.pk).update(**change)
    work()
    assert not is_written(activity)
    assert "ne permet plus" in Upload.objects.get().refusal


def test_a_refusal_is_shown_in_words_and_can_be_tried_again(desk, target, activity):
    Activity.objects.get(pk=activity.pk).save()
    work()
    page = desk.get(target).text
    assert "Des changements sont intervenus" in page
    assert "liste.csv" in Page(desk.get(BRING).text).text  # whoever closed the page finds it again


def test_an_error_of_ours_is_shown_as_such_and_can_be_tried_again(desk, target, activity, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr("activities.curation.spreadsheets.tasks.confirm", lambda *given, **named: 1 / 0)
        work()
    page = Page(desk.get(target).text)
    assert "Une erreur du catalogue" in page.text
    assert not is_written(activity)
    desk.post(target, page.forms["confirm"])
    work()
    assert is_written(activity)


def test_what_a_dead_worker_had_begun_is_taken_up_again(desk, target, activity):
    start(queued(), started_at=timezone.now() - 2 * SILENCE)
    take_up_lost()
    work()
    assert is_written(activity)


def test_a_worker_that_gives_signs_of_life_is_left_alone(target, activity):
    start(queued(), started_at=timezone.now() - 2 * SILENCE)
    Pulse.objects.create(task=queued().pk)
    take_up_lost()
    assert queued().status == "RUNNING"
    Pulse.objects.update(at=timezone.now() - 2 * SILENCE)
    take_up_lost()
    assert queued().status == "READY"


def test_a_task_that_kills_its_workers_fails_and_is_shown(desk, target, activity):
    for _attempt in range(MOST_ATTEMPTS):
        start(queued(), started_at=timezone.now() - 2 * SILENCE)
        take_up_lost()
    assert queued().status == "FAILED"
    assert "Une erreur du catalogue" in desk.get(target).text


def test_what_two_workers_do_is_done_once(desk, target, activity):
    arguments = queued().args_kwargs["args"]
    take_over.func(*arguments)
    take_over.func(*arguments)
    work()
    assert Version.objects.filter(activity=activity, of_copy=True).count() == 1
    assert LogEntry.objects.filter(object_id=str(activity.pk)).count() == 1
    upload = Upload.objects.get()
    assert (upload.refusal, upload.written) == ("", 1)


def test_a_task_without_a_worker_is_said_to_wait_for_one(desk, target):
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=2))
    assert "est toujours en attente" in desk.get(target).text


def test_finished_tasks_are_cleared_after_a_while_and_their_pages_stay_true(desk, target):
    work()
    DBTaskResult.objects.update(finished_at=timezone.now() - KEPT + timedelta(hours=1))
    clear_finished()
    assert DBTaskResult.objects.exists()
    DBTaskResult.objects.update(finished_at=timezone.now() - KEPT - timedelta(hours=1))
    clear_finished()
    assert not DBTaskResult.objects.exists()
    assert "1 activité a été modifiée" in Page(desk.get(target).text).text


def test_ended_sessions_and_old_sign_ins_are_cleared(db):
    now = timezone.now()
    for number, days in enumerate((-1, 1)):
        Session.objects.create(session_key=f"key-{number}", expire_date=now + timedelta(days=days))
    for age in (SIGN_INS_KEPT - 1, SIGN_INS_KEPT + 1):
        for model in (AccessLog, AccessFailureLog):
            made = model.objects.create(username=f"{age}", ip_address="127.0.0.1")
            model.objects.filter(pk=made.pk).update(attempt_time=now - timedelta(days=age))
    clear_sign_ins()
    assert [session.session_key for session in Session.objects.all()] == ["key-1"]
    for model in (AccessLog, AccessFailureLog):
        assert [row.username for row in model.objects.all()] == [f"{SIGN_INS_KEPT - 1}"]


def test_what_waits_for_a_worker_is_not_forgotten(target):
    Upload.objects.update(at=timezone.now() - 2 * Upload.KEPT)
    assert not Upload.objects.forgotten().exists()


def test_the_queue_is_no_list_of_the_admin(client):
    client.force_login(User.objects.create_superuser("root"))
    assert "django_tasks" not in client.get(reverse("admin:index")).text
