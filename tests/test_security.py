"""Responses have strict security headers, sign-in resists attacks, and unsafe settings are refused."""

import json
import os
import re
from functools import cache

import pytest
from django.conf import settings as project
from django.contrib.auth.models import User
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client
from django.urls import reverse

from activities.editing import take_snapshot
from activities.models import Activity, Country
from tests import people
from tests.addresses import ANY, DATED, UNKNOWN, english, filled
from tests.fresh_python import run_forked
from tests.html import Page
from tests.people import PASSWORD
from unodc_catalogue.middleware import address_behind_proxy

pytestmark = pytest.mark.django_db

PAGES = [
    "/fr/",
    "/fr/activites/",
    "/fr/activites/?q=prison&country=KGZ&sort=title&page=1",
    "/fr/activites/?country=XXX",
    "/fr/activites/?page=999",
    f"/fr/activites/{ANY}/",
    f"/fr/activites/{UNKNOWN}/",
    "/fr/pays/",
    "/fr/pays/KGZ/",
    "/fr/programmes/",
    "/fr/programmes/star/",
    "/fr/themes/",
    "/fr/themes/corruption/",
    "/fr/partenaires/undp/",
    "/fr/instruments/",
    "/fr/regions/central-asia/",
    "/fr/chiffres/?unit=countries",
    "/fr/rapport/",
    "/fr/rapport/grille/",
    "/fr/fiche/?country=KGZ",
    "/fr/a-propos/",
    "/fr/methode/",
    "/fr/aide/",
    f"/fr/activites/{ANY}.bib",
    "/fr/manifest.webmanifest",
    "/fr/opensearch.xml",
    "/robots.txt",
    "/sitemap.xml",
    "/fr/nulle-part/",
    "/",
    f"/id/{ANY}",
    "/favicon.ico",
    "/fr/suggestions/?q=prison",
]


def in_both_languages(addresses):
    return list(dict.fromkeys([*addresses, *map(english, addresses), "/en/nowhere/"]))


def policy(response):
    """{directive: sources}; a directive that is given twice would hide the second one."""
    directives = [part.split() for part in response["Content-Security-Policy"].split(";")]
    assert len({name for name, *_sources in directives}) == len(directives)
    return {name: set(sources) for name, *sources in directives}


def assert_strict(response):
    sources = policy(response)
    assert sources["default-src"] == {"'none'"}
    for directive in ("script-src", "style-src", "img-src", "connect-src", "font-src", "form-action"):
        # Ourselves, and images in style sheets: no other host, nothing inline, nothing evaluated.
        assert sources[directive] <= {"'self'", "'none'"} | ({"data:"} if directive == "img-src" else set())
    for directive in ("frame-ancestors", "base-uri"):
        assert sources[directive] == {"'none'"}
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in response["Permissions-Policy"]


def blocked(text):
    """Returns the parts of a page that the policy would block."""
    page = Page(text)
    found = ["<style>" for _style in page.all("style")]
    found += [
        "<script> without src"
        for script in page.all("script")
        # A block of data is never executed.
        if "src" not in script and script.get("type") != "application/ld+json"
    ]
    for tag, attributes in page.elements:
        found += [f"<{tag} style={attributes[name]!r}>" for name in attributes if name == "style"]
        found += [f"<{tag} {name}>" for name in attributes if name.startswith("on")]
        found += [
            f"<{tag} {name}=javascript:>"
            for name, value in attributes.items()
            if (value or "").strip().lower().startswith("javascript:")
        ]
    return found


def hosts(text):
    """Other hosts from which a page would load something."""
    loading = [
        attributes.get(name) or ""
        for tag, attributes in Page(text).elements
        for name in ("src", "href")
        if tag in ("script", "link", "img", "iframe")
        and attributes.get("rel") not in ("alternate", "canonical")
    ]
    return [address for address in loading if re.match(r"(https?:)?//", address)]


@pytest.mark.parametrize("address", in_both_languages(PAGES))
def test_every_public_answer_is_strict_and_sets_no_cookie(client, address):
    response = client.get(filled(address), headers={"accept-language": "en"})
    assert_strict(response)
    assert response["X-Frame-Options"] == "DENY"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    if response["Content-Type"].startswith("text/html"):
        assert blocked(response.text) == []
        assert hosts(response.text) == []


@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", "/admin/nulle-part/"])
def test_the_doors_of_the_admin_are_strict(client, address):
    response = client.get(address)
    assert_strict(response)
    assert response["X-Frame-Options"] == "DENY"


