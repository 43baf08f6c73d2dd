"""Asks the servers of a corpus in turn, so that a busy moment of the machine meets them alike."""

from dataclasses import dataclass, field
from itertools import chain, zip_longest
from pathlib import Path

from django.core.management.base import CommandError, OutputWrapper

from tests.benchmark.corpora import Corpus
from tests.benchmark.http.driver import Addresses, ask, ensure_wrk, folder
from tests.benchmark.http.servers import BARE, CACHED, OURS, PLAIN, megabytes, started
from tests.benchmark.targets import REAL, TEN_THOUSAND, Measurements

SEED = 1
ROUNDS = 2
MANY, SECONDS, SECONDS_ALONE = 16, 2, 1  # connections, and how long a class is asked for by them and by one
CROWD, CROWD_SECONDS = 256, 10
DIFFERENT = 10_000  # addresses after which the memory of a process is steady
STORED = 100  # addresses of a class that the bare page knows; it caches nothing
REPEATED = 20  # addresses that are asked for again and again
BARE_CLASSES = ("list", "country", "country + theme", "text")
PLAIN_CLASSES = (*BARE_CLASSES, "first text", "detail")


@dataclass
class Subject:
    """A server and the addresses of a class there."""

    way: str
    name: str
    url: str
    addresses: Addresses
    rates: list[float] = field(default_factory=list)


def measure(corpora: list[Corpus], out: OutputWrapper) -> Measurements:
    found = Measurements()
    ensure_wrk()
    for corpus in corpora:
        out.write(f"{corpus}: addresses are chosen, and their answers stored for the bare page\n")
        pools: dict[str, list[str]] = corpus.run("--addresses", str(SEED))
        with folder() as name, started(corpus.url) as servers:
            _measure(corpus.size, pools, servers, Path(name), found, out)
    return found


def _measure(size, pools, servers, directory, found, out):
    subjects = list(_subjects(pools, servers, directory))
    for subject in subjects:
        _warm(subject)
    for turn in range(ROUNDS):
        for subject in subjects:
            many = ask(subject.url, subject.addresses, MANY, SECONDS)
            alone = ask(subject.url, subject.addresses, 1, SECONDS_ALONE)
            if many["errors"] or alone["errors"]:
                raise CommandError(f"{subject.way}, {subject.name}: errors, or answers of 400 and more.")
            rate = many["requests"] / many["seconds"]
            found.add(size, subject.name, {f"{subject.way}_rate": rate, f"{subject.way}_p50": alone["p50"]})
            out.write(f"  {subject.name}, {subject.way}: {rate:,.1f}/s, {alone['p50'] * 1000:.1f} ms\n")
        out.write(f"{turn + 1} of {ROUNDS} rounds\n")
    mix = Addresses(_mixed(pools), directory)
    if size == REAL:
        _crowd(servers[CACHED], mix, size, found)
    if size == TEN_THOUSAND:
        _memory(servers[CACHED], mix, size, found)


def _subjects(pools, servers, directory):
    for name, lines in pools.items():
        yield Subject(OURS, name, servers[OURS].url, Addresses(lines, directory))
        if name in PLAIN_CLASSES:
            plain = [line.replace("/fr/activites/", "/plain/") for line in lines]
            yield Subject(PLAIN, name, servers[PLAIN].url, Addresses(plain, directory))
        if name in BARE_CLASSES:
            yield Subject(BARE, name, servers[BARE].url, Addresses(lines[:STORED], directory))
    again = pools["list"][:REPEATED]
    tags = [servers[CACHED].ready(line).get(line).headers["ETag"] for line in again]
    tagged = [f"{line}\t{tag}" for line, tag in zip(again, tags, strict=True)]
    yield Subject(CACHED, "unchanged (304)", servers[CACHED].url, Addresses(tagged, directory))
    yield Subject(CACHED, "repeated", servers[CACHED].url, Addresses(again, directory))


def _warm(subject):
    """Has both processes build what they cache of the catalogue; the words of a text stay unknown to them."""
    if subject.name != "first text":
        ask(subject.url, subject.addresses, MANY, 2)


def _mixed(pools) -> list[str]:
    """Returns the addresses of all classes in turn, each once."""
    return [line for line in chain.from_iterable(zip_longest(*pools.values())) if line]


def _crowd(server, mix, size, found):
    ask(server.url, mix, MANY, 5)
    crowd = ask(server.url, mix, CROWD, CROWD_SECONDS)
    fair = CROWD / (crowd["requests"] / crowd["seconds"])
    found.add_single(size, {"crowd": crowd["p99"] / fair, "crowd_errors": crowd["errors"]})


def _memory(server, mix, size, found):
    for share in (2, 1):
        while mix.next < DIFFERENT // share:
            ask(server.url, mix, MANY, 5)
        found.add_single(size, {f"megabytes_{DIFFERENT // share}": max(megabytes(server))})
