"""Settings explain themselves: every variable that is read is declared, and printed before any is set."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from tests.fresh_python import run_forked
from unodc_catalogue import variables

ROOT = settings.BASE_DIR
# Named by manage.py and the WSGI module themselves, for Django.
FIXED = {"DJANGO_SETTINGS_MODULE"}
PRODUCTION = {
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ALLOWED_HOSTS": "catalogue.example",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nowhere",
    "DJANGO_SETTINGS_MODULE": "unodc_catalogue.settings",
}


def explained(*options):
    """Returns what settings_help prints where no variable is set at all."""
    done = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "manage.py", "settings_help", *options],
        env={}, cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def is_environment(node):
    return ast.unparse(node) in ("os.environ", "environ")


def variables_read(path):
    """Yields the names of variables that a module reads by itself."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Subscript(value=place, slice=ast.Constant(value=name)) if is_environment(place):
                yield name
            case ast.Call(func=ast.Attribute(value=place), args=[ast.Constant(value=name), *_]) if (
                is_environment(place)
            ):
                yield name
            case ast.Call(func=function, args=[ast.Constant(value=name), *_]) if (
                ast.unparse(function) == "os.getenv"
            ):
                yield name
            case ast.Compare(left=ast.Constant(value=name), comparators=[place]) if is_environment(place):
                yield name


def test_every_variable_that_is_read_is_declared():
    paths = [ROOT / "manage.py", ROOT / "catalogue"]
    paths += [path for room in ("unodc_catalogue", "activities") for path in (ROOT / room).rglob("*.py")]
    # Keys of a request's environ have the prefix of WSGI or of a module, and are read from `environ`.
    read = {name for path in paths for name in variables_read(path) if re.fullmatch("[A-Z][A-Z0-9_]+", name)}
    assert {"PG_BIN", "DATABASE_URL"} <= read
    wsgi = {"PATH_INFO", "REQUEST_METHOD", "HTTP_AUTHORIZATION", "HTTP_HOST", "HTTP_X_REQUEST_ID"}
    assert read - wsgi - FIXED - set(variables.declared) == set()


def test_every_variable_is_explained_in_a_sentence():
    assert len(variables.declared) > 40
    for variable in variables.declared.values():
        assert re.fullmatch(r"\S.{20,200}\.", variable.help), variable


def test_names_defaults_and_sentences_are_printed_before_anything_is_set():
    text = explained()
    for variable in variables.declared.values():
        assert re.search(rf"^{variable.name} \(.+\)$", text, re.M), variable
    assert "SECRET_KEY (required)" in text
    assert "API_RATE (default: 300/minute)" in text
    assert text.index("SECRET_KEY") < text.index("API_RATE")


def test_the_file_of_all_variables_changes_nothing_but_what_is_completed():
    lines = explained("--env").splitlines()
    names = [match[1] for line in lines if (match := re.match(r"#?([A-Z][A-Z0-9_]+)=", line))]
    assert sorted(names) == sorted(variables.declared)
    required = {name for name, variable in variables.declared.items() if variable.required}
    assert {line.partition("=")[0] for line in lines if line and not line.startswith("#")} == required


def test_nothing_else_works_without_the_required_variables():
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], env={}, cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode != 0
    assert "is not set" in done.stderr


def test_documents_name_variables_that_exist():
    for document in ("README.md", "deploy/README.md"):
        table = re.findall(r"^\| (`.*?) \|", Path(ROOT, document).read_text(encoding="utf-8"), re.M)
        named = {name for cell in table for name in re.findall(r"`([A-Z][A-Z_0-9]+)(?:=\d)?`", cell)}
        assert named <= set(variables.declared)


@pytest.mark.parametrize(
    "value",
    ["reports.example", "https://a.example/;script-src *", "https://a b", 'https://a/"', "https://é/"],
)
def test_a_collector_of_reports_that_would_change_the_policy_is_refused(monkeypatch, value):
    monkeypatch.setenv("SOMEWHERE", value)
    monkeypatch.setattr(variables, "declared", {})
    with pytest.raises(ImproperlyConfigured, match="SOMEWHERE"):
        variables.url("SOMEWHERE", help="A URL.")


HEADERS = """
import django, json
django.setup()
from django.test import Client
client = Client(headers={"host": "catalogue.example"})
print(json.dumps([dict(client.get(path, secure=True).headers) for path in ("/nowhere", "/admin/login/")]))
"""


@pytest.mark.parametrize("collector", ["", "https://reports.example/csp?site=1"])
def test_browsers_report_to_the_collector_that_is_set_and_to_nobody_else(collector):
    done = run_forked(HEADERS, PRODUCTION | {"CSP_REPORT_URI": collector}, ROOT)
    assert done.returncode == 0, done.stderr
    for headers in ast.literal_eval(done.stdout):
        reports = f"; report-uri {collector}; report-to csp" if collector else ""
        assert headers["Content-Security-Policy"].endswith(f"frame-ancestors 'none'{reports}")
        assert headers.get("Reporting-Endpoints") == (f'csp="{collector}"' if collector else None)
