"""A spreadsheet is taken over by a worker that is killed half way, and by the next one."""

import csv
import io
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import psycopg
import pytest
import requests
from django.conf import settings
from django.db import connection

from tests import databases
from tests.browser.installation import Installation
from tests.html import Page

ROWS = 120
PATIENCE = 180  # seconds, half a minute of which pass before a worker is taken for dead


class Site(Installation):
    """A catalogue whose queue nobody works at, and an analyst who has signed in."""

    def __init__(self, folder):
        super().__init__(folder)
        self.name = f"{connection.settings_dict['NAME']}_worker"
        self.environment["DATABASE_URL"] = databases.address(self.name)
        self.session = requests.Session()

    def sign_in(self):
        password = self.account("amina", "analyst")
        self.post("/admin/login/", username="amina", password=password, next="/admin/")

    def get(self, path):
        response = self.session.get(self.site + path, timeout=60)
        assert response.status_code == 200
        return response

    def post(self, path, files=None, **fields):
        self.get(path)
        fields["csrfmiddlewaretoken"] = self.session.cookies["csrftoken"]
        return self.session.post(self.site + path, data=fields, files=files, timeout=120)

    def confirm(self, data):
        """Brings a spreadsheet and confirms what it would change; the path of its page."""
        page = self.post("/admin/activities/activity/spreadsheet/", files={"file": ("liste.csv", data)})
        path = page.url.removeprefix(self.site)
        self.post(path, shown=Page(page.text).forms["confirm"]["shown"])
        return path

    def count(self, table, condition="true"):
        with psycopg.connect(databases.address(self.name)) as server:
            return server.execute(f"SELECT count(*) FROM {table} WHERE {condition}").fetchone()[0]  # noqa: S608

    @contextmanager
    def worker(self):
        command = [sys.executable, "manage.py", "work"]
        process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=self.environment)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), Site(tmp_path_factory.mktemp("home")) as site:
        site.sign_in()
        yield site


def until(condition):
    deadline = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.05)
    return found


def edited(exported, note):
    """The first rows of an exported file, each with this note."""
    headings, *rows = csv.reader(io.StringIO(exported.decode("utf-8-sig"), newline=""), delimiter=";")
    file = io.StringIO()
    csv.writer(file, delimiter=";").writerows([headings, *([*row[:-1], note] for row in rows[:ROWS])])
    return file.getvalue().encode("utf-8-sig")


@pytest.fixture
def path(site, request):
    """The page of a spreadsheet that was confirmed and that no worker has begun."""
    exported = site.get("/admin/activities/activity/spreadsheet/export/csv/").content
    path = site.confirm(edited(exported, request.node.name))
    assert is_open(site, path)
    return path


def is_open(site, path):
    return site.get(f"{path}progress/").json()["open"]


def has_begun(site, path):
    return site.get(f"{path}progress/").json().get("done")


def test_a_killed_worker_loses_nothing_and_nothing_is_done_twice(site, path):
    tables = ("activities_workingcopy", "activities_version", "django_admin_log")
    counts = [site.count(table) for table in tables]
    with site.worker() as first:
        until(lambda: has_begun(site, path))
        os.kill(first.pid, signal.SIGKILL)
    assert [site.count(table) for table in tables] == counts
    assert is_open(site, path)
    with site.worker():
        until(lambda: not is_open(site, path))
    assert f"{ROWS} activités" in site.get(path).text
    assert site.count("activities_workingcopy") == ROWS
    assert [site.count(table) for table in tables[1:]] == [number + ROWS for number in counts[1:]]


def test_a_terminated_worker_finishes_its_task_first(site, path):
    with site.worker() as worker:
        until(lambda: has_begun(site, path))
        worker.terminate()
        assert worker.wait(timeout=PATIENCE) == 0
    assert f"{ROWS} activités" in site.get(path).text
