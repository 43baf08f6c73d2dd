"""The benchmark times what it says: both ways answer alike, and the made-up activities are activities."""

import io
import json
import random

import pytest
from django.core.management.base import OutputWrapper
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.db.models import F
from django.http import QueryDict

from activities.models import Activity, SearchRow, Word
from activities.search import FacetCounts, current_index
from tests.benchmark import meaning, plain, run, synthetic
from tests.benchmark.queries import Queries
from tests.benchmark.rows import count_words, prepare
from tests.benchmark.targets import HUNDRED_THOUSAND, REAL, TARGETS, Measurements, percentile
from tests.benchmark.worker import Worker
from tests.search import oracle
from tests.search.searching import results_of

pytestmark = pytest.mark.django_db

SIZE = 60
CLASSES = [
    "none",
    "country",
    "country + theme",
    "two countries + theme",
    "rare term",
    "common term",
    "text + country + programme",
    "page 200",
    "misspelt term",
    "question",
]


@pytest.fixture
def made_up():
    prepare(reports=1)
    count_words(synthetic.fill_report((0, SIZE, SIZE)))


@pytest.fixture(autouse=True)
def _both_ways(settings):
    """The addresses of both, and requests that leave the connection of the test open."""
    settings.ROOT_URLCONF = "tests.benchmark.urls"
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


class InProcess:
    """Stands for a corpus of which a process of its own would be asked."""

    def __init__(self, size):
        self.size = size

    def __str__(self):
        return "in this process"

    def start(self, seed):
        self.worker = Worker(seed)

    def ask(self, do, **arguments):
        return json.loads(json.dumps(getattr(self.worker, do)(**arguments)))


def test_made_up_activities_are_as_the_database_would_have_them(made_up):
    assert (
        len(current_index().all)
        == SIZE + Activity.objects.published().exclude(report__title="Made up").count()
    )
    assert not SearchRow.objects.exclude(slot=F("activity__report_order")).exists()


def test_made_up_activities_are_found_by_their_words_and_counted(made_up):
    title = Activity.objects.filter(report__title="Made up").first().texts.get(language="fr").title
    word = max(title.split(), key=len).lower()
    results = results_of(f"q={word}")
    assert Word.objects.get(pk=word).count == len(results) == oracle.activities_of(results).count() > 0


def test_the_same_number_makes_the_same_activities():
    first, second = (
        list(synthetic.activities(random.Random(synthetic.SEED), 0, SIZE, SIZE)) for _turn in range(2)
    )
    assert first == second
    assert len({made.ref for made in first}) == SIZE


@pytest.mark.parametrize("name", CLASSES)
def test_the_plain_way_answers_as_the_list_does(made_up, name):
    query = QueryDict(Queries(seed=1).drawn(name))
    ours = results_of(f"{query.urlencode()}&verbatim=1")  # the plain way corrects nothing
    _query, page = plain.results(query)
    assert page.paginator.count == len(ours)
    assert bool(ours) == (name not in ("misspelt term", "question"))
    counts = {facet.name: facet.choices for facet in FacetCounts(ours, query).facets()}
    for facet, choices in plain.facets(query):
        # The plain way knows nothing of what is below a theme or inside a region, nor of what is undated.
        if facet not in ("theme", "region", "year"):
            assert sorted(choice["count"] for choice in choices) == sorted(
                choice.count for choice in counts[facet] if choice.count
            )


def test_a_run_measures_every_class_and_tells_what_is_missed(made_up):
    corpus, out = InProcess(REAL), io.StringIO()
    found = run.measure([corpus], runs=1, progress=OutputWrapper(io.StringIO()))
    missed = run.report(found, [corpus], OutputWrapper(out))
    assert found.classes(REAL) == CLASSES
    told = out.getvalue()
    assert "(needs --size 100000)" in told
    assert all(f"MISSED        {name}" in told for name in missed)
    assert {name: most for name in CLASSES if (most := max(found.of(REAL, name)["queries"])) > 10} == {}
    assert {name: most for name in CLASSES if (most := max(found.of(REAL, name)["bytes"])) > 100_000} == {}


@pytest.mark.parametrize(
    ("sizes", "corpora"),
    [
        ([], [0]),
        ([10_000], [0, 10_000]),
        ([100_000], [0, 100_000]),
        ([1_000_000], [0, 10_000, 1_000_000]),
    ],
)
def test_a_size_brings_those_that_it_is_compared_with(sizes, corpora):
    assert run.sizes_for(sizes) == corpora


def test_a_target_is_missed_beyond_its_bound_only():
    (page,) = (target for target in TARGETS if target.name.startswith("whole page, p50: at 100,000"))
    found = Measurements()
    for name, ours in (("none", 2.0), ("country", 2.1), ("common term", 2.9)):
        found.add(REAL, name, {"page": 1.0})
        found.add(HUNDRED_THOUSAND, name, {"page": ours})
    values = page.values(found)
    assert [name for name, value in values.items() if page.missed(value, name)] == ["country"]


def test_percentiles():
    assert percentile([3.0], 95) == 3.0
    assert percentile([1.0, 2.0, 3.0], 50) == 2.0
    assert percentile([float(n) for n in range(101)], 95) == 95.0


def test_the_search_by_meaning_is_measured():
    out = io.StringIO()
    meaning.run([500], OutputWrapper(out))
    assert "500 activities, 3,000 sentences" in out.getvalue()
    assert "share found of the nearest 1.000" in out.getvalue()
