"""One process per corpus, which times what it is told to: a line of JSON in, a line of JSON out.

The processes of all corpora are asked in turn, so that a busy moment of the machine meets them alike.
"""

import ctypes
import gc
import json
import sys
import time
from contextlib import suppress
from pathlib import Path

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import QueryDict
from django.test.utils import override_settings
from django.utils import translation

from activities.models import Activity
from activities.search import PAGE_SIZE, ActivityFilter, FacetCounts, current_index, find
from activities.search.spelling import current_vocabulary
from tests.benchmark import plain
from tests.benchmark.edits import edit_cost, ranking_share
from tests.benchmark.queries import Queries
from tests.benchmark.requests import ask

PAGE, PLAIN_PAGE = "/fr/activites/", "/plain/"


def main(seed: int):
    unlimited = {"API_RATE": None, "API_FILE_RATE": None, "TEXT_RATE": None}
    plain_page = {"ROOT_URLCONF": "tests.benchmark.urls"}
    # A page that is asked for again is rendered again.
    with override_settings(PAGE_CACHE_BYTES=0, **plain_page, **unlimited), translation.override("fr"):
        worker = Worker(seed)
        for line in sys.stdin:
            request = json.loads(line)
            print(json.dumps(getattr(worker, request.pop("do"))(**request)), flush=True)


class Worker:
    def __init__(self, seed):
        self.handler = WSGIHandler()
        self.memory = _index_memory()
        self.queries = Queries(seed)
        keys = Activity.objects.published().order_by("?").values_list("pk", flat=True)
        self.keys = list(keys[:1000])
        self._page(
            PAGE, "q=zzzz"
        )  # builds what a process caches of the catalogue, names and sentences included

    def corpus(self):
        return {"activities": len(current_index().all), "index_megabytes": self.memory}

    def classes(self):
        return list(self.queries.classes)

    def ours(self, name: str):
        """Seconds of the whole page when it is first asked for in the process and when it is asked for
        again, of its data part (nothing rendered or kept), of all facet counts and of the floor."""
        query = self.queries.drawn(name)
        params = QueryDict(query)
        queries = Counted()
        with connection.execute_wrapper(queries):
            first, _body = _timed(self._page, PAGE, query)
        page, body = _timed(self._page, PAGE, query)
        data, _none = _timed(self._data, params)
        results = _results(params)
        facets, _none = _timed(lambda: FacetCounts(results, params).facets())
        floor, _none = _timed(self._floor)
        return {
            "query": query, "first": first, "page": page, "data": data, "facets": facets, "floor": floor,
            "queries": queries.number, "bytes": len(body),
        }  # fmt: skip

    def plain(self, query: str):
        """The same of the plain way."""
        params = QueryDict(query)
        page, _body = _timed(self._page, PLAIN_PAGE, query)
        facets, _none = _timed(plain.facets, params)
        return {"page": page, "facets": facets}

    def edit(self):
        return edit_cost()

    def ranking(self):
        return {"shares": [ranking_share(word) for word in self.queries.common_words]}

    def _page(self, path, query):
        return b"".join(ask(self.handler, path, query))

    def _data(self, params):
        results = _results(params)
        page = results.paginated().page(params.get("page") or 1)
        results.activities(page.object_list)
        counts = FacetCounts(results, params)
        counts.conditions(counts.facets())
        results.nearest  # noqa: B018  # computed when it is read

    def _floor(self):
        keys = self.queries.rng.sample(self.keys, min(PAGE_SIZE, len(self.keys)))
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM activities_activity WHERE id = ANY(%s)", [keys])
            cursor.fetchall()


class Counted:
    """The number of statements sent to the database."""

    number = 0

    def __call__(self, execute, *arguments):
        self.number += 1
        return execute(*arguments)


def _results(params):
    index = current_index()
    form = ActivityFilter(params, index)
    if not form.is_valid():
        raise ValueError(form.errors)
    return find(form.search, index)


def _timed(function, *arguments):
    start = time.perf_counter()
    result = function(*arguments)
    return time.perf_counter() - start, result


def _index_memory():
    """Megabytes that the process grows by when it builds what it keeps of the catalogue."""
    before = _resident()
    current_index()
    current_vocabulary()
    return _resident() - before


def _resident():
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 2**20
