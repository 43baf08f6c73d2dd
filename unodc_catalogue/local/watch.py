"""Restarts the private PostgreSQL if it ends while the catalogue is served."""

import time

from unodc_catalogue.local import LocalError, say
from unodc_catalogue.local.postgres import LocalPostgres

PAUSE = 5.0  # seconds, after an attempt that failed


class Watch:
    """Revives the server on each call, except for PAUSE seconds after a failure; see LocalPostgres.revive."""

    def __init__(self, server: LocalPostgres) -> None:
        self.server = server
        self.resting_until = 0.0
        self.complaint = ""

    def __call__(self) -> None:
        if time.monotonic() < self.resting_until:
            return
        try:
            if self.server.revive():
                say("PostgreSQL had ended, and was started again.")
        except (LocalError, OSError) as error:
            # Without the database the pages of text still work: no reason to end the web server.
            if str(error) != self.complaint:
                say(f"catalogue: {error}")
            self.complaint = str(error)
            self.resting_until = time.monotonic() + PAUSE
