"""/healthz, /readyz and /metrics, in the process of the tests."""

import json
import time

import pytest
from django.test import RequestFactory

from activities.models import CatalogueVersion, Report
from tests.threads import together
from unodc_catalogue.database import migrations
from unodc_catalogue.operations import probes, readiness
from unodc_catalogue.operations.probes import Probes


def ask(path, method="GET", **headers):
    """The status, the headers and the body."""
    seen = []

    def start(status, sent):
        seen.extend((int(status[:3]), dict(sent)))

    environ = RequestFactory().generic(method, path, headers=headers).environ
    body = b"".join(Probes(passed_on)(environ, start))
    return *seen, body


def passed_on(environ, start_response):
    start_response("404 Not Found", [])
    return [b"passed on"]


@pytest.fixture
def faults(monkeypatch):
    found = []
    monkeypatch.setattr(probes, "recent_faults", lambda: found)
    return found


def test_health_needs_no_database():
    status, headers, body = ask("/healthz")
    assert (status, json.loads(body)) == (200, {"status": "ok"})
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_readiness_names_what_is_missing(faults):
    assert ask("/readyz")[0] == 200
    faults.append(readiness.UNLOADED)
    status, _headers, body = ask("/readyz")
    assert status == 503
    assert json.loads(body)["faults"] == [readiness.UNLOADED]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_are_only_read(faults, path):
    assert ask(path, "HEAD")[2] == b""
    assert ask(path, "POST")[0] == 405


@pytest.mark.parametrize("path", ["/healthz/", "/fr/healthz", "/readyz2", "/Metrics", "/"])
def test_other_addresses_are_passed_on(path):
    assert ask(path)[2] == b"passed on"


@pytest.mark.parametrize(
    ("token", "hosts", "headers", "status"),
    [
        ("", [], {}, 404),
        ("", [], {"Authorization": "Bearer "}, 404),
        ("secret", [], {}, 404),
        ("secret", [], {"Authorization": "Bearer other"}, 404),
        ("secret", [], {"Authorization": "Basic secret"}, 404),
        ("secret", [], {"Authorization": "Bearer sécret"}, 404),
        ("secret", [], {"Authorization": "bearer secret"}, 200),
        ("", ["10.0.0.5"], {"Host": "10.0.0.5:8000"}, 200),
        ("", ["10.0.0.5"], {"Host": "10.0.0.5"}, 200),
        ("", ["10.0.0.5"], {"Host": "example.org"}, 404),
    ],
)
def test_metrics_are_for_the_bearer_of_the_token_and_for_internal_hosts(
    settings, monkeypatch, token, hosts, headers, status
):
    settings.METRICS_TOKEN, settings.METRICS_HOSTS = token, hosts
    monkeypatch.setattr(probes.metrics, "page", lambda: b"")
    assert ask("/metrics", **headers)[0] == status


@pytest.mark.django_db
class TestFaults:
    def test_there_are_none_in_a_catalogue_that_is_set_up(self):
        assert readiness.setup_faults() == []

    @pytest.mark.parametrize("model", [CatalogueVersion, Report])
    def test_an_empty_catalogue_is_not_loaded(self, model, without_reports):
        model.objects.all().delete()
        assert readiness.setup_faults() == [readiness.UNLOADED]

    def test_a_migration_that_was_not_run_is_missed(self, monkeypatch):
        more = migrations._migrations() | {("activities", "9999_not_run")}
        monkeypatch.setattr(migrations, "_migrations", lambda: more)
        assert readiness.setup_faults() == [readiness.UNMIGRATED]

    def test_a_database_ahead_of_the_code_is_served(self, monkeypatch):
        fewer = frozenset(sorted(migrations._migrations())[:-1])
        monkeypatch.setattr(migrations, "_migrations", lambda: fewer)
        assert readiness.setup_faults() == []

    def test_static_files_that_were_not_collected_are_missed(self, settings, tmp_path):
        settings.STATIC_ROOT = tmp_path
        assert readiness.setup_faults() == [readiness.UNCOLLECTED]


def test_any_number_of_probes_ask_once_a_second():
    asked = []

    def compute():
        asked.append(time.monotonic())
        time.sleep(0.05)
        return []

    recent = readiness.Recent(compute)
    together(lambda _number: recent())
    assert len(asked) == 1
    recent.until = 0
    recent()
    assert len(asked) == 2
