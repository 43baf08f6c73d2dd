"""The admin answers on the hosts that a setting names, and on no other."""

import pytest
from django.core.checks import run_checks

pytestmark = pytest.mark.django_db

DESK, PUBLIC = "desk.example", "catalogue.example"


@pytest.fixture
def _two_hosts(settings):
    settings.ALLOWED_HOSTS = [DESK, PUBLIC]
    settings.ADMIN_HOSTS = [DESK]


@pytest.mark.usefixtures("_two_hosts")
@pytest.mark.parametrize(
    ("host", "address", "status"),
    [
        (DESK, "/admin/login/", 200),
        (f"{DESK}:8443", "/admin/login/", 200),
        (DESK, "/admin/", 302),
        (PUBLIC, "/admin/login/", 404),
        (f"{PUBLIC}:8443", "/admin/", 404),
        (PUBLIC, "/admin/activities/activity/", 404),
        (PUBLIC, "/admin", 404),
        (PUBLIC, "/fr/", 200),
        (DESK, "/fr/", 200),
    ],
)
def test_the_admin_is_on_its_host_alone(client, host, address, status):
    assert client.get(address, headers={"host": host}).status_code == status


@pytest.mark.usefixtures("_two_hosts")
def test_the_public_host_takes_no_password(client):
    sent = {"username": "analyst", "password": "une phrase assez longue"}
    response = client.post("/admin/login/", sent, headers={"host": PUBLIC})
    assert response.status_code == 404
    assert not response.cookies


def test_without_the_setting_it_is_on_every_host(client):
    assert client.get("/admin/login/").status_code == 200


@pytest.mark.parametrize(("named", "faults"), [([DESK], 0), ([DESK, "dask.example"], 1)])
def test_a_host_that_is_not_served_is_an_error_of_the_settings(settings, named, faults):
    settings.ALLOWED_HOSTS, settings.ADMIN_HOSTS = [DESK], named
    found = [error for error in run_checks() if error.id == "unodc_catalogue.E001"]
    assert len(found) == faults
