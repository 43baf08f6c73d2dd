"""The client that a tool generates from the description of the API installs, and reads a server that runs."""

import os
import re
import subprocess
import sys
from zipfile import ZipFile

import pytest

from activities.models import Activity, Country, Figure
from tests.addresses import ANY, filled

pytestmark = pytest.mark.django_db

PACKAGE = "unodc_activities_catalogue_client"
# Asks for lists, for one record and for a refusal, with the classes of the package alone.
PROGRAM = f"""
import sys
from {PACKAGE} import Client
from {PACKAGE}.api.activities import activity_detail, activity_list
from {PACKAGE}.api.countries import countries_list
from {PACKAGE}.api.figures import figure_list
from {PACKAGE}.models import ActivityListScopeItem, ActivityListYearItem, Problem

site, ref = sys.argv[1:]
client = Client(base_url=site, raise_on_unexpected_status=True)
print(activity_list.sync(client=client).count)
undated = activity_list.sync(
    client=client, page_size=500, year=[ActivityListYearItem.NONE], scope=[ActivityListScopeItem.GLOBAL]
)
print(len(undated.results))
print(countries_list.sync(client=client, page_size=500).count)
figures = figure_list.sync(client=client, page_size=500).results
print(format(sum(figure.number for figure in figures), ".3f"))
record = activity_detail.sync(ref=ref, client=client)
print(record.ref, record.texts.en.title)
assert isinstance(activity_list.sync(client=client, page=999), Problem)
"""


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_python_client_installs_and_reads_lists_and_records(client, site, tmp_path, language):
    schema, project = tmp_path / "schema.json", tmp_path / "project"
    schema.write_bytes(client.get(f"/api/v1/schema/?lang={language}").content)
    made = run(
        sys.executable,
        "-m",
        "openapi_python_client",
        "generate",
        f"--path={schema}",
        f"--output-path={project}",
    )
    assert "Warning" not in made
    name = re.search(r'^name = "(.*)"$', (project / "pyproject.toml").read_text(), re.MULTILINE)[1]
    assert re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?", name)
    ref = filled(ANY)
    answers = run(
        sys.executable, "-c", PROGRAM, site, ref, PYTHONPATH=installed(project, tmp_path)
    ).splitlines()
    published = Activity.objects.published()
    assert answers == [
        str(published.count()),
        str(published.filter(start=None, scope="global").count()),
        str(Country.objects.count()),
        format(sum(float(figure.value) for figure in Figure.objects.published()), ".3f"),
        f"{ref} {published.get(ref=ref).texts.get(language='en').title}",
    ]


def installed(project, folder):
    """Builds the wheel of a project as pip does, and unpacks it into a folder."""
    build = "from poetry.core.masonry.api import build_wheel; import sys; print(build_wheel(sys.argv[1]))"
    wheel = run(sys.executable, "-c", build, str(folder), cwd=project).splitlines()[-1]
    with ZipFile(folder / wheel) as package:
        package.extractall(folder / "installed")
    return str(folder / "installed")


def run(*command, cwd=None, **environment):
    environment = os.environ | environment
    done = subprocess.run(  # noqa: S603 - a command of this test
        command, cwd=cwd, env=environment, capture_output=True, text=True
    )
    assert not done.returncode, done.stdout + done.stderr
    return done.stdout
