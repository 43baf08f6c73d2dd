"""Replicas are killed, held back and promoted, and the primary killed, while readers ask two web processes."""

import re
import time
from contextlib import ExitStack
from threading import Event, Thread

import pytest

from tests.processes import Process
from tests.systems.faults import note
from tests.systems.load import Load, ask
from tests.systems.replication import Cluster
from tests.systems.server import Server

FRESH = 1.0  # seconds after which an edit must be seen
MARK = re.compile(r"Titre n.{1,6}?(\d+) de l.essai")
PHASE = 4  # seconds
SESSION = "sessionid=abcdefghijklmnopqrstuvwxyz012345"


class Editor:
    """An analyst who gives an activity a new title again and again; `done` are the times of the commits."""

    def __init__(self, url, ref, first=1):
        self.url, self.ref, self.number, self.done, self.over = url, ref, first - 1, [], Event()

    def __enter__(self):
        self.process = Process(self.url).__enter__()
        self.write()
        self.thread = Thread(target=self._work)
        self.thread.start()
        return self

    def _work(self):
        while not self.over.wait(0.3):
            self.write()

    def write(self):
        self.number += 1
        self.process.ask(ref=self.ref, title=f"Titre n° {self.number} de l’essai")
        self.done.append((time.monotonic(), self.number))

    def __exit__(self, *error):
        self.over.set()
        self.thread.join()
        self.process.__exit__(*error)


class Site:
    """Two web processes above the same servers, each with its readers, and what they have been given."""

    def __init__(self, environment, ref, record_property):
        self.record_property = record_property
        url = environment["DATABASE_URL"]
        others = {"REPLICA_URLS": environment["REPLICA_URLS"], "API_RATE": "", "API_FILE_RATE": ""}
        self.servers = [Server(url, threads=8, **others) for _process in range(2)]
        self.paths = (
            f"/fr/activites/{ref}/",
            f"/fr/activites/{ref}.json",
            "/fr/activites/?q=essai&sort=title",
            f"/fr/activites/{ref}.bib",
            "/fr/activites.csv?q=essai",
            "/fr/pays/",
            "/fr/a-propos/",
        )
        self.commits = []

    def __enter__(self):
        self.stack = ExitStack()
        for server in self.servers:
            self.stack.enter_context(server)
        for server in self.servers:
            server.ready("/fr/activites/")
        self.loads = [Load(server, self.paths, readers=2) for server in self.servers]
        for load in self.loads:
            self.stack.enter_context(load.running())
        return self

    def __exit__(self, *error):
        self.stack.__exit__(*error)

    def phase(self, what, editor, seconds=PHASE):
        """Lets the readers go on for a while; every answer must be one, and none old, from just before."""
        start = time.monotonic() - 2
        time.sleep(seconds)
        self.commits = [*self.commits, *editor.done]
        asked = self.between(start, time.monotonic())
        failed = [(each.path, each.status) for each in asked if each.status != 200]
        wrong = self.wrong([each for each in asked if each.status == 200])
        note(self.record_property, what, asked, wrong=len(wrong))
        assert sum(bool(MARK.search(each.answer.text)) for each in asked if each.answer) > 5
        assert (failed, wrong) == ([], []), [server.log()[-2000:] for server in self.servers]

    def between(self, start, end):
        return [one for load in self.loads for one in load.between(start, end)]

    def recent(self, server):
        """Returns the number of requests that a server was asked in the last second or two, while threads wait."""
        return self.loads[self.servers.index(server)].between(time.monotonic() - 2)

    def wrong(self, asked):
        """The answers that are older than FRESH seconds, and those that say that something is wrong."""
        found = []
        for one in asked:
            due = max((number for when, number in self.commits if when <= one.start - FRESH), default=0)
            shown = [int(number) for number in MARK.findall(one.answer.text)]
            if (shown and max(shown) < due) or "n’est pas disponible" in one.answer.text:
                found.append((one.path, shown, due))
        return found


@pytest.fixture
def cluster(postgres, tmp_path):
    postgres.start()  # a try before this one may have killed it
    with Cluster(postgres, tmp_path).running() as cluster:
        yield cluster
    postgres.start()


@pytest.fixture
def ref(cluster, postgres):
    with postgres.connect() as session:
        statement = "SELECT ref FROM activities_activity WHERE status = 'published' ORDER BY ref LIMIT 1"
        return session.execute(statement).fetchone()[0]


@pytest.fixture
def site(cluster, ref, record_property):
    with Site(cluster.environment, ref, record_property) as site:
        yield site


@pytest.mark.faults
def test_no_reader_notices_what_becomes_of_the_servers(cluster, site, ref):
    """One test, since each phase begins with the servers as the one before has left them."""
    with Editor(cluster.primary.url, ref) as editor:
        while_the_primary_is_there(cluster, site, editor)
    for replica in cluster.replicas:
        cluster.wait_for(replica)
    cluster.primary.kill()
    site.phase("the primary killed", editor)
    for server in site.servers:
        status, answer = readiness(server)
        assert (status, "primary database does not answer" in answer) == (200, True)
        desk = ask(server, "/admin/", Cookie=SESSION)
        assert (desk.status, "Sa base de données ne répond pas" in desk.answer.text) == (503, True)
    one, two = cluster.replicas
    one.promote()
    with Editor(cluster.environment["DATABASE_URL"], ref, editor.number + 1) as later:
        site.phase("a replica promoted, edits", later, 2 * PHASE)
    cluster.wait_for(two, one)  # it follows the new primary
    for server in site.servers:
        assert "warnings" not in readiness(server)[1]
        assert ask(server, "/admin/", Cookie=SESSION).status == 302


def while_the_primary_is_there(cluster, site, editor):
    one, two = cluster.replicas
    before = [reads(server) for server in (cluster.primary, one, two)]
    site.phase("edits, replicas in step", editor)
    of_primary, *of_replicas = (
        reads(server) - count for server, count in zip((cluster.primary, one, two), before, strict=True)
    )
    assert min(of_replicas) > of_primary / 2  # which the editor and both processes ask all the time
    two.kill()
    site.phase("a replica killed", editor)
    two.start()
    cluster.wait_for(two)
    site.phase("the replica back", editor)
    with two.frozen():
        site.phase("a replica frozen", editor, 2 * PHASE)
        assert all(len(site.recent(server)) > 5 for server in site.servers)
    cluster.wait_for(two)
    one.pause()
    site.phase("a replica held back", editor)
    two.pause()
    site.phase("both replicas held back", editor)
    one.resume()
    two.resume()
    site.phase("both replicas released", editor)


def reads(server):
    with server.connect() as session:
        return session.execute(
            "SELECT sum(xact_commit) FROM pg_stat_database WHERE datname = current_database()"
        ).fetchone()[0]


def readiness(server):
    answer = server.get("/readyz")
    return answer.status, answer.text
