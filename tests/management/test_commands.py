"""What the commands say, and when they fail."""

import re
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from activities.loaders.load import TABLES
from activities.models import Activity, ActivityText
from tests.catalogues import cut_out, empty_catalogue, put

pytestmark = pytest.mark.django_db

VICTIMS = "2021/activities/iv-c-1.yaml"


def said(command, *arguments):
    out = StringIO()
    call_command(command, *map(str, arguments), stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def small(tmp_path):
    """The directory of a small catalogue; the database has none."""
    cut_out(settings.FIXTURES_DIR, tmp_path / "small")
    empty_catalogue()
    return tmp_path / "small"


@pytest.fixture
def loaded(small):
    call_command("load_catalogue", str(small), stdout=StringIO())
    return small


def edit_title():
    ActivityText.objects.filter(activity__ref="2021-026-4", language="fr").update(
        title="Titre d’une analyste"
    )


def test_load_catalogue_says_what_became_of_each_table(small):
    lines = said("load_catalogue", small)
    assert [line.partition(":")[0] for line in lines] == list(TABLES)
    assert all(re.fullmatch(r"\w+: \d+ created, 0 updated, 0 unchanged, 0 kept", line) for line in lines)
    assert lines[-1] == "activity: 9 created, 0 updated, 0 unchanged, 0 kept"


def test_load_catalogue_names_what_it_kept_and_what_it_replaced(loaded):
    edit_title()
    put(loaded / VICTIMS, "2021-026-5", "kind", "training")
    assert said("load_catalogue", loaded)[-2:] == [
        "activity: 0 created, 1 updated, 7 unchanged, 1 kept",
        "edited here and kept: 2021-026-4",
    ]
    assert said("load_catalogue", loaded, "--overwrite", "2021-026-4")[-1] == (
        "activity: 0 created, 1 updated, 8 unchanged, 0 kept"
    )
    assert not ActivityText.objects.filter(title="Titre d’une analyste").exists()


def test_load_catalogue_reads_the_repository_s_fixtures_unless_told_otherwise():
    assert "country: 0 created, 0 updated, 195 unchanged, 0 kept" in said("load_catalogue")


def test_load_catalogue_fails_with_every_problem_and_loads_nothing(small):
    put(small / VICTIMS, "2021-026-4", "kind", "dance")
    put(small / VICTIMS, "2021-026-5", "themes", ["dance"])
    with pytest.raises(CommandError) as failure:
        said("load_catalogue", small)
    first, *problems = str(failure.value).splitlines()
    assert first == "nothing was loaded:"
    assert [problem.split(": ")[:3] for problem in problems] == [
        [str(small / VICTIMS), "2021-026-4", "kind"],
        [str(small / VICTIMS), "2021-026-5", "themes.0"],
    ]
    assert not Activity.objects.exists()


def test_load_catalogue_fails_when_asked_to_overwrite_what_no_file_knows(loaded):
    with pytest.raises(CommandError, match="--overwrite: no record is called 2021-999-1"):
        said("load_catalogue", loaded, "--overwrite", "2021-999-1")


def test_load_catalogue_fails_without_a_directory_of_fixtures(tmp_path):
    with pytest.raises(CommandError, match=r"countries\.yaml: the file is missing"):
        said("load_catalogue", tmp_path / "nowhere")


def test_export_fixtures_says_how_many_files_it_wrote_and_where(loaded, tmp_path):
    target = tmp_path / "exported"
    assert said("export_fixtures", target) == [f"12 files written to {target}"]
    for path in loaded.rglob("*.yaml"):
        assert (target / path.relative_to(loaded)).read_bytes() == path.read_bytes()


def test_export_fixtures_fails_with_every_problem_and_writes_nothing(loaded, tmp_path):
    ActivityText.objects.filter(activity__ref="2021-026-4").update(title="Deux  espaces")
    with pytest.raises(CommandError) as failure:
        said("export_fixtures", tmp_path / "exported")
    assert str(failure.value).splitlines()[0] == "nothing was written:"
    assert "activity 2021-026-4: texts.en.title: " in str(failure.value)
    assert not (tmp_path / "exported").exists()
