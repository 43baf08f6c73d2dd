"""Writes the package: the CSV files row by row, then datapackage.json with their hashes."""

import hashlib
import json
from datetime import datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

from activities.models import CatalogueVersion

from ..csv_rows import csv_rows
from .descriptor import descriptor
from .resources import RESOURCES

DESCRIPTOR = "datapackage.json"
CHUNK = 2000


class ChangedMeanwhileError(Exception):
    """The catalogue changed while the package was being written: its files may be inconsistent."""


def write_package(directory, base="") -> int:
    """Writes the package and returns the number of files; `base` is the scheme and host of URLs.

    The descriptor comes last: a package without it, or whose hashes differ, is incomplete.
    """
    state = CatalogueVersion.state()
    directory.mkdir(parents=True, exist_ok=True)
    (directory / DESCRIPTOR).unlink(missing_ok=True)
    written = {
        resource.name: _write_resource(directory / f"{resource.name}.csv", resource, base)
        for resource in RESOURCES
    }
    if CatalogueVersion.state() != state:
        raise ChangedMeanwhileError
    content = json.dumps(descriptor(RESOURCES, written, state.number, base), ensure_ascii=False, indent=2)
    (directory / DESCRIPTOR).write_text(content + "\n", encoding="utf-8")
    return len(RESOURCES) + 1


def write_zip(file, base=""):
    """Writes the package as one ZIP file."""
    with TemporaryDirectory() as folder:
        write_package(Path(folder), base)
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            for name in [*(f"{resource.name}.csv" for resource in RESOURCES), DESCRIPTOR]:
                archive.write(Path(folder) / name, name)


def _write_resource(path, resource, base):
    """Writes one CSV file; returns its number of rows and bytes, and its hash."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(csv_rows([[column.name for column in resource.columns]]))
        rows = resource.rows(base).values_list(*resource.lookups).iterator(CHUNK)
        while chunk := list(islice(rows, CHUNK)):
            file.write(csv_rows(chunk, moment=datetime.isoformat))
            count += len(chunk)
    with path.open("rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
    return {"rows": count, "bytes": path.stat().st_size, "hash": f"sha256:{digest}"}
