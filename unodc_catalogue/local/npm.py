"""Installs the npm packages of the browser tests, by the lock file beside them."""

import shutil
from pathlib import Path

from unodc_catalogue.local import LocalError, exclusive, execute, say
from unodc_catalogue.local.venv import ROOT, fingerprint, is_done

BROWSER_TESTS = ROOT / "tests" / "browser"


def install(directory: Path = BROWSER_TESTS) -> None:
    """Installs package-lock.json unless done already; without npm, reports so and installs nothing."""
    if not shutil.which("npm"):
        say("There is no npm: what needs Node is left out (Debian: apt install npm).")
        return
    stamp = directory / "node_modules" / "installed"
    mark = fingerprint((directory / "package-lock.json").read_bytes())
    with exclusive(directory):
        if is_done(stamp, mark):
            return
        say("Installing what the browser tests need of Node…")
        command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel", "error"]
        if execute(command, cwd=directory).returncode:
            raise LocalError(f"npm could not install {directory}/package-lock.json, for the reason above.")
        stamp.write_text(mark)
