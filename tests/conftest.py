import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import cache
from django.test.testcases import LiveServerThread
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from activities.curation.fixtures import load
from activities.editing import approval
from activities.models import Activity
from activities.opendata.datapackage import catalogue_file
from tests import catalogues, databases, factories, savings
from tests.systems import faults

savings.collect_no_garbage()  # until the tests are collected

# The database answers when it can: a loaded machine is no falsifying example.
hypothesis_settings.register_profile(
    "catalogue",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
hypothesis_settings.load_profile("catalogue")
derived = savings.Derived()
OTHER_PROCESSES = [Path(__file__).parent / name for name in ("browser", "local", "systems")]


def pytest_addoption(parser):
    parser.addoption(
        "--api-cases", type=int, default=5, help="requests for each address of the API, valid and invalid"
    )


def pytest_collection_modifyitems(items):
    """Repeat what leans on a browser or on other processes, whose pace is not ours, before it counts as failed."""
    for item in items:
        if item.path.parent in OTHER_PROCESSES:
            item.add_marker(pytest.mark.flaky(reruns=2))


def pytest_terminal_summary(terminalreporter):
    faults.print_table(terminalreporter)


def pytest_collection_finish(session):
    savings.collect_garbage_less_often()
    databases.name_after_its_contents(kind="systems" if _has_systems(session) else "")


@pytest.fixture(scope="session")
def django_db_createdb(request, django_db_createdb):
    """Make the test database anew for tests whose servers commit something to it; no others use that one."""
    return django_db_createdb or _has_systems(request.session)


def _has_systems(session):
    return any(item.get_closest_marker("systems") for item in session.items)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The curated catalogue itself, loaded once: tests run in transactions above it."""
    with django_db_blocker.unblock():
        databases.drop_outdated()
        if not Activity.objects.exists():
            load(settings.FIXTURES_DIR)
        derived.build()


@pytest.fixture(scope="session", autouse=True)
def _work_saved(django_test_environment):
    with pytest.MonkeyPatch.context() as monkeypatch:
        savings.instrument_pages_alone(monkeypatch)
        savings.list_static_files_once(monkeypatch)
        savings.log_in_at_once(monkeypatch)
        savings.make_pages_anew(monkeypatch)
        yield


@pytest.fixture(scope="session", autouse=True)
def _passwords_hashed_fast():
    """A password of the tests is no secret: it need not cost half a second."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 1000)
        yield


@pytest.fixture(scope="session")
def server(django_db_setup):
    """The address of a server above the test database; unlike pytest-django's, it empties nothing."""
    # Static files come from WhiteNoise, as in production.
    thread = LiveServerThread("127.0.0.1", static_handler=lambda application: application)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://{thread.host}:{thread.port}"
    thread.terminate()


@pytest.fixture
def site(server, settings):
    """The same for a program that asks often."""
    settings.API_RATE = settings.API_FILE_RATE = None
    return server


@pytest.fixture(autouse=True)
def _no_index_from_another_transaction():
    """Rolled back transactions leave what was derived from them."""
    derived.restore()
    catalogue_file.forget()


@pytest.fixture(autouse=True)
def _no_visits_from_another_test():
    """Requests are counted by address in the memory of the process."""
    cache.clear()


@pytest.fixture(autouse=True)
def _faults_do_not_block(request, monkeypatch):
    """Factories make less than a whole activity: its faults block the approval in tests marked `checked` alone."""
    if not request.node.get_closest_marker("checked"):
        monkeypatch.setattr(approval, "blocking_faults", lambda activity: [])


@pytest.fixture
def workshop(db):
    """A published activity that no correction of the data can change."""
    return factories.workshop()


@pytest.fixture
def without_reports(db):
    """A catalogue whose pages and files are short, for tests that ask for each of them many times."""
    catalogues.remove_reports()
    derived.forget()


@pytest.fixture
def unnamed(db):
    """Keeps Nauru, Togo and Tuvalu free of activities, which a correction of the data may name one day."""
    factories.leave_unnamed("NRU", "TGO", "TUV")


@pytest.fixture
def fixtures(tmp_path):
    """A copy of the curated fixtures that a test may spoil."""
    return shutil.copytree(settings.FIXTURES_DIR, tmp_path / "fixtures")
