"""Writes the package: the CSV files row by row, then datapackage.json with their hashes."""

import csv
import hashlib
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

from activities.models import CatalogueVersion
from activities.models.figures import digits
from activities.opendata.formulas import harmless

from .descriptor import descriptor
from .tables import TABLES

DESCRIPTOR = "datapackage.json"
CHUNK = 2000


class ChangedMeanwhileError(Exception):
    """The catalogue changed while the package was being written: its files may be inconsistent."""


def write(directory, base="") -> int:
    """Writes the package and returns the number of files; `base` is the scheme and host of URLs.

    The descriptor comes last: a package without it, or whose hashes differ, is incomplete.
    """
    state = CatalogueVersion.state()
    directory.mkdir(parents=True, exist_ok=True)
    (directory / DESCRIPTOR).unlink(missing_ok=True)
    written = {table.name: _write_table(directory / f"{table.name}.csv", table, base) for table in TABLES}
    if CatalogueVersion.state() != state:
        raise ChangedMeanwhileError
    content = json.dumps(descriptor(TABLES, written, state.number, base), ensure_ascii=False, indent=2)
    (directory / DESCRIPTOR).write_text(content + "\n", encoding="utf-8")
    return len(TABLES) + 1


def write_zip(file, base=""):
    """Writes the package as one ZIP file."""
    with TemporaryDirectory() as folder:
        write(Path(folder), base)
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            for name in [*(f"{table.name}.csv" for table in TABLES), DESCRIPTOR]:
                archive.write(Path(folder) / name, name)


def _write_table(path, table, base):
    """Writes one CSV file; returns its number of rows and bytes, and its hash."""
    rows = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(column.name for column in table.columns)
        for row in table.rows(base).values_list(*table.paths).iterator(CHUNK):
            writer.writerow(map(_cell, row))
            rows += 1
    with path.open("rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
    return {"rows": rows, "bytes": path.stat().st_size, "hash": f"sha256:{digest}"}


def _cell(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        value = ";".join(value)
    if isinstance(value, str):
        return harmless(value)
    if hasattr(value, "normalize"):
        return digits(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
