"""The repository follows its own rules."""

import ast
import re
import subprocess
import tomllib
from functools import cache

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from activities.curation.fixtures import files
from activities.management.commands import update_messages

ROOT = settings.BASE_DIR
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")


def tracked():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


@cache
def definitions(path):
    """Returns the syntax trees of a module, its classes and its functions."""
    kinds = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, kinds)]


def is_python(path):
    """True for modules and for scripts without an ending, such as the launcher."""
    return path.suffix == ".py" or (
        not path.suffix and path.read_bytes().startswith(b"#!/usr/bin/env python")
    )


def test_locks_are_hashed_and_name_no_host():
    assert [path.name for path in LOCKS] == ["run.txt", "test.txt"]
    for path in LOCKS:
        text = path.read_text()
        assert not re.search(r"https?:|file:|--(extra-)?index-url|--find-links|@ ", text), path
        for pin in re.findall(r"^[a-z][^\n]*==[^\n]*(?:\n    [^\n]*)*", text, re.M):
            assert "--hash=sha256:" in pin, pin


def test_the_locks_hold_what_the_project_names():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    run, test = ((ROOT / "requirements" / f"{name}.txt").read_text() for name in ("run", "test"))
    for lock, names in (
        (run, project["project"]["dependencies"]),
        (test, project["dependency-groups"]["test"]),
    ):
        for name in names:
            plain = re.match(r"[\w-]+", name)[0].lower()
            assert re.search(rf"^{plain}(\[[\w,]+\])?==", lock, re.M), plain


def test_every_dependency_has_its_reason():
    section = (ROOT / "pyproject.toml").read_text().split("[tool.ruff]")[0]
    named = re.findall(r'^    "[^"]+",.*$', section, re.M)
    assert len(named) > 20
    assert all(re.search(r"# \w", line) for line in named), named


def test_no_file_names_a_package_registry():
    names = [
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "(org|com)"),
        ("debian", "org"),
        ("crates", "io"),
    ]
    hosts = re.compile("|".join(rf"{name}\.{domain}" for name, domain in names), re.I)
    guilty = [str(path) for path in tracked() if hosts.search(path.read_text(errors="replace"))]
    assert guilty == []


def test_every_decision_has_its_date_its_reason_and_what_was_rejected():
    sections = re.split(r"^###? ", (ROOT / "DECISIONS.md").read_text(), flags=re.M)
    decisions = [section for section in sections if "Rejected:" in section or re.match(r"\d{4}", section)]
    assert len(decisions) > 60
    dated = re.compile(r"\d{4}-\d\d-\d\d · \S.*\n\n(?:.+\n+)*Rejected: \S")
    assert [decision for decision in decisions if not dated.match(decision)] == []


DOCUMENTS = ("README.md", "CONTRIBUTING.md", "DECISIONS.md")
NAMED_FILE = re.compile(r"`([\w./-]+\.(?:py|html|js|css|yaml|toml|txt|md|json)|(?:[\w-]+/)+)`")
ROOM = re.compile(r"^\| `(\w+/(?:\w+/)?)` \| (.+) \|$", re.M)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_documents_name_files_and_folders_that_exist(document):
    """A file may be named by the end of its path, a folder by any part of it."""
    paths = [f"/{path.relative_to(ROOT)}" for path in tracked()]
    named = NAMED_FILE.findall((ROOT / document).read_text())
    assert named
    exists = {
        name: any(f"/{name}" in path if name.endswith("/") else path.endswith(f"/{name}") for path in paths)
        for name in named
    }
    assert [name for name, found in exists.items() if not found] == []


def test_contributing_describes_every_room_by_modules_that_exist():
    rooms = dict(ROOM.findall((ROOT / "CONTRIBUTING.md").read_text()))
    packages = {f"activities/{path.parent.name}/" for path in (ROOT / "activities").glob("*/__init__.py")}
    commands = {f"activities/{name}/" for name in ("management", "migrations", "templatetags")}
    assert set(rooms) == packages - commands | {"unodc_catalogue/"}
    for room, text in rooms.items():
        modules = {path.stem for path in (ROOT / room).iterdir()}
        named = set(re.findall(r"`(\w+)`", re.sub(r"\([^)]*\)", "", text)))
        assert named - modules == set(), room


@pytest.mark.parametrize("document", [*DOCUMENTS, "CHANGELOG.md"])
def test_documents_say_nothing_twice(document):
    """Merging by union leaves a line, or the beginning of an item, in two versions."""
    lines = [line.strip() for line in (ROOT / document).read_text().splitlines()]
    begun = [line[:40] for line in lines if len(line) > 40 and line.startswith(("- ", "| ", "### "))]
    assert sorted({line for line in begun if begun.count(line) > 1}) == []


RIDDLES = ("What", "Whether", "Who", "Whose", "Where", "How", "Which", "When", "Why")


