"""The samples of deploy/, with the ports and files of a test, run by the programs that they are for."""

import os
import shutil
import signal
import socket
import ssl
import subprocess
import time
from contextlib import contextmanager, suppress
from http.client import HTTPMessage, HTTPSConnection

import pytest
from django.conf import settings

from tests.ports import free_port
from tests.systems.server import HOST, PATIENCE, Answer
from unodc_catalogue.local.lifetime import END_WITH_PARENT

DEPLOY = settings.BASE_DIR / "deploy"
SITE = "localhost"
CUT = 0  # the status of an answer that the proxy cut off


def required(program):
    """Returns the path of a program of Debian; without it a test is skipped, or fails where all is required."""
    if found := shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin"):
        return found
    if os.environ.get("CATALOGUE_REQUIRE_ALL"):
        pytest.fail(f"{program} is not installed.")
    return pytest.skip(f"{program} is not installed.")


def sample(name, replacements):
    """Returns the text of a sample, each placeholder replaced; every one of them must be there."""
    text = (DEPLOY / name).read_text()
    for old, new in replacements.items():
        assert old in text, old
        text = text.replace(old, str(new))
    return text


@contextmanager
def running(command, port, log, **options):
    """Runs a program while the block lasts, from when it listens."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(part) for part in command], stdout=output, stderr=output, start_new_session=True,
            preexec_fn=END_WITH_PARENT, **options,
        )  # fmt: skip
        try:
            wait_for(port, process, log)
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=10)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_for(port, process, log):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"it does not listen:\n{log.read_text(errors='replace')}")


def certificate(folder):
    """Makes a certificate for SITE that nobody has signed; returns its file and that of its key."""
    paths = folder / "fullchain.pem", folder / "key.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        f"/CN={SITE}",
    ]
    subprocess.run([*command, "-out", paths[0], "-keyout", paths[1]], check=True, capture_output=True)
    return paths


class Proxy:
    """A proxy before a server, asked by HTTPS; `folder` is what /var/lib/catalogue is to it."""

    def __init__(self, port, plain_port, folder):
        self.port, self.plain_port, self.folder = port, plain_port, folder
        self.context = ssl.create_default_context()
        self.context.check_hostname, self.context.verify_mode = False, ssl.CERT_NONE

    def opened(self):
        """Returns an open connection."""
        client = socket.create_connection((HOST, self.port), timeout=PATIENCE)
        return self.context.wrap_socket(client, server_hostname=SITE)

    def request(self, method, path, body=None, headers=()):
        """Sends headers as they are given, underscores included."""
        connection = HTTPSConnection(SITE, self.port, timeout=PATIENCE, context=self.context)
        connection.sock = self.opened()
        try:
            try:
                connection.request(method, path, body=body, headers=dict(headers))
                response = connection.getresponse()
            except (ssl.SSLEOFError, ConnectionError):  # refused while the body was still being sent
                return Answer(CUT, HTTPMessage(), b"")
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def get(self, path, headers=()):
        return self.request("GET", path, headers=headers)


@contextmanager
def nginx(server, folder):
    program, plain_port, port = required("nginx"), free_port(), free_port()
    full, key = certificate(folder)
    site = sample(
        "nginx.conf",
        {
            "listen 80;": f"listen {HOST}:{plain_port};",
            "    listen [::]:80;\n": "",
            "listen 443 ssl http2;": f"listen {HOST}:{port} ssl http2;",
            "    listen [::]:443 ssl http2;\n": "",
            "server 127.0.0.1:8000;": f"server 127.0.0.1:{server.port};",
            "catalogue.example.org": SITE,
            "/etc/ssl/catalogue/fullchain.pem": full,
            "/etc/ssl/catalogue/key.pem": key,
            "/var/lib/catalogue": folder,
        },
    )
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    user = "user root;\n" if os.geteuid() == 0 else ""
    config = folder / "nginx.conf"
    config.write_text(
        f"{user}daemon off;\npid {folder}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n{paths}{site}}}\n"
    )
    with running([program, "-c", config, "-p", folder], port, folder / "log"):
        yield Proxy(port, plain_port, folder)


@contextmanager
def caddy(server, folder):
    program, plain_port, port = required("caddy"), free_port(), free_port()
    site = sample(
        "Caddyfile",
        {
            "catalogue.example.org": SITE,
            "127.0.0.1:8000": f"127.0.0.1:{server.port}",
            "/var/lib/catalogue": folder,
        },
    )
    config = folder / "Caddyfile"
    # A certificate of its own authority, which it does not install.
    ours = f"admin off\nskip_install_trust\nlocal_certs\nhttp_port {plain_port}\nhttps_port {port}\n"
    config.write_text(f"{{\n{ours}}}\n{site}")
    home = {name: str(folder) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    with running(
        [program, "run", "--config", config, "--adapter", "caddyfile"],
        port,
        folder / "log",
        env=os.environ | home,
    ):
        yield Proxy(port, plain_port, folder)
