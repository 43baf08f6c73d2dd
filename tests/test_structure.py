"""What the repository promises of itself."""

import ast
import re
import subprocess
import tomllib

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from activities.management.commands import update_messages

ROOT = settings.BASE_DIR
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")


def tracked():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


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


def test_functions_files_and_templates_stay_short():
    """House rule: a file over 250 lines, a function over 30, a template over 120 is a sign to split."""
    long = []
    for path in tracked():
        if path.suffix == ".html" and len(path.read_text().splitlines()) > 120:
            long.append(str(path))
        if path.suffix != ".py" or "migrations" in path.parts or "tests" in path.parts:
            continue
        source = path.read_text()
        if len(source.splitlines()) > 275:
            long.append(str(path))
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno > 34:
                long.append(f"{path}: {node.name}")
    assert long == []


def test_every_model_has_a_natural_key_or_is_derived():
    derived = {"SearchEntry", "SentenceVectors", "Word", "CatalogueVersion", "PastVersion", "Move", "Version"}
    derived |= {"WorkingCopy", "Upload", "Pulse"}
    derived |= {"Notice"}  # of accounts, which stay on their server
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