def test_a_static_file_carries_the_policy(client):
    response = client.get(staticfiles_storage.url("css/base.css"))
    assert response.getvalue()
    assert (response.status_code, response["Content-Type"]) == (200, 'text/css; charset="utf-8"')
    assert_strict(response)


@pytest.mark.parametrize(
    ("address", "others"),
    [
        ("/fr/", "same-origin"),
        ("/fr/activites/", "same-origin"),
        ("/fr/suggestions/?q=prison", "same-origin"),
        ("/admin/login/", "same-origin"),
        ("/api/v1/activities/", "cross-origin"),
        ("/api/v1/activities/?country=XXX", "cross-origin"),
        ("/api/v1/nothing/", "cross-origin"),
        ("/api/v1/activities", "cross-origin"),
        ("/fr/activites.csv?country=KGZ", "cross-origin"),
        ("/fr/activites.atom?country=KGZ", "cross-origin"),
        (f"/fr/activites/{ANY}.json", "cross-origin"),
        (f"/fr/activites/{DATED}.xml", "cross-origin"),
        (f"/fr/activites/{ANY}.bib", "cross-origin"),
        ("/fr/changements.atom", "cross-origin"),
        ("/fr/donnees/catalogue.zip", "cross-origin"),
    ],
)
def test_other_sites_may_load_what_is_meant_for_them(client, address, others):
    response = client.get(filled(address))
    response.close()
    assert response.status_code != 404 or "nothing" in address
    assert response["Cross-Origin-Resource-Policy"] == others


@pytest.mark.parametrize(
    ("file", "others"),
    [("img/icon-512.png", "cross-origin"), ("img/favicon.svg", "cross-origin"), ("css/base.css", "same-origin"), ("js/list.js", "same-origin")],
)  # fmt: skip
def test_other_sites_may_show_our_images(client, file, others):
    response = client.get(staticfiles_storage.url(file))
    assert response.getvalue()
    assert response["Cross-Origin-Resource-Policy"] == others


