"""npm is called as expected, by a stand-in that records its calls."""

import pytest

from unodc_catalogue.local import LocalError, npm

NPM = """#!/bin/sh
echo "$@" >> calls
[ -e broken ] && exit 1
mkdir -p node_modules
"""


@pytest.fixture
def directory(tmp_path, monkeypatch):
    program = tmp_path / "bin" / "npm"
    program.parent.mkdir()
    program.write_text(NPM)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    wanted = tmp_path / "wanted"
    wanted.mkdir()
    (wanted / "package-lock.json").write_text("{}")
    return wanted


def calls(directory):
    return (directory / "calls").read_text().splitlines()


def test_the_lock_is_installed_once_and_again_when_it_has_changed(directory):
    npm.install(directory)
    npm.install(directory)
    assert [call.split()[0] for call in calls(directory)] == ["ci"]
    (directory / "package-lock.json").write_text("{ }")
    npm.install(directory)
    assert len(calls(directory)) == 2


def test_a_failure_is_reported_and_tried_again(directory):
    (directory / "broken").touch()
    with pytest.raises(LocalError, match=r"package-lock\.json"):
        npm.install(directory)
    (directory / "broken").unlink()
    npm.install(directory)
    assert len(calls(directory)) == 2


def test_without_npm_nothing_is_installed_and_a_line_reports_it(directory, monkeypatch, capsys):
    monkeypatch.setenv("PATH", str(directory))
    npm.install(directory)
    assert "There is no npm" in capsys.readouterr().err
    assert not (directory / "calls").exists()
