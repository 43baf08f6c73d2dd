"""The launcher at work on small projects of its own, with a real server and a real environment."""

import json
import os
import shutil
import signal
import socket
import sys
import sysconfig
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE
from types import SimpleNamespace
from unittest.mock import Mock

import pytest

from tests.ports import free_port
from unodc_catalogue.local import LocalError, checks, execute, launcher, npm, spawn, web
from unodc_catalogue.local import environment as local_environment
from unodc_catalogue.local import venv as local_venv
from unodc_catalogue.local.binaries import find_binaries
from unodc_catalogue.local.postgres import LocalPostgres
from unodc_catalogue.local.watch import Watch

ROOT = Path(__file__).resolve().parent.parent.parent
PARTS = ("catalogue", "unodc_catalogue/__init__.py")

# Writes down how it was called, and does what its name says.
MANAGE = """
import json, os, signal, sys
if sys.argv[1:] == ["work"]:
    with open(os.path.join(os.path.dirname(__file__), "workers"), "a") as workers:
        print(os.getpid(), file=workers)
    signal.pause()
names = ("DATABASE_URL", "SECRET_KEY", "ALLOWED_HOSTS", "STATIC_ROOT", "CATALOGUE_LOCAL")
names += ("DJANGO_SETTINGS_MODULE", "PGPORT")
with open(os.path.join(os.path.dirname(__file__), "calls"), "a") as calls:
    call = {"arguments": sys.argv[1:], **{name: os.environ.get(name) for name in names}}
    print(json.dumps(call), file=calls)
match sys.argv[1:]:
    case ["collectstatic", *_]:
        os.makedirs(os.environ["STATIC_ROOT"], exist_ok=True)
    case ["echo"]:
        print(input())
    case ["exit", code]:
        sys.exit(int(code))
    case ["wait"]:
        signal.signal(signal.SIGINT, lambda *_: sys.exit(7))
        print("waiting", flush=True)
        signal.pause()
"""
WSGI = """
import os
import psycopg

def application(environ, start_response):
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        name = connection.execute("SELECT current_database()").fetchone()[0]
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [name.encode()]
"""
MESSAGES = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Countries"
msgstr "Pays"
"""


class Project:
    def __init__(self, root):
        self.root = root
        self.data = root / ".local"
        kept = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
        self.environment = kept | {
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", "/"),
            "PG_BIN": str(find_binaries()),
        }

    def start(self, *arguments, **environment):
        return spawn(
            [sys.executable, str(self.root / "catalogue"), *map(str, arguments)],
            env=self.environment | environment,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            start_new_session=True,
        )

    def run(self, *arguments, text="", **environment):
        with self.start(*arguments, **environment) as process:
            process.output, process.complaint = process.communicate(text, timeout=60)
        return process

    @contextmanager
    def serving(self, *arguments, port=None, **environment):
        port = port or free_port()
        process = self.start("run", "--port", port, *arguments, **environment)
        process.port = port
        with process:
            try:
                process.output = [*iter_until("add_analyst", process.stdout)]
                assert process.output, process.stderr.read()
                yield process
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(timeout=60)

    def calls(self):
        path = self.root / "calls"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def workers(self):
        """Process numbers of the workers, the oldest first."""
        path = self.root / "workers"
        return [int(line) for line in path.read_text().splitlines()] if path.exists() else []

    def commands(self):
        return [call["arguments"][0] for call in self.calls()]


def iter_until(word, lines):
    for line in lines:
        yield line
        if word in line:
            return


def answer(port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as response:
        return response.read().decode()


def wait_until(condition):
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.05)


def is_free(port):
    try:
        web.ensure_free(port)
    except LocalError:
        return False
    return True


@pytest.fixture(scope="session")
def installed(tmp_path_factory):
    """A project that was started once. Its locks are empty; it borrows what this suite runs with."""
    root = tmp_path_factory.mktemp("launcher") / "Projet d'été"
    (root / "unodc_catalogue/local").mkdir(parents=True)
    (root / "requirements").mkdir()
    (root / "static").mkdir()
    for part in (*PARTS, *(f"unodc_catalogue/local/{path.name}" for path in local_parts())):
        shutil.copy(ROOT / part, root / part)
    (root / "manage.py").write_text(MANAGE)
    (root / "unodc_catalogue/wsgi.py").write_text(WSGI)
    for lock in ("run", "test"):
        (root / f"requirements/{lock}.txt").write_text(f"# {lock}\n")
    project = Project(root)
    first = project.run("manage", "exit", "0")
    assert first.returncode == 0, first.complaint
    (root / "calls").unlink()
    packages = next((root / ".venv/lib").glob("python*/site-packages"))
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib"))
    return project


def local_parts():
    package = ROOT / "unodc_catalogue"
    return sorted((package / "local").glob("*.py"))


@pytest.fixture
def new_project(installed, tmp_path):
    """One without a database as yet."""
    root = tmp_path / "Projet d'été"
    shutil.copytree(installed.root, root, symlinks=True, ignore=shutil.ignore_patterns("postgres"))
    yield Project(root)
    LocalPostgres(root / ".local").stop()


@pytest.fixture
def project(installed, new_project):
    """One that borrows the database of the installed one, since making or copying it takes long."""
    shutil.move(installed.data / "postgres", new_project.data / "postgres")
    yield new_project
    LocalPostgres(new_project.data).stop()
    shutil.move(new_project.data / "postgres", installed.data / "postgres")


@pytest.fixture
def light_project(new_project):
    """One on the suite's own server: quickest where the database does not matter."""
    new_project.environment["DATABASE_URL"] = os.environ["DATABASE_URL"]
    return new_project