def test_docstrings_are_no_riddles():
    """A docstring is a sentence with a verb, or names a thing; a clause leaves the reader to guess the rest."""
    found = [
        f"{path.relative_to(ROOT)}: {text.splitlines()[0]}"
        for path in tracked()
        if is_python(path) and "migrations" not in path.parts
        for node in definitions(path)
        if (text := ast.get_docstring(node)) and text.split()[0] in RIDDLES
    ]
    assert found == []


REF = re.compile(r"\b(\d{4})-\d{3}-[1-9]\d{0,2}\b")


def test_no_test_but_those_of_the_data_names_an_activity_of_the_catalogue_or_quotes_its_title():
    """A correction of the data fails the tests that guard the data, in tests/data, and no other."""
    years = {path.parent.name for path in settings.FIXTURES_DIR.glob("*/report.yaml")}
    activities = [
        activity
        for path in settings.FIXTURES_DIR.glob("*/activities/*.yaml")
        for activity in files.read_yaml(path)
    ]
    titles = {text["title"] for activity in activities for text in activity["texts"].values()}
    assert years
    assert titles
    for path in tracked():
        place = path.relative_to(ROOT)
        if place.parts[0] == "tests" and place.parts[:2] not in {("tests", "data"), ("tests", "sample")}:
            text = path.read_text(errors="replace")
            assert [ref[0] for ref in REF.finditer(text) if ref[1] in years] == [], place
            assert [title for title in titles if title in text] == [], place


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.parametrize("code", ["fr", "en"])
def test_message_catalogues_are_complete(code):
    source = {(m.id, m.context) for m in update_messages.extracted() if m.id}
    catalogue = update_messages.read(update_messages.catalogue_path(code), code)
    messages = [message for message in catalogue if message.id]
    assert {(m.id, m.context) for m in messages} == source
    assert [m.id for m in messages if m.fuzzy or not all(update_messages.strings(m))] == []


def test_french_messages_keep_placeholders_and_french_typography():
    catalogue = update_messages.read(update_messages.catalogue_path("fr"), "fr")
    for message in catalogue:
        originals = message.id if isinstance(message.id, tuple) else (message.id,)
        for original, text in zip(originals, update_messages.strings(message), strict=False):
            if message.id:
                assert sorted(PLACEHOLDER.findall(original)) == sorted(PLACEHOLDER.findall(text)), text
                assert not re.search(r" [:;!?»]|« |\w'\w", re.sub(r"<[^>]+>", "", text)), text


# In lines, by [tool.budgets] of pyproject.toml.
BUDGETS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["budgets"]


def budget(path):
    """Returns the lines that a file may have; None for data, and for tests, which follow what they test."""
    if is_python(path):
        return None if "tests" in path.parts else BUDGETS["file"]
    return BUDGETS.get({".html": "template", ".css": "stylesheet", ".js": "script"}.get(path.suffix))


def too_long(path):
    """Yields the descriptions of a file over budget, and of its functions."""
    name, most = str(path.relative_to(ROOT)), budget(path)
    if most and (length := len(path.read_text().splitlines())) > most:
        yield f"{name}: {length} lines"
    if is_python(path):
        for node in definitions(path):
            lines = 0 if isinstance(node, ast.Module | ast.ClassDef) else node.end_lineno - node.lineno + 1
            if lines > BUDGETS["function"]:
                yield f"{name}: {node.name} has {lines} lines"


def test_functions_files_and_templates_stay_short():
    written = [path for path in tracked() if "migrations" not in path.parts]
    assert [found for path in written for found in too_long(path)] == []


def test_the_linter_counts_statements_by_the_same_budget():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert project["tool"]["ruff"]["lint"]["pylint"]["max-statements"] == BUDGETS["function"]


def test_the_application_sets_nothing_of_its_own_on_a_request():
    """State is passed on as arguments and context; GET and META are Django's own."""
    for path in sorted((ROOT / "activities").rglob("*.py")):
        nodes = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)]
        stored = [node for node in nodes if isinstance(node.ctx, ast.Store) and not node.attr.isupper()]
        assert "request" not in [node.value.id for node in stored if isinstance(node.value, ast.Name)], path


def test_every_model_has_a_natural_key_or_is_derived():
    derived = {"SearchRow", "SentenceVectors", "Word", "CatalogueVersion", "PastVersion", "Move", "Version"}
    derived |= {"WorkingCopy", "Upload", "Pulse"}
    derived |= {"Notice", "UnansweredSearch"}  # of accounts and of visitors: both stay on their server
    derived |= {"TypedForm", "Comment", "Override"}  # work in progress and its review: they stay there too
    derived |= {"ParagraphText", "Suggestion"}  # made by new_report, and never to leave the database
    models = [
        model for model in apps.get_app_config("activities").get_models() if model.__name__ not in derived
    ]
    assert len(models) >= 15
    assert all(hasattr(model, "natural_key") for model in models)


def test_templates_are_safe_and_translated():
    """No inline style or script (the CSP would block them), and no `safe`."""
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text()
        assert not re.search(
            r"<style|style=|<script(?![^>]*src=)|\son\w+=|\|\s*safe\b|autoescape off", text
        ), path
