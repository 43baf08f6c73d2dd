"""The private PostgreSQL is started again where it has ended while the catalogue is served."""

import time

from unodc_catalogue.local import LocalError, say
from unodc_catalogue.local.postgres import LocalPostgres

PAUSE = 5.0  # seconds, after an attempt that failed


class Watch:
    """Looks after the server when it is called; a server that is not in use here is left alone."""

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
            # Without the database the pages of text go on: no reason to end the web server.
            if str(error) != self.complaint:
                say(f"catalogue: {error}")
            self.complaint = str(error)
            self.resting_until = time.monotonic() + PAUSE