@pytest.fixture
def taken_port():
    with socket.create_server((web.HOST, 0)) as listener:
        yield listener.getsockname()[1]


class TestRun:
    def test_it_prepares_everything_and_prints_its_url(self, project):
        with project.serving() as process:
            assert f"http://127.0.0.1:{process.port}/" in process.output[-2]
            assert "./catalogue manage add_analyst" in process.output[-1]
            assert answer(process.port) == "catalogue"
        assert process.returncode == 0
        assert project.commands() == ["migrate", "load_catalogue", "collectstatic"]

    def test_an_interruption_is_a_clean_end(self, project):
        with project.serving() as process:
            process.send_signal(signal.SIGINT)
            process.wait()
        assert process.returncode == 0
        assert is_free(process.port)
        assert not LocalPostgres(project.data).is_listening()

    def test_a_second_start_is_quick_and_repeats_only_what_may_have_changed(self, project):
        with project.serving():
            pass
        start = time.monotonic()
        with project.serving():
            assert time.monotonic() - start < 5
        assert project.commands()[3:] == ["migrate", "load_catalogue"]

    def test_static_files_are_collected_when_they_have_changed(self, project, monkeypatch):
        for name, value in {"ROOT": project.root, "MANAGE": project.root / "manage.py"}.items():
            monkeypatch.setattr(local_environment, name, value)
        environment = project.environment | {"STATIC_ROOT": str(project.data / "static")}

        def collects():
            local_environment.fill(environment, project.data)
            return project.commands()[-1] == "collectstatic"

        assert collects()
        assert not collects()
        (project.root / "static/new.css").write_text("body {}")
        assert collects()
        (project.data / "static").rmdir()
        assert collects()

    def test_the_announcement_repeats_a_directory_that_was_chosen(self, project, tmp_path):
        with project.serving("--data", tmp_path / "other data") as process:
            assert f"manage --data '{tmp_path}/other data' add_analyst NAME" in process.output[-1]

    def test_a_step_that_fails_ends_it(self, project):
        with (project.root / "manage.py").open("a") as manage:
            manage.write("\nif sys.argv[1] == 'load_catalogue': sys.exit('2021/report.yaml: no title')")
        done = project.run("run", "--port", free_port())
        assert done.returncode == 1
        assert "2021/report.yaml: no title" in done.complaint
        assert "manage.py load_catalogue failed" in done.complaint
        assert not LocalPostgres(project.data).is_listening()

    def test_a_server_that_cannot_boot_is_reported(self, project):
        (project.root / "unodc_catalogue/wsgi.py").write_text("raise RuntimeError('no settings')")
        done = project.run("run", "--port", free_port())
        assert done.returncode == 1
        assert "The web server ended by itself" in done.complaint

    def test_a_taken_port_is_noticed_before_anything_else(self, light_project, taken_port, tmp_path):
        done = light_project.run("run", "--port", taken_port, "--data", tmp_path / "data")
        assert done.returncode == 1
        assert f"Port {taken_port} is taken" in done.complaint
        assert f"--port {taken_port + 1}" in done.complaint
        assert not (tmp_path / "data").exists()
        assert light_project.calls() == []

    @pytest.mark.parametrize("port", ["0", "65536", "http", "-1", ""])
    def test_what_is_no_port_is_refused(self, capsys, port):
        with pytest.raises(SystemExit, match="2"):
            launcher.parse(["run", f"--port={port}"])
        assert "give a number from 1 to 65535" in capsys.readouterr().err


