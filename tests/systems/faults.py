"""The table of faults: what was broken while readers asked, and what became of their requests.

`python -m tests.systems.faults` runs the tests that break something and prints it; so does every run of theirs.
"""

import sys
from typing import NamedTuple

import pytest

PROPERTY = "fault"
MARKER = "faults"


class Fault(NamedTuple):
    """A row of the table; it travels as a tuple from the process of the test."""

    what: str
    asked: int
    failed: int
    wrong: int
    longest: float


def note(record_property, what, asked, wrong=0):
    """Notes what came of the requests of a fault: those not answered 200 have failed."""
    failed = sum(one.status != 200 for one in asked)
    longest = max((one.seconds for one in asked), default=0.0)
    record_property(PROPERTY, tuple(Fault(what, len(asked), failed, wrong, longest)))


def print_table(reporter):
    """Prints the faults of the tests that passed or failed, in the order of the tests."""
    reports = [each for outcome in ("passed", "failed") for each in reporter.stats.get(outcome, [])]
    found = [
        Fault(*value) for report in reports for name, value in report.user_properties if name == PROPERTY
    ]
    if not found:
        return
    reporter.section("faults")
    reporter.write_line(f"{'broken':52} {'answers':>8} {'failed':>7} {'wrong':>6} {'longest':>9}")
    for one in found:
        line = f"{one.what:52} {one.asked:8} {one.failed:7} {one.wrong:6} {one.longest:7.2f} s"
        reporter.write_line(line)


if __name__ == "__main__":
    arguments = ["-m", MARKER, "-q", "-n0", "-p", "no:randomly", "tests/systems", *sys.argv[1:]]
    sys.exit(pytest.main(arguments))
