"""The choice of the server that a page is read from; tests/systems/test_replicas.py has real ones."""

from uuid import uuid4

import pytest

from tests.threads import together
from unodc_catalogue.database import replicas
from unodc_catalogue.database.replicas import FRESH, SILENT, Servers, State

OLD, NEW = State(4, uuid4()), State(5, uuid4())
RESTORED = State(3, uuid4())


@pytest.fixture
def clock(monkeypatch):
    """The present second, which a test sets."""
    now = [100.0]
    monkeypatch.setattr(replicas, "monotonic", lambda: now[0])
    return now


@pytest.fixture
def servers(clock):
    """A primary and two replicas, all of which were just seen at the same state."""
    servers = Servers("primary", ("one", "two"))
    for alias in ("primary", "one", "two"):
        servers.noted(alias, NEW, clock[0])
    return servers


def chosen(servers, times=4):
    return {servers.choose() for _time in range(times)}


def test_the_primary_is_read_where_there_is_no_other(clock):
    alone = Servers("reader", ())
    alone.failed("reader")
    assert alone.choose() == "reader"
    assert alone.accepts("reader", OLD, clock[0])


def test_replicas_take_turns(servers):
    assert chosen(servers) == {"one", "two"}


def test_nothing_but_the_primary_is_read_before_it_has_been_asked(clock):
    servers = Servers("primary", ("one",))
    servers.noted("one", NEW, clock[0])
    assert servers.choose() == "primary"


def test_a_replica_behind_is_left_out_until_it_has_caught_up(servers, clock):
    servers.noted("two", OLD, clock[0])
    assert chosen(servers) == {"one"}
    servers.noted("one", OLD, clock[0])
    assert chosen(servers) == {"primary"}
    servers.noted("two", NEW, clock[0])
    assert chosen(servers) == {"two"}


def test_a_replica_that_failed_is_left_out_until_it_answers_a_later_question(servers, clock):
    asked = clock[0]
    clock[0] += 0.1
    servers.failed("one")
    servers.noted("one", NEW, asked)
    assert chosen(servers) == {"two"}
    servers.noted("one", NEW, clock[0] + 0.1)
    assert chosen(servers) == {"one", "two"}


def test_a_replica_that_has_not_answered_for_a_second_is_left_out(servers, clock):
    clock[0] += FRESH + 0.1
    servers.noted("primary", NEW, clock[0])
    servers.noted("one", NEW, clock[0])
    assert chosen(servers) == {"one"}


def test_the_primary_is_read_where_its_state_is_not_known(servers, clock):
    """A process too busy to ask cannot say which replica is behind."""
    clock[0] += FRESH + 0.1
    servers.noted("one", NEW, clock[0])
    assert chosen(servers) == {"primary"}


@pytest.mark.parametrize("failing", [True, False], ids=["refuses", "is silent"])
def test_replicas_are_read_while_the_primary_is_away(servers, clock, failing):
    if failing:
        servers.failed("primary")
    else:
        clock[0] += SILENT + 0.1
    assert servers.is_primary_away()
    assert chosen(servers) == {"one", "two"}
    servers.noted("one", OLD, clock[0])
    assert chosen(servers) == {"two"}


def test_what_the_primary_had_committed_before_it_went_is_read(servers, clock):
    servers.failed("primary")
    later = State(6, uuid4())
    assert servers.accepts("one", later, clock[0])
    servers.noted("one", later, clock[0], follows=NEW)
    assert chosen(servers) == {"one"}


def test_a_replica_of_another_history_is_not_read_while_the_primary_is_away(servers, clock):
    servers.failed("primary")
    servers.noted("one", State(9, uuid4()), clock[0])
    assert chosen(servers) == {"two"}


def test_a_process_that_began_without_the_primary_reads_the_furthest_replica(clock):
    servers = Servers("primary", ("one", "two"))
    servers.failed("primary")
    servers.noted("one", OLD, clock[0])
    servers.noted("two", NEW, clock[0], follows=OLD)
    assert chosen(servers) == {"two"}


def test_a_restored_primary_leaves_replicas_out_that_have_a_higher_number(servers, clock):
    servers.noted("primary", RESTORED, clock[0])
    assert chosen(servers) == {"primary"}
    assert not servers.accepts("one", NEW, clock[0])
    servers.noted("one", RESTORED, clock[0])
    assert chosen(servers) == {"one"}


def test_what_a_request_reads_of_the_primary_counts_at_once(servers, clock):
    later = State(6, uuid4())
    assert servers.accepts("default", later, clock[0])
    assert chosen(servers) == {"primary"}
    assert not servers.accepts("one", NEW, clock[0])


def test_a_late_answer_of_the_primary_does_not_set_the_catalogue_back(servers, clock):
    later = State(6, uuid4())
    servers.noted("primary", later, clock[0] + 0.1)
    servers.noted("primary", NEW, clock[0])
    assert servers.newest == later


def test_threads_share_what_is_known():
    servers = Servers("primary", ("one", "two"))
    states = [State(number, uuid4()) for number in range(200)]

    def work(_number):
        for state in states:
            servers.noted("primary", state, replicas.monotonic())
            servers.noted("one", state, replicas.monotonic())
            servers.failed("two")
            assert servers.choose() in ("primary", "one")

    together(work)
    assert servers.newest == states[-1]
    assert chosen(servers) == {"one"}
