"""The samples of deploy/ by the programs that they are for: what a visitor gets, and what an attacker does not."""

import json
import re
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from io import StringIO

import pytest
import yaml
from django.core.management import call_command

from tests.addresses import ISSUED
from tests.ports import free_port
from tests.systems import proxies
from tests.systems.load import at_once
from tests.systems.server import HOST, Server
from unodc_catalogue import variables
from unodc_catalogue.local.binaries import unprivileged

UNITS = sorted(path.name for path in proxies.DEPLOY.glob("*.service"))
IN_PRODUCTION = {
    "CATALOGUE_LOCAL": None,
    "SECRET_KEY": "of-the-tests-and-as-long-as-one-of-an-installation-must-be-0123456789",
    "ALLOWED_HOSTS": proxies.SITE,
    "BEHIND_PROXY": "1",
    "API_RATE": "",
}
SILENT = 18


@pytest.fixture(scope="module")
def server(postgres):
    with Server(postgres.url, workers=2, threads=512, **IN_PRODUCTION) as server:
        yield server


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def proxy(request, server, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    with getattr(proxies, request.param)(server, folder) as proxy:
        end = time.monotonic() + 30
        while proxy.get("/readyz").status != 200:
            assert time.monotonic() < end
            time.sleep(0.2)
        yield proxy


def test_pages_are_served_by_https_alone(proxy):
    answer = proxy.get("/fr/activites/?q=prison")
    assert answer.status == 200
    assert "Strict-Transport-Security" in answer.headers
    assert len(answer.headers["X-Request-ID"]) >= 32
    with closing(HTTPConnection(HOST, proxy.plain_port, timeout=30)) as plain:
        plain.request("GET", "/fr/", headers={"Host": proxies.SITE})
        redirect = plain.getresponse()
    assert redirect.status in (301, 308)
    assert redirect.headers["Location"].startswith("https://")


@pytest.mark.parametrize("name", ["X-Forwarded-For", "X_Forwarded_For", "x_forwarded_for"])
def test_nobody_forges_an_address_to_go_on_guessing_passwords(proxy, name):
    page = proxy.get("/admin/login/")
    cookie = page.headers["Set-Cookie"].partition(";")[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
    statuses = [
        proxy.request(
            "POST",
            "/admin/login/",
            f"csrfmiddlewaretoken={token}&username={name}&password=wrong-{number}",
            {
                "Content-Type": "application/x-www-form-urlencoded",
                "Cookie": cookie,
                "Host": proxies.SITE,
                "Origin": f"https://{proxies.SITE}",
                name: f"198.51.100.{number}",
            },
        ).status
        for number in range(7)
    ]
    assert 403 not in statuses
    assert statuses[-1] == 429


def test_silent_forms_leave_the_pages_to_others(proxy):
    head = (
        f"POST /fr/ HTTP/1.1\r\nHost: {proxies.SITE}\r\nCookie: csrftoken={'a' * 32}\r\n"
        "Content-Length: 60000\r\nContent-Type: multipart/form-data; boundary=x\r\n\r\n"
    )
    with ExitStack() as stack:
        for _number in range(SILENT):
            client = stack.enter_context(proxy.opened())
            client.sendall(head.encode() + b"a" * 9000)
        begun = time.monotonic()
        assert proxy.get("/fr/").status == 200
        assert time.monotonic() - begun < 8


@pytest.mark.parametrize(
    ("path", "length", "statuses"),
    [
        ("/fr/", 10_000, {405}),
        ("/fr/", 1_000_000, {405, 413, proxies.CUT}),
        ("/admin/login/", 10_000_000, {413, proxies.CUT}),
    ],
)
def test_bodies_are_bounded(proxy, path, length, statuses):
    answer = proxy.request("POST", path, b"a" * length, {"Content-Type": "text/plain"})
    assert answer.status in statuses


def test_the_longest_address_of_a_page_arrives(proxy):
    values = "&".join(["country=KGZ"] * 900)
    assert proxy.get(f"/fr/activites/?{values}").status == 200
    assert proxy.get(f"/fr/activites/?q={'a' * 33_000}").status in (400, 414)


def test_a_reader_may_open_twenty_pages_at_once(proxy):
    with ThreadPoolExecutor(20) as readers:
        answers = list(readers.map(lambda _number: proxy.get("/fr/methode/").status, range(20)))
    assert set(answers) == {200}


@pytest.fixture
def maintained(proxy, settings):
    settings.MAINTENANCE_DIR = proxy.folder
    call_command("maintenance", "on", stdout=StringIO())
    yield
    call_command("maintenance", "off", stdout=StringIO())


@pytest.mark.parametrize(
    ("method", "path", "kind"),
    [
        ("GET", "/fr/activites/?q=prison", "text/html"),
        ("GET", "/static/css/base.css", "text/html"),
        ("GET", "/admin/", "text/html"),
        ("POST", "/admin/login/", "text/html"),
        ("POST", "/fr/", "text/html"),
        ("GET", "/maintenance.html", "text/html"),
        ("GET", "/api/v1/activities/", "application/problem+json"),
        ("HEAD", "/en/", "text/html"),
    ],
)
def test_in_maintenance_everybody_gets_the_page_of_it(proxy, maintained, method, path, kind):
    answer = proxy.request(method, path, b"a" * 1000 if method == "POST" else None)
    if path == "/maintenance.html" and answer.status == 404:  # nginx has it for itself
        return
    assert (answer.status, answer.headers["Retry-After"]) == (503, "300")
    assert answer.headers.get_content_type() == kind
    assert (answer.headers["Cache-Control"], answer.headers["X-Content-Type-Options"]) == (
        "no-store",
        "nosniff",
    )
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    words = "" if method == "HEAD" else answer.text
    assert all(part in words for part in ("dans quelques minutes", "in a few minutes")) or method == "HEAD"


def test_after_maintenance_the_catalogue_is_back_at_once(proxy, settings):
    settings.MAINTENANCE_DIR = proxy.folder
    before = sorted(proxy.folder.iterdir())
    for state in ("on", "on", "off", "off"):
        call_command("maintenance", state, stdout=StringIO())
        assert (proxy.get("/fr/").status, state) in ((503, "on"), (200, "off"))
    assert sorted(proxy.folder.iterdir()) == before


def test_a_pool_of_connections_serves_every_kind_of_page(postgres, tmp_path):
    program, port = proxies.required("pgbouncer"), free_port()
    place = f"host={postgres.server.sockets} port=5432 dbname=catalogue user=catalogue"
    replaced = {
        "host=127.0.0.1 port=5432 dbname=catalogue": place,
        "listen_port = 6432": f"listen_port = {port}\nunix_socket_dir =",
        "auth_type = scram-sha-256": "auth_type = any",
        "auth_file = /etc/pgbouncer/userlist.txt\n": "",
    }
    config = tmp_path / "pgbouncer.ini"
    config.write_text(proxies.sample("pgbouncer.ini", replaced))
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    command = [*unprivileged(), program, config]
    url = f"postgresql://catalogue@{HOST}:{port}/catalogue"
    with (
        proxies.running(command, port, tmp_path / "log", cwd="/"),
        Server(url, workers=2, TRANSACTION_POOLING="1", API_RATE="", API_FILE_RATE="") as server,
    ):
        server.ready("/readyz")
        pages = ["/fr/", "/en/activities/?q=prison", "/fr/pays/KGZ/", f"/fr/activites/{ISSUED}/"]
        files = ["/fr/activites.csv", "/en/activities.xlsx", "/fr/activites.json", "/en/data/catalogue.zip"]
        asked = at_once(server, [*pages, *files, "/api/v1/facets/", "/admin/login/"], 90)
        assert [(one.path, one.status) for one in asked if one.status != 200] == [], server.log()


@pytest.mark.parametrize("unit", UNITS)
def test_units_are_accepted_and_confined(unit, tmp_path):
    program = proxies.required("systemd-analyze")
    rated = subprocess.run(
        [program, "security", "--offline=true", proxies.DEPLOY / unit], capture_output=True, text=True
    )
    assert float(re.search(r"Overall exposure level for .*: ([\d.]+)", rated.stdout)[1]) <= 3.0
    # The programs are not installed there on a machine of the tests.
    text = (proxies.DEPLOY / unit).read_text()
    (tmp_path / unit).write_text(re.sub(r"/srv/catalogue/\.venv/bin/\w+", "/bin/true", text))
    timer = unit.replace(".service", ".timer")
    if (proxies.DEPLOY / timer).exists():
        (tmp_path / timer).write_text((proxies.DEPLOY / timer).read_text())
    done = subprocess.run([program, "verify", *sorted(tmp_path.iterdir())], capture_output=True, text=True)
    complaints = [line for line in done.stderr.splitlines() if str(tmp_path) in line or "catalogue" in line]
    assert complaints == []


def test_the_unit_starts_the_server_as_the_tests_do():
    unit = (proxies.DEPLOY / "catalogue-web.service").read_text()
    (command,) = re.findall(r"ExecStart=\S+granian (.*?) unodc_catalogue\.wsgi", unit.replace("\\\n", " "))
    for option in ("--respawn-failed-workers", "--http 1", "--backpressure 512", "--blocking-threads 512"):
        assert option in command


def test_containers_run_the_same_server_and_name_files_that_exist():
    compose = yaml.safe_load((proxies.DEPLOY / "compose.yaml").read_text())
    for service in compose["services"].values():
        if "build" in service:
            assert (proxies.DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).exists()
            assert (proxies.DEPLOY / service["env_file"]).exists()
        for other in service.get("depends_on", ()):
            assert other in compose["services"]
    file = (proxies.DEPLOY / "Containerfile").read_text().replace("\\\n", " ")
    (command,) = re.findall(r"^CMD (\[.*\])$", file, re.M)
    unit = (proxies.DEPLOY / "catalogue-web.service").read_text().replace("\\\n", " ")
    (started,) = re.findall(r"ExecStart=\S+/(granian .*)$", unit, re.M)
    without_host = [part for part in json.loads(command) if part not in ("0.0.0.0", "127.0.0.1")]  # noqa: S104
    assert without_host == [part for part in started.split() if part != "127.0.0.1"]


def test_the_environment_file_names_settings_that_explain_themselves():
    names = re.findall(r"^([A-Z_]+)=", (proxies.DEPLOY / "catalogue.env").read_text(), re.M)
    assert len(names) > 8
    assert [name for name in names if name not in variables.declared] == []
