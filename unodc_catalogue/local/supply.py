"""The packages that the catalogue consists of: their list for others, and what the registry says of them."""

import json
import re
from pathlib import Path
from typing import NamedTuple

from unodc_catalogue.local import Command, LocalError, execute, say
from unodc_catalogue.local.venv import LOCKS, PYTHON, ROOT, pip, prepare

# pip's own configuration names the registry. Nothing is installed or built, and no file is left in a cache.
LOCK = LOCKS / "run.txt"
ASKING = ("--no-cache-dir", "--disable-pip-version-check")
DRY_RUN = (
    "install", "--quiet", *ASKING, "--dry-run", "--ignore-installed", "--no-deps", "--only-binary", ":all:",
    "--require-hashes", "--report", "-", "-r",
)  # fmt: skip
# pip's warning; its report says so too, but only since pip 23.3.
YANKED = re.compile(r"yanked version: '([^']+)' candidate .*\s+Reason for being yanked: (.*)")


class Package(NamedTuple):
    """A locked package; `newest` is empty if the locked version is the newest, `yanked` is the registry's reason."""

    name: str
    locked: str
    newest: str = ""
    yanked: str = ""


def write_sbom(target: Path) -> None:
    """Writes the software bill of materials: CycloneDX 1.6 as JSON, of requirements/run.txt.

    Its own writer validates it; equal locks give equal bytes.
    """
    prepare("test")
    # -W: that a lock says nothing of who depends on whom is no news.
    tool = "-W ignore -m cyclonedx_py requirements --output-reproducible --spec-version 1.6".split()
    command: Command = [PYTHON, *tool, "--pyproject", ROOT / "pyproject.toml", "--output-file", target, LOCK]
    done = execute(command, capture_output=True)
    if done.returncode:
        raise LocalError(f"{target} could not be written: {_reason(done.stderr)}")
    say(f"{target} lists the packages of {LOCK.relative_to(ROOT)}.")


def audit(lock: Path = LOCK) -> list[Package]:
    """Returns the locked packages as the registry offers them today.

    Raises LocalError where the registry does not answer, or no longer has a file whose hash is locked.
    """
    done = _asked([*DRY_RUN, lock])
    yanked = {_key(name): reason.strip() for name, reason in YANKED.findall(done.stderr)}
    newest = {_key(package["name"]): package["latest_version"] for package in _outdated()}
    return [
        Package(
            name := package["metadata"]["name"],
            package["metadata"]["version"],
            newest.get(_key(name), ""),
            yanked.get(_key(name), ""),
        )
        for package in json.loads(done.stdout)["install"]
    ]


def report(packages: list[Package]) -> int:
    """Prints what is yanked and what has a newer version; returns 1 if anything is yanked."""
    yanked = [package for package in packages if package.yanked]
    newer = [package for package in packages if package.newest]
    for package in yanked:
        print(f"yanked  {package.name} {package.locked}: {package.yanked}")
    for package in newer:
        print(f"newer   {package.name} {package.locked} → {package.newest}")
    print(f"{len(packages)} packages locked, {len(yanked)} yanked, {len(newer)} with a newer version")
    return 1 if yanked else 0


def _outdated():
    # Not --quiet: that would print no list.
    return json.loads(_asked(["list", *ASKING, "--outdated", "--format", "json"]).stdout)


def _asked(arguments: Command):
    done = execute([*pip(), *arguments], capture_output=True)
    if done.returncode:
        raise LocalError(f"The registry was asked in vain: {_reason(done.stderr)}")
    return done


def _key(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


def _reason(complaint: str) -> str:
    lines = complaint.strip().splitlines() or ["no reason was given"]
    return next((line for line in lines if line.startswith("ERROR")), lines[-1]).strip()
