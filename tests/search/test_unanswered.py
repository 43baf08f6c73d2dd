"""Searches that found nothing are counted without who typed them, and stored once three visitors typed them."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone

from activities.background.care import UNANSWERED_KEPT, clear_unanswered
from activities.models import UnansweredSearch
from activities.models.unanswered import LONGEST
from activities.pages.views import lists
from activities.search import unanswered
from activities.search.unanswered import NEEDED, TEXTS, VISITORS, UnansweredCounter
from tests import people
from tests.threads import THREADS, together

pytestmark = pytest.mark.django_db


@pytest.fixture
def counter(monkeypatch):
    """A counter of its own for the list, which writes when the test says so."""
    counter = UnansweredCounter()
    monkeypatch.setattr(lists, "counter", counter)
    monkeypatch.setattr(counter, "write_if_due", lambda now: None)
    return counter


def stored():
    return dict(UnansweredSearch.objects.values_list("text", "visitors"))


def visits(client, params, addresses=NEEDED):
    for number in range(addresses):
        client.get(reverse("activity_list"), params, REMOTE_ADDR=f"192.0.2.{number}")


def test_a_text_is_stored_once_three_visitors_have_typed_it(counter):
    for address in ("192.0.2.1", "192.0.2.2"):
        counter.add("zyzzyva", address)
    counter.write()
    assert stored() == {}
    counter.add("  Zyzzyva ", "192.0.2.3")
    counter.write()
    assert stored() == {"zyzzyva": NEEDED}
    counter.add("zyzzyva", "192.0.2.4")
    counter.write()
    assert stored() == {"zyzzyva": NEEDED + 1}


def test_one_visitor_counts_once(counter):
    for _ in range(20):
        counter.add("zyzzyva", "192.0.2.1")
    counter.write()
    assert stored() == {}


def test_processes_add_to_one_count(counter):
    processes = counter, UnansweredCounter()
    for process in processes:
        for number in range(NEEDED):
            process.add("zyzzyva", f"192.0.2.{number}")
        process.write()
    assert stored() == {"zyzzyva": 2 * NEEDED}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "jane.doe@example.org",
        "+33 6 12 34 56 78",
        "passport 12AB3456",
        "x" * (LONGEST + 1),
        "\ufdfa" * 20,
    ],
)
def test_texts_that_may_name_somebody_are_never_counted(counter, text):
    for number in range(NEEDED):
        counter.add(text, f"192.0.2.{number}")
    counter.write()
    assert stored() == {}


def test_no_address_is_held_and_the_key_ends_with_the_day(counter, monkeypatch):
    counter.add("zyzzyva", "192.0.2.1")
    (held,), key = counter._visitors["zyzzyva"], counter._key
    assert b"192.0.2.1" not in held
    assert len(held) == 8
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(unanswered.timezone, "localdate", lambda: tomorrow)
    counter.add("syzygy", "192.0.2.1")
    assert list(counter._visitors) == ["syzygy"]
    assert counter._key != key


def test_memory_is_bounded(counter):
    for number in range(TEXTS + 100):
        counter.add(f"w{number}", "192.0.2.1")
    for number in range(VISITORS + 100):
        counter.add("zyzzyva", f"2001:db8::{number}")
    assert len(counter._visitors) == TEXTS
    assert len(counter._visitors["zyzzyva"]) == VISITORS


def test_threads_lose_no_visitor(counter):
    def visit(thread):
        for number in range(VISITORS // THREADS):
            counter.add("zyzzyva", f"192.0.{thread}.{number}")

    together(visit)
    counter.write()
    assert stored() == {"zyzzyva": VISITORS // THREADS * THREADS}


class TestList:
    def test_a_page_without_an_answer_is_counted(self, client, counter):
        visits(client, {"q": "zyzzyva"})
        counter.write()
        assert stored() == {"zyzzyva": NEEDED}

    @pytest.mark.parametrize(
        "params", [{}, {"q": ""}, {"q": "formation"}, {"q": "formation", "year": "1900"}]
    )
    def test_what_has_an_answer_or_no_text_is_not(self, client, counter, params):
        visits(client, params)
        assert not counter._visitors

    def test_the_setting_switches_it_off(self, client, counter, settings):
        settings.COUNT_UNANSWERED = False
        visits(client, {"q": "zyzzyva"})
        assert not counter._visitors


def test_it_is_written_beside_the_request_and_not_too_often(monkeypatch):
    counter, written = UnansweredCounter(), []
    monkeypatch.setattr(counter, "_write_apart", lambda: written.append(1))
    assert counter.write_if_due(1000) is None  # nothing to write
    for number in range(NEEDED):
        counter.add("zyzzyva", f"192.0.2.{number}")
    counter.write_if_due(1000).join()
    assert counter.write_if_due(1001) is None
    counter.write_if_due(1000 + unanswered.PERIOD).join()
    assert len(written) == 2


def test_a_database_that_is_away_fails_no_page(counter, monkeypatch, caplog):
    def unreachable(*args):
        raise OperationalError("gone")

    monkeypatch.setattr(UnansweredSearch.objects.__class__, "add", unreachable)
    for number in range(NEEDED):
        counter.add("zyzzyva", f"192.0.2.{number}")
    monkeypatch.setattr(unanswered.connection, "close", lambda: None)
    counter._write_apart()
    assert "gone" in caplog.text


def test_counts_are_deleted_in_time():
    today = timezone.localdate()
    for days in (UNANSWERED_KEPT.days, UNANSWERED_KEPT.days + 1):
        UnansweredSearch.objects.create(text=str(days), day=today - timedelta(days=days), visitors=3)
    clear_unanswered()
    assert list(stored()) == [str(UNANSWERED_KEPT.days)]


def test_analysts_read_them_with_a_link_to_the_search(client):
    UnansweredSearch.objects.create(text="zyzzyva & <b>", day=timezone.localdate(), visitors=7)
    client.force_login(people.analyst())
    page = client.get(reverse("admin:activities_unansweredsearch_changelist")).text
    assert "zyzzyva &amp; &lt;b&gt;" in page
    assert "?q=zyzzyva+%26+%3Cb%3E" in page
    client.force_login(User.objects.create_user("nobody", is_staff=True))
    assert client.get(reverse("admin:activities_unansweredsearch_changelist")).status_code == 403


def test_a_page_without_an_answer_is_counted_each_time_although_pages_are_cached(client, counter, settings):
    settings.PAGE_CACHE_BYTES = 2**20
    visits(client, {"q": "zyzzyva"})
    counter.write()
    assert stored() == {"zyzzyva": NEEDED}
