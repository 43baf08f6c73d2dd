"""Files made to stop a server are refused in words, in seconds, in little memory."""

import json
import os
import sys
from functools import partial
from itertools import cycle
from pathlib import Path
from subprocess import PIPE, Popen

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from activities.curation.spreadsheets import (
    MOST_BYTES,
    MOST_ROWS,
    TABLES,
    delimited,
    sheet_activities,
    workbook,
)
from activities.models import Activity
from tests.admin.conftest import analyst, desk
from tests.curation.spreadsheets.bombs import BOMBS
from tests.html import Page

SECONDS, MEGABYTES = 5, 150
__all__ = ["analyst", "desk"]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is measured in /proc")


@pytest.fixture(scope="module")
def reader():
    command = [sys.executable, Path(__file__).with_name("measured.py")]
    environment = {**os.environ, "PYTHONPATH": str(settings.BASE_DIR)}
    with Popen(  # noqa: S603  # a process of the tests
        command, stdin=PIPE, stdout=PIPE, text=True, cwd=settings.BASE_DIR, env=environment
    ) as process:
        yield process
        process.stdin.close()


def cost_of(data, reader, tmp_path, languages):
    path = tmp_path / "file"
    path.write_bytes(data)
    print(languages, path, file=reader.stdin, flush=True)
    cost = json.loads(reader.stdout.readline())
    assert cost["seconds"] < SECONDS
    assert cost["megabytes"] < MEGABYTES
    return cost


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_words(reader, tmp_path, name):
    data = BOMBS[name]()
    assert len(data) < MOST_BYTES  # larger ones are refused unread
    cost = cost_of(data, reader, tmp_path, "both")
    assert cost["fr"]
    assert cost["en"]
    assert cost["fr"] != cost["en"]
    print(f"{cost['seconds']:.2f} s, {cost['megabytes']:.0f} MB: {cost['fr']}")


@pytest.mark.django_db
@pytest.mark.parametrize("write", [workbook.xlsx_file, partial(delimited.csv_file, TABLES["activities"])])
def test_full_tables_are_read_within_the_same_bounds(reader, tmp_path, write):
    stored = cycle(sheet_activities(Activity.objects.all()).values())
    cost = cost_of(write(dict(zip(range(MOST_ROWS), stored, strict=False))), reader, tmp_path, "fr")
    assert not cost["fr"]


@pytest.mark.django_db
def test_the_form_says_so_and_the_page_does_not_fail(desk):
    data = BOMBS["4 million empty shared strings"]()
    url = reverse("admin:activities_activity_upload")
    response = desk.post(url, {"file": SimpleUploadedFile("liste.xlsx", data)})
    assert response.status_code == 200
    assert [tag for tag in Page(response.text).all("div") if tag.get("role") == "alert"]
    assert "plus que ce qui peut être lu" in response.text
