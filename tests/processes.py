"""Processes beside that of the tests."""

import json
import os
import subprocess
import sys

from django.conf import settings
from django.db import connection

from tests import databases


class Process:
    """A web process of its own, on the database of the tests unless another is named; it commits what it writes."""

    def __init__(self, url=None):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.web_process"],
            env=os.environ | {"DATABASE_URL": url or databases.address(connection.settings_dict["NAME"])},
            cwd=settings.BASE_DIR,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, **request):
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.process.communicate()
