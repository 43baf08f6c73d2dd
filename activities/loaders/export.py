import warnings
from collections.abc import Callable
from itertools import groupby

from django.db.models import Q
from pydantic import ValidationError

from ..models import Activity, Paragraph
from ..models.vocabulary import Status
from . import refs
from .files import FixtureError, write
from .load import TABLES
from .reading import LAYOUT, faults, section_file

# Which rows stand in files, of the tables that a report in preparation has a part in.
WHOLE = {
    "report": {"published": True},
    "paragraph": {"report__published": True},
    "activity": {"report__published": True},
}


def export(directory, warn: Callable[[str], object] = warnings.warn) -> int:
    """Writes the catalogue back as fixtures; returns the number of files.

    Loading what it wrote changes nothing, and exporting what was loaded gives the same bytes. A report in
    preparation is left out with its drafts, because files hold whole reports; so is an activity that is not
    published and not yet what a file can hold, which `warn` is called about. Their refs are kept as issued.
    Raises FixtureError, with nothing written, when an edited row does not keep to the rules.
    """
    problems: list[str] = []
    contents = dict(_files(problems, warn))
    if problems:
        raise FixtureError(problems)
    for path, content in contents.items():
        write(directory / path, content)
    _remove_left_behind(directory, contents)
    refs.keep(directory, Activity.objects.values_list("ref", flat=True))
    return len(contents) + 1


def _remove_left_behind(directory, contents):
    """Files of sections whose last activity has moved to another; a report without any keeps its files."""
    for folder in {directory / path.rpartition("/")[0] for path in contents if "/activities/" in path}:
        for path in folder.glob("*.yaml"):
            if path.relative_to(directory).as_posix() not in contents:
                path.unlink()


def _files(problems, warn):
    for name in ("unit", "country", "region", "theme", "programme", "partner", "instrument"):
        pattern, _record = LAYOUT[name]
        yield pattern, [content for _row, content in _contents(name, problems.append)]
    for report, content in _contents("report", problems.append):
        yield f"{report.ref}/report.yaml", content
    for report, group in groupby(_contents("paragraph", problems.append), lambda pair: pair[0].report.ref):
        yield f"{report}/paragraphs.yaml", [content for _row, content in group]
    sections = dict(Paragraph.objects.values_list("pk", "section__code"))
    by_file: dict[str, list] = {}
    for activity, content in _activities(problems.append, warn):
        code = sections[activity.citations.all()[0].paragraph_id]
        by_file.setdefault(f"{activity.report.ref}/activities/{section_file(code)}", []).append(content)
    yield from by_file.items()


def _activities(report, warn):
    """The published ones have to be right; of the others those that are incomplete are left out."""
    published = Q(status=Status.PUBLISHED)
    wanted = _rows("activity").in_report_order()
    whole = dict(_contents("activity", report, wanted.filter(published)))
    whole |= dict(_contents("activity", lambda fault: warn(f"left out: {fault}"), wanted.exclude(published)))
    return sorted(whole.items(), key=lambda pair: pair[0].report_order)


def _rows(name):
    return TABLES[name].rows().filter(**WHOLE.get(name, {}))


def _contents(name, report, rows=None):
    """(row, its record); `report` is called with each fault of a row that makes none."""
    for row in _rows(name) if rows is None else rows:
        try:
            yield row, TABLES[name].to_record(row).content()
        except ValidationError as error:
            key = " ".join(map(str, row.natural_key()))
            for fault in faults(error):
                report(f"{name} {key}: {fault}")