class TestAccidents:
    def test_a_killed_launcher_takes_the_web_server_along_but_no_data(self, project):
        with project.serving() as process:
            servers = servers_of(process)
            process.kill()
            process.wait()
            # One of them that still boots would listen a moment after the others have ended.
            wait_until(lambda: not any(map(is_running, servers)))
            assert is_free(process.port)
        with project.serving(port=process.port) as again:
            assert answer(process.port) == "catalogue"
        assert again.returncode == 0
        assert not LocalPostgres(project.data).is_listening()

    def test_a_killed_web_server_leaves_nothing_behind(self, project):
        with project.serving() as process:
            os.kill(servers_of(process)[0], signal.SIGKILL)
            process.wait()
            assert "The web server ended by itself" in process.stderr.read()
        assert process.returncode == 1
        assert is_free(process.port)

    def test_a_killed_database_is_started_again(self, project):
        with project.serving() as process:
            assert answer(process.port) == "catalogue"
            kill_database(project.data)
            wait_until(lambda: LocalPostgres(project.data).is_ready())
            assert answer(process.port) == "catalogue"
            assert "started again" in ended(process)
        assert process.returncode == 0
        assert not LocalPostgres(project.data).is_listening()

    def test_a_killed_database_of_two_is_started_once(self, project):
        with project.serving() as first, project.serving() as second:
            for _time in range(2):
                kill_database(project.data)
                wait_until(lambda: LocalPostgres(project.data).is_ready())
                assert answer(first.port) == answer(second.port) == "catalogue"
            assert (ended(first) + ended(second)).count("started again") == 2
        assert not LocalPostgres(project.data).is_listening()

    def test_a_database_that_was_given_is_left_alone_when_it_ends(self, project, tmp_path):
        server = LocalPostgres(project.data)
        server.start(find_binaries())
        with project.serving("--data", tmp_path / "data", DATABASE_URL=server.url) as process:
            assert answer(process.port) == "catalogue"
            server.stop()
            time.sleep(3 * web.GLANCE)
            assert not server.is_listening()
            assert not (tmp_path / "data/postgres").exists()

    def test_a_database_that_cannot_be_restarted_is_reported_once(self, monkeypatch, capsys):
        server = SimpleNamespace(revive=Mock(side_effect=LocalError("no room on the disk")))
        watch = Watch(server)
        for _time in range(3):
            watch()
        assert server.revive.call_count == 1
        watch.resting_until = 0
        watch()
        assert server.revive.call_count == 2
        assert capsys.readouterr().err.count("no room on the disk") == 1

    def test_a_killed_launcher_takes_the_worker_along(self, project):
        with project.serving() as process:
            wait_until(project.workers)
            process.kill()
            process.wait()
            wait_until(lambda: not any(map(is_running, project.workers())))
        LocalPostgres(project.data).stop()

    def test_a_killed_worker_is_started_again_and_ends_with_the_launcher(self, project):
        with project.serving() as process:
            wait_until(project.workers)
            (first,) = project.workers()
            os.kill(first, signal.SIGKILL)
            wait_until(lambda: len(project.workers()) == 2)
            assert answer(process.port) == "catalogue"
        assert process.returncode == 0
        assert not any(map(is_running, project.workers()))

    def test_two_at_once_share_the_database(self, project):
        with project.serving() as second:
            with project.serving() as first:
                assert answer(first.port) == answer(second.port) == "catalogue"
            assert answer(second.port) == "catalogue"
        assert not LocalPostgres(project.data).is_listening()

    def test_two_first_starts_do_not_trample_each_other(self, new_project):
        shutil.rmtree(new_project.root / ".venv")
        shutil.rmtree(new_project.data)
        both = [new_project.start("manage", "exit", "0") for _ in range(2)]
        complaints = [process.communicate(timeout=120)[1] for process in both]
        assert [process.returncode for process in both] == [0, 0], complaints
        assert sum("Installing" in complaint for complaint in complaints) == 1


