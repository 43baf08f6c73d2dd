"""The examples of the page about the API do what they say, as they stand there."""

import html
import re
import shlex
import subprocess
import sys

import pytest
import requests

from tests.material import program

pytestmark = pytest.mark.django_db


def examples(site):
    """{heading: code} as a reader copies it."""
    page = requests.get(f"{site}/en/api/", timeout=30).text
    found = re.findall(r"<h3>(\w+)</h3>\s*<pre[^>]*><code>(.*?)</code></pre>", page, re.S)
    return {name: html.unescape(code) for name, code in found}


def ran(*command, folder):
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, timeout=60).stdout


def test_every_language_has_an_example(site):
    assert list(examples(site)) == ["curl", "Python", "R"]


def test_the_example_in_python_runs(site, tmp_path):
    said = ran(sys.executable, "-c", examples(site)["Python"], folder=tmp_path)
    assert "more_than" in said
    found = requests.get(f"{site}/api/v1/activities/?q=prison&page_size=500", timeout=30).json()["results"]
    assert found
    for activity in found:
        assert f"{activity['ref']} {activity['paragraphs']} {activity['texts']['fr']['title']}" in said


def test_the_examples_for_curl_run(site, tmp_path):
    curl = program("curl")
    one, other = examples(site)["curl"].splitlines()
    assert '"count":' in ran(curl, *shlex.split(one)[1:], folder=tmp_path)
    ran(curl, *shlex.split(other)[1:], folder=tmp_path)
    (file,) = tmp_path.iterdir()
    assert re.fullmatch(r"unodc-activities-[\d-]+\.csv", file.name)
    assert file.read_text(encoding="utf-8-sig").startswith("ref,")


def test_the_example_in_r_runs(site, tmp_path):
    said = ran(program("Rscript"), "-e", examples(site)["R"], folder=tmp_path)
    assert "COL" in said
