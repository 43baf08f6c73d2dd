"""A database that is restored while processes serve it: none of them goes on with what they read before."""

import pytest

from tests.processes import Process

LIST, WORD = "/fr/activites/", "/fr/activites/?q=xylographie"


@pytest.fixture
def processes(postgres):
    with Process(postgres.url) as one, Process(postgres.url) as other:
        yield one, other


@pytest.fixture
def refs(processes):
    return processes[0].ask(get=LIST)["refs"][:2]


def found(processes, address=WORD):
    return [process.ask(get=address)["refs"] for process in processes]


def test_an_earlier_version_is_read_anew(postgres, processes, refs):
    one, other = processes
    before, dump = other.ask(get=LIST), postgres.dump()
    for title in ("Xylographie", "La xylographie"):
        one.ask(ref=refs[0], title=title)
    assert found(processes) == [[refs[0]], [refs[0]]]
    later = other.ask(get=LIST)
    postgres.restore(dump)
    assert found(processes) == [[], []]
    for process in processes:
        assert process.ask(get=LIST, etag=later["etag"])["status"] == 200
        assert process.ask(get=LIST, etag=before["etag"])["status"] == 304
        assert process.ask(get=LIST)["refs"] == before["refs"]


def test_another_history_of_the_same_number_is_read_anew(postgres, processes, refs):
    one, other = processes
    dump = postgres.dump()
    one.ask(ref=refs[0], title="Xylographie")
    assert found(processes) == [[refs[0]], [refs[0]]]
    seen = other.ask(get=WORD)
    postgres.restore(dump)
    with Process(postgres.url) as third:
        third.ask(ref=refs[1], title="Xylographie")
    assert other.ask(get=WORD, etag=seen["etag"])["status"] == 200
    assert found(processes) == [[refs[1]], [refs[1]]]
    postgres.restore(dump)


def test_another_history_of_a_later_number_is_read_anew(postgres, processes, refs):
    one, _other = processes
    dump = postgres.dump()
    one.ask(ref=refs[0], title="Xylographie")
    assert found(processes) == [[refs[0]], [refs[0]]]
    postgres.restore(dump)
    with Process(postgres.url) as third:
        for title in ("Xylographie", "La xylographie", "Une xylographie"):
            third.ask(ref=refs[1], title=title)
    assert found(processes) == [[refs[1]], [refs[1]]]
    postgres.restore(dump)
