from itertools import groupby

from pydantic import ValidationError

from ..models import Activity, Paragraph
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


def export(directory) -> int:
    """Writes the catalogue back as fixtures; returns the number of files.

    Loading what it wrote changes nothing, and exporting what was loaded gives the same bytes. A report in
    preparation is left out with its drafts, because files hold whole reports; its refs are kept as issued.
    Raises FixtureError, with nothing written, when an edited row does not keep to the rules.
    """
    problems: list[str] = []
    contents = dict(_files(problems))
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


def _files(problems):
    for name in ("unit", "country", "region", "theme", "programme", "partner", "instrument"):
        pattern, _record = LAYOUT[name]
        yield pattern, [content for _row, content in _contents(name, problems)]
    for report, content in _contents("report", problems):
        yield f"{report.ref}/report.yaml", content
    for report, group in groupby(_contents("paragraph", problems), lambda pair: pair[0].report.ref):
        yield f"{report}/paragraphs.yaml", [content for _row, content in group]
    sections = dict(Paragraph.objects.values_list("pk", "section__code"))
    by_file: dict[str, list] = {}
    for activity, content in _contents("activity", problems):
        code = sections[activity.citations.all()[0].paragraph_id]
        by_file.setdefault(f"{activity.report.ref}/activities/{section_file(code)}", []).append(content)
    yield from by_file.items()


def _contents(name, problems):
    table = TABLES[name]
    rows = table.rows().filter(**WHOLE.get(name, {}))
    if table.model is Activity:
        rows = rows.in_report_order()
    for row in rows:
        try:
            yield row, table.to_record(row).content()
        except ValidationError as error:
            key = " ".join(map(str, row.natural_key()))
            problems += [f"{name} {key}: {fault}" for fault in faults(error)]