@pytest.mark.parametrize(
    "cookies", ["sessionid=x", "sessionid=" + "a" * 32, "csrftoken=a; messages=b", "=;;"]
)
@pytest.mark.parametrize("address", ["/fr/", "/fr/activites/", "/fr/nulle-part/", f"/id/{ANY}"])
def test_no_cookie_changes_a_page(client, address, cookies):
    address = filled(address)
    plain = client.get(address)
    response = Client(HTTP_COOKIE=cookies).get(address)
    assert (response.status_code, response.content) == (plain.status_code, plain.content)
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_an_answer_to_an_unknown_host_carries_the_policy(client):
    response = client.get("/fr/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert_strict(response)
    assert "elsewhere.example" not in response.text


def test_an_internal_error_has_the_policy_and_reveals_nothing(client, monkeypatch):
    def fail():
        raise RuntimeError("the secret of the machine")

    monkeypatch.setattr("activities.pages.views.home_page.key_figures", fail)
    client.raise_request_exception = False
    response = client.get("/fr/")
    assert response.status_code == 500
    assert_strict(response)
    assert "secret of the machine" not in response.text
    assert not response.cookies


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", ["/fr/", "/fr/activites/", f"/fr/activites/{ANY}/"])
def test_public_pages_are_read_only(method, address):
    response = getattr(Client(enforce_csrf_checks=True), method)(filled(address))
    assert response.status_code in (403, 405)
    assert_strict(response)


@pytest.mark.parametrize("address", ["/fr/", "/en/", "/fr/nulle-part/", "/fr/activites/?country=XXX"])
def test_a_page_is_the_same_for_those_who_have_signed_in(client, address):
    before = client.get(address)
    client.force_login(people.analyst())
    after = client.get(address)
    assert after.content == before.content
    assert not after.cookies


def test_a_language_cookie_changes_no_page(client):
    before = client.get("/fr/").content
    client.cookies[project.LANGUAGE_COOKIE_NAME] = "en"
    assert client.get("/fr/", headers={"accept-language": "en"}).content == before
    assert Page(client.get("/admin/login/").text).language == "fr"


def edited():
    """An activity with a history of two versions."""
    activity = Activity.objects.published().first()
    take_snapshot(activity)
    return activity


ADMIN_PAGES = {
    "sign in": lambda: "/admin/login/",
    "index": lambda: "/admin/",
    "app": lambda: "/admin/activities/",
    "list": lambda: reverse("admin:activities_activity_changelist"),
    "list of countries": lambda: reverse("admin:activities_country_changelist") + "?q=a",
    "add": lambda: reverse("admin:activities_activity_add"),
    "change": lambda: reverse("admin:activities_activity_change", args=[edited().pk]),
    "change country": lambda: reverse(
        "admin:activities_country_change", args=[Country.objects.get(iso3="BRA").pk]
    ),
    "delete": lambda: reverse("admin:activities_country_delete", args=[Country.objects.get(iso3="TUV").pk]),
    "history": lambda: reverse("admin:activities_activity_history", args=[edited().pk]),
    "users": lambda: reverse("admin:auth_user_changelist"),
    "password": lambda: "/admin/password_change/",
}


@pytest.mark.parametrize("name", ADMIN_PAGES)
def test_a_page_of_the_admin_works_under_the_policy(client, admin_client, name):
    address = ADMIN_PAGES[name]()
    response = client.get(address) if name == "sign in" else admin_client.get(address)
    assert response.status_code == 200
    assert blocked(response.text) == []
    assert hosts(response.text) == []
    assert_strict(response)


# Sign-in


@pytest.fixture
def member(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return User.objects.create_user("marie", password=PASSWORD, is_staff=True)


def sign_in(password, username="marie", address="192.0.2.1", **headers):
    return Client(REMOTE_ADDR=address, headers=headers).post(
        "/admin/login/?next=/admin/", {"username": username, "password": password}
    )


def close(username="marie", address="192.0.2.1"):
    return [sign_in("faux", username, address).status_code for _attempt in range(5)]


def test_five_wrong_passwords_close_sign_in_in_french(member):
    assert close() == [200, 200, 200, 200, 429]
    response = sign_in(PASSWORD, **{"accept-language": "en"})
    assert (response.status_code, response["Retry-After"]) == (429, "3600")
    page = Page(response.text)
    assert page.language == "fr"
    assert "Trop de tentatives" in page.text
    assert "sessionid" not in response.cookies
    assert_strict(response)
    assert blocked(response.text) == []


def test_four_wrong_passwords_and_the_right_one_open_it(member):
    for _attempt in range(4):
        assert sign_in("faux").status_code == 200
    response = sign_in(PASSWORD)
    assert (response.status_code, response.url) == (302, "/admin/")


def test_a_success_begins_the_count_anew(member):
    for _round in range(2):
        for _attempt in range(4):
            sign_in("faux")
        assert sign_in(PASSWORD).status_code == 302


def test_another_address_is_not_closed(member):
    close()
    assert sign_in(PASSWORD, address="192.0.2.2").status_code == 302


def test_another_name_at_the_same_address_is_not_closed(member):
    User.objects.create_user("paul", password=PASSWORD, is_staff=True)
    close()
    assert sign_in(PASSWORD, username="paul").status_code == 302


def test_a_name_that_nobody_has_is_closed_like_any_other(member):
    assert close("personne") == [200, 200, 200, 200, 429]


def test_an_invented_proxy_header_opens_nothing(member):
    close()
    assert sign_in(PASSWORD, **{"x-forwarded-for": "198.51.100.7"}).status_code == 429


def test_guesses_behind_invented_proxy_headers_are_counted_together(member):
    answers = [
        sign_in("faux", **{"x-forwarded-for": f"198.51.100.{number}"}).status_code for number in range(5)
    ]
    assert answers == [200, 200, 200, 200, 429]


def test_a_session_that_is_open_stays_open(client, member):
    client.force_login(member)
    close()
    assert client.get("/admin/", REMOTE_ADDR="192.0.2.1").status_code == 200


def test_sign_in_needs_its_token(member):
    response = Client(enforce_csrf_checks=True).post(
        "/admin/login/", {"username": "marie", "password": PASSWORD}
    )
    assert response.status_code == 403
    assert_strict(response)
    assert Page(response.text).language == "fr"


def test_sign_in_leads_to_no_other_host(member):
    response = Client().post(
        "/admin/login/?next=https://elsewhere.example/", {"username": "marie", "password": PASSWORD}
    )
    assert response.status_code == 302
    assert "elsewhere.example" not in response.url


def test_somebody_without_a_desk_is_not_let_in(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    User.objects.create_user("visiteur", password=PASSWORD)
    assert sign_in(PASSWORD, username="visiteur").status_code == 200


def test_a_short_or_common_password_is_refused(client, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    user = User.objects.create_user("marie", password=PASSWORD, is_staff=True)
    client.force_login(user)
    for password in ("court", "motdepasse1", "123456789012", "password12345"):
        data = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
        assert client.post("/admin/password_change/", data).status_code == 200
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


# Settings

ENVIRONMENT = {
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ALLOWED_HOSTS": "catalogue.example",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nowhere",
    "DJANGO_SETTINGS_MODULE": "unodc_catalogue.settings",
}
KEPT = ("PATH", "HOME", "LANG", "STATIC_ROOT", "VIRTUAL_ENV", "PYTHONPATH")


def run_python(code, **environment):
    """A process of its own, with no variable of ours but these; None takes one out."""
    variables = {name: os.environ[name] for name in KEPT if name in os.environ}
    variables |= {name: value for name, value in {**ENVIRONMENT, **environment}.items() if value is not None}
    return run_forked(code, variables, project.BASE_DIR)


@pytest.mark.parametrize("value", [None, ""])
@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"])
def test_a_missing_setting_is_named_in_a_sentence(name, value):
    result = run_python("import django; django.setup()", **{name: value})
    assert result.returncode != 0
    sentence = result.stderr.strip().splitlines()[-1]
    assert sentence.startswith(f"django.core.exceptions.ImproperlyConfigured: {name} is not set. ")
    assert "./catalogue run" in sentence


def test_settings_that_are_complete_are_taken():
    result = run_python("import django; django.setup()")
    assert (result.returncode, result.stderr) == (0, "")


PROBE = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
client = Client(headers={"host": "catalogue.example"})
def seen(response):
    return {
        "status": response.status_code,
        "headers": dict(response.headers),
        "cookies": {
            name: {key: cookie[key] for key in ("secure", "httponly", "samesite", "path", "domain")}
            for name, cookie in response.cookies.items()
        },
    }
print(json.dumps({
    "plain": seen(client.get("/?q=prison")),
    "secure": seen(client.get("/", secure=True)),
    "claimed": seen(client.get("/", headers={"x-forwarded-proto": "https"})),
    "sign in": seen(client.get("/admin/login/", secure=True)),
    "wrong host": seen(client.get("/", headers={"host": "elsewhere.example"})),
    "wrong host, secure": seen(client.get("/", secure=True, headers={"host": "elsewhere.example"})),
    "long": seen(client.get("/?" + 60_000 * "a", secure=True)),
    "nothing": seen(client.get("/nowhere", secure=True)),
    "desk": seen(client.get("/admin/", secure=True)),
    "debug": settings.DEBUG,
    "session": [settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY, settings.SESSION_COOKIE_SAMESITE],
}))
"""


@cache  # several tests look at the same answers
def probe(**environment):
    result = run_python(PROBE, **environment)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_production_is_the_default_and_speaks_https_only():
    seen = probe()
    assert seen["debug"] is False
    assert seen["plain"]["status"] == 301
    assert seen["plain"]["headers"]["Location"] == "https://catalogue.example/?q=prison"
    hsts = seen["secure"]["headers"]["Strict-Transport-Security"]
    assert int(re.search(r"max-age=(\d+)", hsts)[1]) >= 365 * 24 * 3600
    assert "includeSubDomains" in hsts
    assert "preload" in hsts
    assert seen["session"] == [True, True, "Lax"]
    (cookie,) = seen["sign in"]["cookies"].values()
    assert cookie["secure"] is True
    assert cookie["samesite"] == "Lax"


ALWAYS = {
    "Content-Security-Policy": "default-src 'none'",
    "Permissions-Policy": "geolocation=()",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.fixture(scope="module")
def in_production():
    return probe()


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("plain", 301),
        ("secure", 302),
        ("sign in", 200),
        ("wrong host", 400),
        ("wrong host, secure", 400),
        ("long", 400),
        ("nothing", 404),
        ("desk", 302),
    ],
)
@pytest.mark.parametrize("header", ALWAYS)
def test_every_kind_of_answer_carries_every_header(in_production, kind, status, header):
    assert in_production[kind]["status"] == status
    assert ALWAYS[header] in in_production[kind]["headers"][header]


def test_plain_answers_promise_no_https(in_production):
    for kind in ("plain", "wrong host"):
        assert "Strict-Transport-Security" not in in_production[kind]["headers"]


def test_the_cookies_of_production_belong_to_this_host_alone(in_production):
    (name, cookie), *others = in_production["sign in"]["cookies"].items()
    assert (name, others) == ("__Host-csrftoken", [])
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")


@pytest.mark.parametrize(
    ("environment", "header"),
    [
        ({}, "max-age=31536000; includeSubDomains; preload"),
        ({"HSTS_SECONDS": "3600"}, "max-age=3600; includeSubDomains; preload"),
        ({"HSTS_PRELOAD": "0"}, "max-age=31536000; includeSubDomains"),
        ({"HSTS_INCLUDE_SUBDOMAINS": "0"}, "max-age=31536000"),
        ({"HSTS_INCLUDE_SUBDOMAINS": "0", "HSTS_PRELOAD": "1", "HSTS_SECONDS": "60"}, "max-age=60"),
        ({"HSTS_SECONDS": "0"}, None),
    ],
)
def test_hsts_is_turned_down_by_the_environment(environment, header):
    assert probe(**environment)["secure"]["headers"].get("Strict-Transport-Security") == header


@pytest.mark.parametrize("value", ["ten", "-1", "1.5"])
def test_hsts_that_is_no_number_is_named_in_a_sentence(value):
    result = run_python("import django; django.setup()", HSTS_SECONDS=value)
    assert f"HSTS_SECONDS is “{value}”" in result.stderr.strip().splitlines()[-1]


WRONG_HOSTS = ["elsewhere.example", "elsewhere.example:99999", "a b", "x" * 5000, "évil", "<script>"]
LOG_OF_WRONG_HOSTS = f"""
import json, sys, django
from io import StringIO
log = sys.stderr = StringIO()  # before the handlers of the log are made
django.setup()
from django.test import Client
def seen(host, secure):
    log.seek(log.truncate(0))
    client = Client(SERVER_NAME="catalogue.example", REMOTE_ADDR="198.51.100.77", HTTP_HOST=host)
    return host, secure, client.get("/fr/", secure=secure).status_code, log.getvalue()
print(json.dumps([seen(host, secure) for host in {WRONG_HOSTS!r} for secure in (True, False)]))
"""


@pytest.fixture(scope="module")
def log_of_wrong_hosts():
    """Returns {(host, secure): (status, log)}, from one process: each needs a second and a half to start."""
    result = run_python(LOG_OF_WRONG_HOSTS)
    assert (result.returncode, result.stderr) == (0, "")
    return {(host, secure): seen for host, secure, *seen in json.loads(result.stdout)}


@pytest.mark.parametrize("secure", [True, False])
@pytest.mark.parametrize("host", WRONG_HOSTS)
def test_a_wrong_host_is_one_line_of_the_log(log_of_wrong_hosts, host, secure):
    status, log = log_of_wrong_hosts[host, secure]
    assert status == 400
    (line,) = log.strip().splitlines()
    assert "Traceback" not in line
    assert "198.51.100.77" not in line
    assert len(line) < 300


def test_too_many_parameters_are_one_line_of_the_log():
    result = run_python(
        "import django; django.setup(); from django.test import Client; "
        "print(Client(HTTP_HOST='catalogue.example').get('/fr/?' + 1100 * 'a=1&', secure=True).status_code)"
    )
    assert result.stdout.strip() == "400"
    assert len(result.stderr.strip().splitlines()) == 1


def test_the_line_is_a_warning(client, caplog):
    client.get("/fr/", headers={"host": "elsewhere.example"})
    (record,) = caplog.records
    assert (record.levelname, record.exc_info) == ("WARNING", None)


def test_only_behind_a_proxy_is_its_header_believed():
    assert probe()["claimed"]["status"] == 301
    behind = probe(BEHIND_PROXY="1")["claimed"]
    assert (behind["status"], behind["headers"]["Location"]) == (302, "/fr/")


def test_a_local_catalogue_speaks_plain_http_and_leaves_no_hsts_behind():
    seen = probe(CATALOGUE_LOCAL="1")
    assert (seen["plain"]["status"], seen["plain"]["headers"]["Location"]) == (302, "/fr/")
    assert "Strict-Transport-Security" not in seen["secure"]["headers"]
    (cookie,) = seen["sign in"]["cookies"].values()
    assert not cookie["secure"]


def test_djangos_own_deployment_check_is_content():
    result = run_python(
        "from django.core.management import execute_from_command_line as run;"
        "run(['manage.py', 'check', '--deploy', '--fail-level', 'WARNING'])"
    )
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("198.51.100.1, 203.0.113.7", "203.0.113.7"),
        ("", "127.0.0.1"),
    ],
)
def test_behind_a_proxy_throttling_counts_the_address_that_the_proxy_noted(rf, forwarded, address):
    request = rf.get("/admin/login/", headers={"x-forwarded-for": forwarded} if forwarded else {})
    assert address_behind_proxy(request) == address
