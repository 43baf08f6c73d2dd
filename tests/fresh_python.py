"""A Python that has imported the libraries, but nothing of ours: it runs each program in a fork of itself.

A line of JSON in (code, environment, folder of the output), the exit status out. A program finds the process
as a new one would be, in less than half of the processor time that a start takes.
"""

import atexit
import json
import os
import subprocess
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

# None of them needs settings to be imported.
LIBRARIES = """
    asgiref.sync babel.dates cachetools django.contrib.sitemaps django.core.handlers.wsgi
    django.core.management django.core.serializers.json django.db.backends.postgresql.base django.db.models
    django.forms django.template.defaulttags django.template.loader_tags django.test django.urls.resolvers
    django.utils.autoreload django.views.debug lxml.etree numpy openpyxl psycopg pydantic.json_schema
    pyroaring rapidfuzz.process snowballstemmer threadpoolctl xlsxwriter yaml
"""


@cache
def _python(folder):
    command = [sys.executable, "-W", "error", __file__]
    python = subprocess.Popen(  # noqa: S603  # our own program
        command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    atexit.register(python.communicate)
    return python


def run_forked(code, environment, folder):
    """Runs a program as `python -W error -c` does, with this environment and no other variable."""
    python = _python(folder)
    with TemporaryDirectory() as outputs:
        print(json.dumps([code, environment, outputs]), file=python.stdin, flush=True)
        status = int(python.stdout.readline())
        written = [Path(outputs, name).read_text(encoding="utf-8") for name in ("out", "err")]
    return subprocess.CompletedProcess(["python"], status, *written)


def _run(code, environment, outputs):
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(Path(outputs, name), os.O_WRONLY | os.O_CREAT), number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.environ.clear()
    os.environ.update(environment)
    exec(compile(code, "<string>", "exec"), {"__name__": "__main__"})  # noqa: S102  # a program of the tests


def _serve():
    sys.path[0] = os.getcwd()  # as -c has it
    for library in LIBRARIES.split():
        import_module(library)
    while line := sys.stdin.readline():
        pid = os.fork()
        if not pid:
            return json.loads(line)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
    return None


if __name__ == "__main__" and (asked := _serve()):
    _run(*asked)
