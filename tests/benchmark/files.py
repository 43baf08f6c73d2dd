"""The memory that a process needs to hand out a whole file: that of the largest list is that of any."""

import resource
import time

from django.core.handlers.wsgi import WSGIHandler
from django.test.utils import override_settings

from tests.benchmark.requests import ask

FORMS = {
    "CSV": ("/fr/activites.csv", ""),
    "CSV, by country": ("/fr/activites.csv", "table=countries"),
    "CSV, figures": ("/fr/activites.csv", "table=figures"),
    "XLSX": ("/fr/activites.xlsx", ""),
    "JSON": ("/fr/activites.json", ""),
    "JSON Lines": ("/fr/activites.jsonl", ""),
    "Atom": ("/fr/activites.atom", ""),
    "UN style": ("/fr/activites.un", ""),
    "RIS": ("/fr/activites.ris", ""),
    "IATI": ("/fr/activites.xml", ""),
    "Data Package": ("/fr/donnees/catalogue.zip", ""),
}
BOUND = 150  # MB


def measure(form: str) -> dict[str, float]:
    """Reads the file to its end, as a server does that sends it, and tells what that took.

    Asked of a process that has done nothing else: its peak is that of its whole life.
    """
    path, query = FORMS[form]
    began = time.perf_counter()
    with override_settings(API_FILE_RATE=None, API_RATE=None, TEXT_RATE=None):
        size = sum(len(part) for part in ask(WSGIHandler(), path, query))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"megabytes": peak, "bytes": size, "seconds": time.perf_counter() - began}


def report(corpus, out) -> list[str]:
    """Prints what every form takes on a corpus; returns those over the bound."""
    out.write(f"\n{corpus}: peak memory of a process (MB), size of the file (MB), seconds\n")
    over = []
    for form in FORMS:
        found = corpus.run("--file", form)
        megabytes, size = found["megabytes"], found["bytes"] / 2**20
        verdict = "MISSED" if megabytes > BOUND else "met"
        out.write(f"  {verdict:8}{form:20}{megabytes:>8.0f}{size:>10.1f}{found['seconds']:>8.0f}\n")
        over += [f"{form} on {corpus}"] if megabytes > BOUND else []
    return over
