"""The package as a ZIP file, written once per version of the catalogue in each process."""

from tempfile import NamedTemporaryFile
from threading import Lock
from typing import IO, Any

from activities.models import CatalogueVersion
from activities.models.index import State

from .files import ChangedMeanwhileError, write_zip

ATTEMPTS = 3  # to write it without a concurrent edit


class Download:
    """Caches the last package on disk; an older one remains readable while it is open."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.file: Any = None
        self.made_of: tuple[State, str] | None = None

    def opened(self, base: str) -> IO[bytes]:
        """Returns a new file object. Raises ChangedMeanwhileError if edits prevent every attempt."""
        with self.lock:
            for attempt in range(1, ATTEMPTS + 1):
                # Read anew only after an edit has prevented an attempt.
                state = CatalogueVersion.of_response() if attempt == 1 else CatalogueVersion.state()
                made_of = (state, base)
                if self.made_of == made_of:
                    break
                try:
                    self._write(made_of)
                    break
                except ChangedMeanwhileError:
                    if attempt == ATTEMPTS:
                        raise
            return open(self.file.name, "rb")

    def _write(self, made_of):
        file = NamedTemporaryFile(suffix=".zip")  # noqa: SIM115 - open for as long as it is cached
        try:
            write_zip(file, made_of[1])
        except BaseException:
            file.close()
            raise
        file.flush()
        self.forget()
        self.file, self.made_of = file, made_of

    def forget(self):
        if self.file:
            self.file.close()
        self.file, self.made_of = None, None


catalogue_file = Download()
