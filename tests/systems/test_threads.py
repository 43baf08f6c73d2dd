"""A cold process that eight visitors ask at once gives each of them what it gives one who asks alone."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils.translation import override

from activities.models import Activity
from tests.processes import Process
from tests.threads import THREADS

from .server import Server

STARTS = 10
TEXTS = """
traite des personnes|trafic de migrants|cybercriminalité|blanchiment d’argent|recouvrement d’avoirs
terrorisme|justice pénale|prisons|détenus|femmes détenues|enfants victimes|drogues de synthèse
prévention du VIH|formation de magistrats|coopération internationale|contrôle des conteneurs
armes à feu|criminalité organisée|corrup*|"crime organisé"|police -drogues|pots de vin|développement alternatif
pavot à opium|piraterie maritime|faux médicaments|Afrique de l’Ouest|Asie centrale
que fait l’ONUDC au Liban ?|§ 26|lanceurs d’alerte
human trafficking|migrant smuggling|cybercrime|money laundering|asset recovery|helps|allocate|plans
prison reform|inmates|women in prison|child victims|synthetic drugs|HIV prevention|judges or prosecutors
border control|firearms|organized crime|"criminal justice"|training -police|bribery|alternative development
opium poppy|maritime crime|falsified medicines|football|West Africa|Central Asia
which countries received training|parliaments|whistle-blowers|organise|analyze
""".strip().replace("\n", "|").split("|")  # fmt: skip
FORMATS = ("csv", "json", "jsonl", "atom", "bib", "xml", "xlsx")
TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)")  # when a file was written
ROTATIONS = 3  # so many of the starts ask for each text at another address


def addresses(language):
    """The addresses that take a text, in one language, each with whether its answer is always the same."""
    with override(language):
        pages = [reverse(name) for name in ("activity_list", "overview", "brief", "suggestions")]
        files = [reverse("list_file", args=[ending]) for ending in FORMATS]
    api = [f"/api/v1/{name}/?lang={language}" for name in ("activities", "facets")]
    return [f"{address}{'&' if '?' in address else '?'}q=" for address in (*pages, *files, *api)]


def requests_of(start):
    """A request for each text."""
    every = [address for pair in zip(addresses("fr"), addresses("en"), strict=True) for address in pair]
    return [
        f"{every[(place + start % ROTATIONS) % len(every)]}{quote(text)}" for place, text in enumerate(TEXTS)
    ]


def answer(server, path):
    got = server.get(path)
    # A workbook is compared by its count.
    text = "" if ".xlsx?" in path else TIME.sub("", got.text).replace(server.url, "")
    return got.status, got.headers["X-Total-Count"], text


def difference(path, found, expected):
    """The path, status and count of an answer, and the lines in which its text is another one."""
    lines = zip(*(got[2].splitlines() for got in (found, expected)), strict=False)
    return path, *found[:2], [(one[:200], other[:200]) for one, other in lines if one != other][:3]


def count(server, text):
    return json.loads(server.get(f"/api/v1/activities/?page_size=1&q={quote(text)}").text)["count"]


@pytest.fixture
def started(database_url):
    def start(threads):
        return Server(database_url, threads=threads, API_RATE="", API_FILE_RATE="")

    return start


def test_a_cold_server_asked_by_eight_at_once(started):
    assert len(set(TEXTS)) == 64
    paths = [requests_of(start) for start in range(STARTS)]
    with started(threads=1) as server:
        alone = {path: answer(server, path) for asked in paths for path in asked}
        counts = {text: count(server, text) for text in TEXTS}
    assert {status for status, *_rest in alone.values()} == {200}
    assert len(set(counts.values())) > 10
    for asked in paths:
        with started(threads=THREADS) as server, ThreadPoolExecutor(THREADS) as visitors:
            found = dict(zip(asked, visitors.map(lambda path: answer(server, path), asked), strict=True))
            afterwards = {text: count(server, text) for text in TEXTS}
            log = server.log()
        wrong = [difference(path, found[path], alone[path]) for path in asked if found[path] != alone[path]]
        assert (wrong, afterwards) == ([], counts), f"{wrong}\n{log}"


EDITS = 15
RARE = "xylographie"


def test_edits_while_eight_read(started):
    ref = Activity.objects.published().first().ref
    steady = TEXTS[:THREADS]
    with Process() as editor, started(threads=THREADS) as server, ThreadPoolExecutor(THREADS) as visitors:
        before = {text: count(server, text) for text in steady}
        done, seen = Event(), []

        def read(number):
            text = steady[number]
            while not done.is_set():
                # The title that comes and goes may answer a text too.
                assert count(server, text) in (before[text], before[text] - 1)
                assert count(server, RARE) in (0, 1)
                assert server.get(f"/fr/activites/?q={quote(text)}").status == 200

        reading = [visitors.submit(read, number) for number in range(THREADS)]
        try:
            for _edit in range(EDITS):
                title = editor.ask(title=RARE, ref=ref)["old"]
                with_it = count(server, RARE)
                editor.ask(title=title, ref=ref)
                seen.append((with_it, count(server, RARE)))
        finally:
            done.set()
        for reader in reading:
            reader.result()
        assert seen == [(1, 0)] * EDITS, server.log()