def servers_of(launcher):
    """The process ids of its web server: the one that it started, then those that this one started."""
    (server,) = (pid for pid in children_of(launcher.pid) if b"granian" in command_line(pid))
    return [server, *children_of(server)]


def children_of(pid):
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def kill_database(data):
    server = LocalPostgres(data)

    def number():
        return int((server.directory / "postmaster.pid").read_text().split()[0])

    killed = number()
    os.kill(killed, signal.SIGKILL)
    # Its socket may answer for a moment longer; its successor may be there already.
    wait_until(lambda: not server.is_listening() or number() != killed)


def ended(process):
    """Ends a launcher and returns its messages."""
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=60)
    return process.stderr.read()


def command_line(process):
    return Path(f"/proc/{process}/cmdline").read_bytes()


def is_running(process):
    """Returns False for one that has ended, even where nobody has asked how."""
    try:
        return bool(command_line(process))
    except (FileNotFoundError, ProcessLookupError):
        return False


class TestDatabase:
    def test_it_makes_a_working_whole(self, project):
        project.run("manage", "x", PGPORT="1")
        (call,) = project.calls()
        assert call["DJANGO_SETTINGS_MODULE"] == "unodc_catalogue.settings"
        assert call["CATALOGUE_LOCAL"] == "1"
        assert call["ALLOWED_HOSTS"] == "localhost,127.0.0.1,[::1]"
        assert call["STATIC_ROOT"] == str(project.data / "static")
        assert call["DATABASE_URL"] == LocalPostgres(project.data).url
        assert call["PGPORT"] is None

    def test_a_database_that_is_given_is_used_and_none_started(self, project, tmp_path):
        server = LocalPostgres(project.data)
        server.start(find_binaries())
        done = project.run("manage", "--data", tmp_path / "data", "x", DATABASE_URL=server.url)
        assert done.returncode == 0, done.complaint
        assert project.calls()[0]["DATABASE_URL"] == server.url
        assert not (tmp_path / "data/postgres").exists()
        assert server.stop()

    def test_no_postgresql_at_all_is_an_error_with_a_remedy(self, project):
        done = project.run("manage", "x", PG_BIN="/nowhere")
        assert done.returncode == 1
        assert "PG_BIN names /nowhere" in done.complaint

    def test_data_of_another_major_version_are_refused_and_left_alone(self, project):
        version = project.data / "postgres/PG_VERSION"
        ours = version.read_text()
        version.write_text("12\n")
        done = project.run("run", "--port", free_port())
        version.write_text(ours)
        assert done.returncode == 1
        assert "belong to PostgreSQL 12" in done.complaint
        assert project.run("manage", "x").returncode == 0


