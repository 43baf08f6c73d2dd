"""Completes the files that deploy/README.md has an operator edit; installed in a chroot as `editor`."""

import re
import secrets
import subprocess
import sys
from pathlib import Path

SITE, FOLDER = "catalogue.example.org", "/etc/ssl/catalogue"


def settings(text):
    completed = {"SECRET_KEY": secrets.token_urlsafe(50), "METRICS_TOKEN": secrets.token_urlsafe(20)}
    for name, value in completed.items():
        text = re.sub(rf"^{name}=$", f"{name}={value}", text, flags=re.M)
    return text.replace("PASSWORD", "a-password-of-the-test")


def proxy(text):
    """Leaves the name of the site as it is, and makes the certificate that the sample names."""
    Path(FOLDER).mkdir(exist_ok=True)
    request = f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={SITE}"
    files = f"-out {FOLDER}/fullchain.pem -keyout {FOLDER}/key.pem"
    subprocess.run(f"{request} {files}".split(), check=True, capture_output=True)
    return text


for name in sys.argv[1:]:
    path = Path(name)
    change = settings if path.suffix == ".env" else proxy
    path.write_text(change(path.read_text()))
