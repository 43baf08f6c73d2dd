import posixpath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .grids import Grid, Text, of_sheet
from .package import BROKEN, Package
from .workbook_parts import Contents, Formats, Relations, Strings
from .worksheet import SheetReader


def workbook_grids(data: bytes) -> list[Grid]:
    """Returns the sheets of a workbook that hold a table; raises ValidationError if there is none."""
    try:
        sheets = list(_sheets(Package(data)))
    except BROKEN as error:
        raise ValidationError(_("This file cannot be read as an XLSX workbook.")) from error
    if found := [Grid(sheet.name, sheet.headings, sheet.rows) for sheet in sheets if sheet.is_ours]:
        return found
    names = ", ".join(sheet.name for sheet in sheets)
    raise ValidationError(
        _("None of its sheets (%(names)s) has the headings of the export in its first row.")
        % {"names": names}
    )


def _sheets(package):
    top = _relations(package, "")
    path = top.path("officeDocument")
    contents, strings, formats, counted = Contents(), Strings(), Formats(), Text()
    package.parse(path, contents)
    parts = _relations(package, path)
    for kind, reader in (("sharedStrings", strings), ("styles", formats)):
        if parts.path(kind) in package:
            package.parse(parts.path(kind), reader)
    for name, identifier in contents.sheets:
        kind, path = parts.found.get(identifier, ("", ""))
        if kind == "worksheet":
            sheet = SheetReader(name, contents, strings, formats, counted)
            try:
                package.parse(path, sheet)
            except ValidationError as error:
                raise ValidationError(of_sheet(name, error)) from error
            yield sheet


def _relations(package, path):
    folder, name = posixpath.split(path)
    found = Relations(folder)
    package.parse(posixpath.join(folder, "_rels", f"{name}.rels"), found)
    return found