class TestEnvironment:
    @pytest.fixture
    def project(self, light_project):
        return light_project

    def test_the_secret_key_is_generated_once_and_unreadable_to_others(self, project):
        project.run("manage", "x")
        project.run("manage", "x")
        first, second = (call["SECRET_KEY"] for call in project.calls())
        assert first == second == (project.data / "secret-key").read_text()
        assert len(first) >= 64
        assert (project.data / "secret-key").stat().st_mode & 0o777 == 0o600

    def test_a_persons_wishes_come_first(self, project):
        wishes = {
            "SECRET_KEY": "mine",
            "ALLOWED_HOSTS": "example.org",
            "STATIC_ROOT": "/srv/static",
        }
        project.run("manage", "x", **wishes)
        (call,) = project.calls()
        assert {name: call[name] for name in wishes} == wishes

    def test_what_another_project_left_in_the_shell_does_no_harm(self, project):
        project.run("manage", "x", DJANGO_SETTINGS_MODULE="shop.settings", SECRET_KEY="")
        (call,) = project.calls()
        assert call["DJANGO_SETTINGS_MODULE"] == "unodc_catalogue.settings"
        assert call["SECRET_KEY"]

    @pytest.mark.parametrize(
        ("url", "reason"),
        [
            ("postgres://u:s3cret@127.0.0.1:1/x", "Connection refused"),
            ("postgres://u:s3/cret@127.0.0.1/x", "not of the form"),
            ("mysql://u:s3cret@127.0.0.1/x", "does not name a PostgreSQL database"),
        ],
    )
    def test_an_unreachable_database_is_reported_without_its_password(self, project, url, reason):
        done = project.run("manage", "x", DATABASE_URL=url)
        assert done.returncode == 1
        assert "DATABASE_URL cannot be reached" in done.complaint
        assert reason in done.complaint
        assert "s3" not in done.output + done.complaint
        assert project.calls() == []


class TestInstalling:
    @pytest.fixture
    def project(self, light_project):
        return light_project

    def test_the_messages_are_compiled_once(self, project):
        folder = project.root / "unodc_catalogue/locale/fr/LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "django.po").write_text(MESSAGES)
        project.run("manage", "x")
        made = (folder / "django.mo").stat().st_mtime_ns
        project.run("manage", "x")
        assert (folder / "django.mo").stat().st_mtime_ns == made
        (folder / "django.po").write_text(MESSAGES.replace("Pays", "États"))
        project.run("manage", "x")
        assert "États".encode() in (folder / "django.mo").read_bytes()

    def test_a_package_that_cannot_be_fetched_is_reported_and_nothing_lost(self, project):
        lock = project.root / "requirements/run.txt"
        before = lock.read_text()
        lock.write_text(f"no-such-package==1 --hash=sha256:{'0' * 64}\n")
        done = project.run("manage", "x", PIP_NO_INDEX="1", PIP_FIND_LINKS="", PIP_CONFIG_FILE="/dev/null")
        assert done.returncode == 1
        assert "pip could not install" in done.complaint
        assert "no-such-package" in done.complaint
        assert "network" in done.complaint
        lock.write_text(before)
        again = project.run("manage", "x")
        assert again.returncode == 0
        assert "Installing" not in again.complaint

    def test_an_unfinished_environment_is_made_anew(self, project):
        (project.root / ".venv/installed").unlink()
        (project.root / ".venv/bin/python").unlink()
        (project.root / ".venv/leftover").touch()
        project.run("manage", "x")
        assert (project.root / ".venv/installed").exists()
        assert not (project.root / ".venv/leftover").exists()

    def test_what_cannot_be_an_environment_is_an_error_with_a_remedy(self, project):
        shutil.rmtree(project.root / ".venv")
        (project.root / ".venv").touch()
        done = project.run("manage", "x")
        assert done.returncode == 1
        assert "Traceback" not in done.complaint
        assert "remove it" in done.complaint

    def test_the_test_packages_serve_for_running_too(self, project):
        (project.root / "requirements/run.txt").write_text("# another run\n")
        local = (project.root / ".venv/installed").read_text().splitlines()[0]
        mark = local_venv.fingerprint((project.root / "requirements/test.txt").read_bytes())
        (project.root / ".venv/installed").write_text(f"{local}\n{mark}")
        assert "Installing" not in project.run("manage", "x").complaint

    def test_a_python_without_pip_is_an_error_with_a_remedy(self, project, tmp_path):
        for name in ("pip", "ensurepip"):
            (tmp_path / f"{name}.py").write_text("raise ImportError")
        shutil.rmtree(project.root / ".venv")
        done = project.run("manage", "x", PYTHONPATH=str(tmp_path))
        assert done.returncode == 1
        assert "There is no pip for" in done.complaint

    def test_an_old_python_is_refused(self):
        code = "import sys; sys.version_info = (3, 10, 1); exec(open('catalogue').read())"
        done = execute([sys.executable, "-c", code], cwd=ROOT, capture_output=True)
        assert done.returncode == 1
        assert "Python 3.11 or newer is needed, and" in done.stderr
        assert "is 3.10" in done.stderr

    def test_the_project_may_move(self, project):
        moved = project.root.rename(project.root.with_name("ailleurs"))
        done = Project(moved).run("manage", "x")
        assert done.returncode == 0
        assert "Installing" not in done.complaint


