"""The settings of a test run outside the launcher, as an editor or a bare `pytest` starts it.

The launcher names `unodc_catalogue.settings` in the environment, which pytest-django prefers to
this module. Here the same environment is made first, and its PostgreSQL serves until the end.
"""

import atexit
import os
from contextlib import ExitStack

from unodc_catalogue.local.environment import prepared
from unodc_catalogue.local.launcher import DATA

started = ExitStack()
os.environ |= started.enter_context(prepared("test", DATA)) | {"STATEMENT_TIMEOUT": "0"}
atexit.register(started.close)

from unodc_catalogue.settings import *  # noqa: E402, F403  # they read the environment made above
