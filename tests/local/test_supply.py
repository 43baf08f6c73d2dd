"""The bill of materials against the schema of CycloneDX, and the audit against a registry on disk."""

import json
import re
from base64 import urlsafe_b64encode
from hashlib import sha256
from zipfile import ZipFile

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tests.test_structure import ROOT
from unodc_catalogue.local import LocalError, supply

LOCKED = re.compile(r"^([a-z0-9._-]+)==(\S+)", re.M)


@pytest.fixture(scope="module")
def sbom(tmp_path_factory):
    target = tmp_path_factory.mktemp("sbom") / "sbom.json"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(supply, "prepare", lambda lock: None)
        supply.write_sbom(target)
        first = target.read_bytes()
        supply.write_sbom(target)
    assert target.read_bytes() == first
    return first.decode()


def test_the_bill_is_valid(sbom):
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(sbom) is None


def test_the_bill_has_what_is_locked_with_its_hashes(sbom):
    components = {component["name"]: component for component in json.loads(sbom)["components"]}
    locked = dict(LOCKED.findall((ROOT / "requirements/run.txt").read_text()))
    assert {name: component["version"] for name, component in components.items()} == locked
    for component in components.values():
        assert component["purl"].startswith("pkg:pypi/")
        assert component["externalReferences"][0]["hashes"]


def test_a_bill_that_cannot_be_written_is_an_error_in_one_line(tmp_path, monkeypatch):
    monkeypatch.setattr(supply, "prepare", lambda lock: None)
    with pytest.raises(LocalError, match="could not be written"):
        supply.write_sbom(tmp_path / "nowhere" / "sbom.json")


class Registry:
    """A registry of one package in a folder, which pip is told to use."""

    def __init__(self, folder):
        self.folder = folder / "specimen"
        self.folder.mkdir()
        self.lock = folder / "lock.txt"
        self.wheel = self._wheel("1.0")
        self.lock.write_text(f"specimen==1.0 --hash=sha256:{self.digest(self.wheel)}\n")

    def _wheel(self, version):
        path = self.folder / f"specimen-{version}-py3-none-any.whl"
        described = f"specimen-{version}.dist-info"
        parts = {
            f"{described}/METADATA": f"Metadata-Version: 2.1\nName: specimen\nVersion: {version}\n",
            f"{described}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        }
        rows = [
            f"{name},sha256={urlsafe_b64encode(sha256(text.encode()).digest()).decode().rstrip('=')},{len(text)}"
            for name, text in parts.items()
        ]
        with ZipFile(path, "w") as wheel:
            for name, text in {**parts, f"{described}/RECORD": "\n".join(rows)}.items():
                wheel.writestr(name, text)
        return path

    @staticmethod
    def digest(path):
        return sha256(path.read_bytes()).hexdigest()

    def offer(self, attributes=""):
        link = (
            f'<a href="{self.wheel.name}#sha256={self.digest(self.wheel)}" {attributes}>{self.wheel.name}</a>'
        )
        (self.folder / "index.html").write_text(f"<!DOCTYPE html><title>specimen</title>{link}")


@pytest.fixture
def registry(tmp_path, monkeypatch):
    registry = Registry(tmp_path)
    for name in ("PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_CONSTRAINT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_INDEX_URL", tmp_path.as_uri())
    monkeypatch.setattr(supply, "_outdated", lambda: [{"name": "Specimen", "latest_version": "1.1"}])
    return registry


def test_what_is_offered_is_fine_and_newer_versions_are_named(registry, capsys):
    registry.offer()
    assert supply.report(supply.audit(registry.lock)) == 0
    printed = capsys.readouterr().out
    assert "newer   specimen 1.0 → 1.1" in printed
    assert "1 packages locked, 0 yanked, 1 with a newer version" in printed


def test_a_yanked_version_fails_the_audit_with_its_reason(registry, capsys):
    registry.offer('data-yanked="breaks dates"')
    assert supply.report(supply.audit(registry.lock)) == 1
    assert "yanked  specimen 1.0: breaks dates" in capsys.readouterr().out


def test_a_file_with_another_content_fails_the_audit(registry):
    registry.offer()
    registry.lock.write_text(f"specimen==1.0 --hash=sha256:{'0' * 64}\n")
    with pytest.raises(LocalError, match="asked in vain"):
        supply.audit(registry.lock)


def test_a_file_that_is_no_longer_offered_fails_the_audit(registry):
    (registry.folder / "index.html").write_text("<!DOCTYPE html><title>specimen</title>")
    with pytest.raises(LocalError, match="asked in vain"):
        supply.audit(registry.lock)