class TestManage:
    @pytest.fixture
    def project(self, light_project):
        return light_project

    def test_arguments_and_exit_code_pass_through(self, project):
        done = project.run("manage", "exit", "3")
        assert done.returncode == 3
        project.run("manage", "x", "--data", "y", "--help", "--port=1")
        assert project.calls()[-1]["arguments"] == ["x", "--data", "y", "--help", "--port=1"]

    @pytest.mark.parametrize("command", ["backup", "restore"])
    def test_backups_are_commands_of_their_own(self, project, command):
        assert project.run(command, "--data", project.data, "a file", "--keep", "3").returncode == 0
        assert project.calls()[-1]["arguments"] == [command, "a file", "--keep", "3"]

    def test_the_terminal_stays_the_commands_own(self, project):
        assert project.run("manage", "echo", text="analyste\n").output == "analyste\n"

    def test_an_interruption_is_for_the_command_to_answer(self, project):
        with project.start("manage", "wait") as process:
            assert process.stdout.readline() == "waiting\n"
            os.killpg(process.pid, signal.SIGINT)  # as a terminal does
            assert process.wait() == 7

    def test_a_command_that_is_terminated_ends_the_launcher_too(self, project):
        with project.start("manage", "wait") as process:
            assert process.stdout.readline() == "waiting\n"
            process.terminate()
            assert process.wait() == 128 + signal.SIGTERM


class TestStop:
    def test_it_ends_a_database_that_a_killed_launcher_left(self, project):
        with project.serving() as process:
            process.kill()
        assert LocalPostgres(project.data).is_listening()
        done = project.run("stop")
        assert (done.returncode, done.complaint) == (0, "The private PostgreSQL has stopped.\n")
        assert not LocalPostgres(project.data).is_listening()

    def test_it_does_nothing_where_none_runs(self, light_project):
        done = light_project.run("stop")
        assert (done.returncode, done.complaint) == (0, "No private PostgreSQL is running.\n")

    def test_it_leaves_a_database_in_use(self, project):
        with project.serving() as process:
            done = project.run("stop")
            assert done.returncode == 1
            assert "end that one" in done.complaint
            assert answer(process.port) == "catalogue"


