"""Installs a fresh Debian in a chroot by the lines of deploy/README.md, word for word, and asks it for pages.

As root, with debootstrap installed and the registries of apt and pip reachable; minutes. What the document has an operator
choose (a password, a name, the clone) is chosen here; systemctl, systemd-run and editor are programs of this folder.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
PASSWORD = "a-password-of-the-test"
SITE = "catalogue.example.org"
SUITE = "bookworm"
# Sections of the document in which the network is needed, and those in which ports must not meet others' ones.
OUTSIDE, INSIDE = ("1",), ("2", "3", "4")
ENVIRONMENT = "HOME=/root DEBIAN_FRONTEND=noninteractive LANG=C.UTF-8 PIP_CERT=/root/certificates PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
START_POSTGRES = "pg_ctlcluster $(ls /etc/postgresql) main start\n"  # Debian starts it at its installation
ASK = (
    f"curl --silent --insecure --resolve {SITE}:443:127.0.0.1 --output /dev/null --write-out '%{{http_code}}'"
)
CHECKS = f"""
ask() {{ [ "$({ASK} "https://{SITE}$1")" = "$2" ] || {{ echo "$1: $({ASK} "https://{SITE}$1"), not $2"; exit 1; }}; }}
for path in /fr/ '/en/activities/?q=prison' /fr/activites.csv /api/v1/activities/ /admin/login/ /static/css/base.css; do
    ask "$path" 200
done
catalogue-manage maintenance on
ask /fr/ 503
ask /admin/ 503
catalogue-manage maintenance off
ask /fr/ 200
systemctl start catalogue-backup
ls /var/lib/catalogue/backups
catalogue-manage check_catalogue
systemctl restart catalogue-web catalogue-worker
curl --fail --retry 60 --retry-delay 1 --retry-all-errors --silent http://127.0.0.1:8000/readyz
"""


def commands(section):
    """Returns the lines of a numbered section of the document."""
    text = (ROOT / "deploy" / "README.md").read_text(encoding="utf-8")
    (body,) = re.findall(rf"^## {section} .*?(?=^## |\Z)", text, re.M | re.S)
    return "\n".join(re.findall(r"^```sh\n(.*?)^```$", body, re.M | re.S))


def chosen(lines):
    """Returns the lines with what an operator chooses."""
    return lines.replace("REPOSITORY", "/mnt/repository").replace("add_analyst NAME", "add_analyst amina")


def make(folder):
    quiet = {"check": True, "stdout": subprocess.DEVNULL}
    subprocess.run(["debootstrap", "--variant=minbase", SUITE, folder], **quiet)  # noqa: S607
    subprocess.run(["git", "clone", "--quiet", "--bare", ROOT, folder / "mnt/repository"], **quiet)  # noqa: S607
    for names, source in ((("systemctl", "systemd-run"), "systemd.py"), (("editor",), "editor.py")):
        for name in names:
            path = folder / "usr/local/bin" / name
            path.write_text(f"#!/usr/bin/python3\n{(HERE / source).read_text(encoding='utf-8')}")
            path.chmod(0o755)
    # Nobody answers questions, and no service is started, for which Debian would ask systemd.
    (folder / "etc/apt/apt.conf.d/90yes").write_text('APT::Get::Assume-Yes "true";\n')
    (folder / "usr/sbin/policy-rc.d").write_text("#!/bin/sh\nexit 101\n")
    (folder / "usr/sbin/policy-rc.d").chmod(0o755)
    # Copies: nothing of this machine is mounted, where an installation could write to it.
    files = {name: name for name in ("etc/resolv.conf", "etc/hosts", "etc/pip.conf")}
    # The certificates of this machine, which a registry inside an organization may need.
    for name, to in (files | {"etc/ssl/certs/ca-certificates.crt": "root/certificates"}).items():
        if Path("/", name).exists():
            shutil.copy(Path("/", name), folder / to)


def run(folder, script, *, network):
    """Runs a script in the chroot; without network it has a loopback of its own, and no port is taken."""
    (folder / "root/script").write_text(f"set -euo pipefail\nPS4='» '\nset -x\n{script}", encoding="utf-8")
    entering = f"""
        mount -t proc proc {folder}/proc
        {"" if network else "ip link set lo up"}
        exec chroot {folder} env -i {ENVIRONMENT} bash /root/script
    """
    namespaces = ["--mount", "--pid", "--fork", "--kill-child", *([] if network else ["--net"])]
    done = subprocess.run(
        ["unshare", *namespaces, "bash", "-ec", entering],  # noqa: S607
        input=f"{PASSWORD}\n{PASSWORD}\n", text=True, start_new_session=True,
    )  # fmt: skip
    if done.returncode:
        for log in sorted((folder / "var/log").glob("catalogue-*.log")):
            print(f"── {log.name}\n{log.read_text(errors='replace')[-3000:]}")
        sys.exit(f"A line failed, the last one after “» ” above ({done.returncode}).")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--keep", type=Path, help="a folder for the chroot, which is kept; one that exists is used again"
    )
    keep = parser.parse_args().keep
    with tempfile.TemporaryDirectory() as temporary:
        folder = (keep or Path(temporary, "root")).resolve()
        if not folder.exists():
            make(folder)
            run(folder, "".join(chosen(commands(section)) for section in OUTSIDE), network=True)
        run(
            folder,
            START_POSTGRES + "".join(chosen(commands(section)) for section in INSIDE) + CHECKS,
            network=False,
        )
    print("The document installs a catalogue that answers.")


if __name__ == "__main__":
    main()
