"""The benchmark through HTTP asks for pages that are there, and compares pages that show the same."""

import io
import json
from types import SimpleNamespace

import pytest
from django.core.management.base import CommandError, OutputWrapper
from django.http import QueryDict

from activities.models import Country
from tests.benchmark.http import bare, driver, measuring, targets
from tests.benchmark.http.addresses import Pools, _answer
from tests.benchmark.http.servers import BARE, CACHED, OURS, PLAIN
from tests.benchmark.run import verdicts
from tests.benchmark.targets import HUNDRED_THOUSAND, REAL, TEN_THOUSAND, Measurements
from tests.factories import workshop

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _few(django_db_setup):
    """As few addresses as show what is wrong."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        for name, number in (("MOST", 40), ("COMMON_WORDS", 5)):
            monkeypatch.setattr(f"tests.benchmark.http.addresses.{name}", number)
        yield


@pytest.fixture
def pools(_few, settings):
    settings.ROOT_URLCONF = "tests.benchmark.urls"
    return Pools(seed=1).of_class


def test_every_class_has_addresses_of_pages_that_are_there(client, pools):
    for name, addresses in pools.items():
        assert len(addresses) == len(set(addresses)) > 1, name
        assert {client.get(address).status_code for address in addresses[:2]} == {200}, name


@pytest.mark.parametrize("name", measuring.BARE_CLASSES)
def test_the_bare_page_shows_the_rows_and_the_counts_of_ours(client, pools, name):
    address = pools[name][0]
    query, total, keys, facets = _answer(address)
    ours = client.get(address)
    assert total == ours.context["page"].paginator.count
    assert {facet.name for facet in ours.context["facets"]} == {facet for facet, _choices in facets}
    rows = [("2099-1-1", "training", "<Title>", "A & B", "Peru") for _key in keys]
    page = "".join(bare._written(QueryDict(query).urlencode(), total, rows, facets))
    assert page.count("<li>") == len(keys) + sum(len(choices) for _facet, choices in facets)
    assert "&lt;Title&gt;" in page


def test_the_plain_page_of_an_activity_shows_what_it_has(client, settings, django_assert_num_queries):
    settings.ROOT_URLCONF = "tests.benchmark.urls"
    activity = workshop()
    country = Country.objects.filter(activity_roles__activity=activity).first()
    page = client.get(f"/plain/{activity.ref}/").text
    assert activity.ref in page
    assert str(country) in page


def test_without_wrk_it_names_the_package(monkeypatch):
    monkeypatch.setattr(driver.shutil, "which", lambda name: None)
    with pytest.raises(CommandError, match="apt-get install wrk"):
        measuring.measure([], OutputWrapper(io.StringIO()))


def test_each_class_is_asked_for_where_the_last_call_ended(monkeypatch, tmp_path):
    asked = []

    def run(command, **options):
        asked.append(int(command[-1]))
        measured = {"requests": 3, "seconds": 1.0, "p50": 0.1, "p99": 0.2, "errors": 0}
        return SimpleNamespace(stdout=f"Running 1s test\n{json.dumps(measured)}\n")

    monkeypatch.setattr(driver, "ensure_wrk", lambda: "wrk")
    monkeypatch.setattr(driver.subprocess, "run", run)
    addresses = driver.Addresses(["/a", "/b", "/c", "/d"], tmp_path)
    for _time in range(3):
        driver.ask("http://127.0.0.1", addresses, 1, 1)
    assert asked == [0, 3, 2]


def test_the_targets_are_judged_by_what_was_measured():
    found = Measurements()
    for size in (REAL, TEN_THOUSAND, HUNDRED_THOUSAND):
        for name in ("list", "country", "text", "country + theme", "detail"):
            rates = {f"{OURS}_rate": 100.0, f"{PLAIN}_rate": 2.0, f"{BARE}_rate": 500.0}
            rates |= {f"{way}_p50": 0.01 for way in (OURS, PLAIN, BARE)}
            found.add(size, name, rates)
        for name, rate in (("repeated", 300.0), ("unchanged (304)", 1000.0)):
            found.add(size, name, {f"{CACHED}_rate": rate, f"{CACHED}_p50": 0.001})
    found.add_single(TEN_THOUSAND, {"megabytes_5000": 150.0, "megabytes_10000": 199.0})
    found.add_single(REAL, {"crowd": 1.5, "crowd_errors": 0})
    out = io.StringIO()
    missed = verdicts(targets.TARGETS, found, OutputWrapper(out))
    targets.table(found, [SimpleNamespace(size=REAL)], OutputWrapper(out))
    assert missed == [
        "requests/s against the bare page at 10,000: list",
        "requests/s against the bare page at 10,000: country",
        "requests/s of a repeated page against its 304 at 10,000 ",
        "the same against that after 5,000 ",
    ]
    assert "MISSED        requests/s of a repeated page" in out.getvalue()