class TestChecks:
    @pytest.fixture(autouse=True)
    def this_python(self, monkeypatch):
        monkeypatch.setattr(checks, "PYTHON", sys.executable)

    def test_all_are_run_and_those_that_failed_named_at_the_end(self, capfd):
        steps = [
            ("-c", "raise SystemExit(1)"),
            ("-c", "print('reached')"),
            ("-m", "no_such_check", "."),
        ]
        assert checks.run_all(steps, os.environ) == 1
        output = capfd.readouterr()
        assert output.out == "reached\n"
        failed = output.err.split("Failed:")[1]
        assert "no_such_check ." in failed
        assert "raise SystemExit(1)" in failed
        assert "reached" not in failed

    def test_success_is_silent(self, capfd):
        assert checks.run_all([("-c", "")], os.environ) == 0
        assert "Failed" not in capfd.readouterr().err

    def test_settings_are_checked_as_in_production(self):
        production = checks.as_in_production({"CATALOGUE_LOCAL": "1", "SECRET_KEY": "short", "A": "b"})
        assert "CATALOGUE_LOCAL" not in production
        assert len(production["SECRET_KEY"]) == 64
        assert (production["ALLOWED_HOSTS"], production["A"]) == ("example.org", "b")

    @pytest.mark.parametrize(
        ("arguments", "expected"),
        [
            (["test"], [*checks.CHECKS, ("-m", "pytest", *checks.PARALLEL)]),
            (["test", "-k", "word"], [("-m", "pytest", *checks.PARALLEL, "-k", "word")]),
            (
                ["test", "--browser", "--systems"],
                ["npm", *checks.CHECKS, ("-m", "pytest", *checks.PARALLEL, "-m", "")],
            ),
            (
                ["test", "--browser", "-x"],
                ["npm", ("-m", "pytest", *checks.PARALLEL, "-m", "not systems", "-x")],
            ),
            (["test", "--systems", "-x"], [("-m", "pytest", *checks.PARALLEL, "-m", "not browser", "-x")]),
            (["check"], list(checks.CHECKS)),
        ],
    )
    def test_arguments_choose_the_tests_alone(self, monkeypatch, tmp_path, arguments, expected):
        steps = []

        @contextmanager
        def prepared(lock, data):
            assert lock == "test"
            yield {}

        monkeypatch.setattr(launcher, "prepared", prepared)
        monkeypatch.setattr(launcher, "run_all", lambda given, _: steps.extend(given) or 5)
        monkeypatch.setattr(launcher, "collect_static", lambda *_: None)
        monkeypatch.setattr(npm, "install", lambda: steps.append("npm"))
        command, *rest = arguments
        assert launcher.main([command, "--data", str(tmp_path), *rest]) == 5
        assert steps == expected


@pytest.mark.parametrize(
    ("argv", "data", "rest"),
    [
        (["manage", "migrate"], ".local", ["migrate"]),
        (["manage", "--data", "d", "migrate", "--data", "e"], "d", ["migrate", "--data", "e"]),
        (["test", "--data=d", "-k", "--data=e"], "d", ["-k", "--data=e"]),
        (["test", "--browser", "--data", "d", "--systems", "-x"], "d", ["-x"]),
        (["test", "-x", "--browser"], ".local", ["-x", "--browser"]),
        (["manage"], ".local", []),
        (["run", "--data", "d"], "d", []),
    ],
)
def test_our_options_precede_the_arguments_passed_on(monkeypatch, argv, data, rest):
    monkeypatch.chdir(ROOT)
    arguments = launcher.parse(argv)
    assert (arguments.data, arguments.rest) == (ROOT / data, rest)


@pytest.mark.skipif(Path(sys.prefix) != ROOT / ".venv", reason="the launcher's environment is not in use")
def test_the_catalogue_itself_is_served(tmp_path):
    project = Project(ROOT)
    with project.serving("--data", tmp_path / "data") as process:
        assert "<html" in answer(process.port)
    assert process.returncode == 0


def test_help_names_every_command(light_project):
    done = light_project.run("--help")
    assert done.returncode == 0
    for command in ("run", "test", "check", "manage", "backup", "restore", "sbom", "audit", "stop"):
        assert f"\n    {command}" in done.output


def test_the_launcher_may_be_executed():
    assert os.access(ROOT / "catalogue", os.X_OK)
