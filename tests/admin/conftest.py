import pytest

from activities.models import Country, Theme
from tests import people
from tests.factories import ActivityFactory, FigureFactory


@pytest.fixture
def analyst():
    return people.analyst()


@pytest.fixture
def member(settings):
    """An analyst who signs in with a password, hashed fast."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return people.with_password(people.analyst())


@pytest.fixture
def desk(client, analyst):
    client.force_login(analyst)
    return client


@pytest.fixture
def editors_desk(client):
    client.force_login(people.reviewer())
    return client


@pytest.fixture
def administrator():
    return people.administrator()


@pytest.fixture
def other():
    return people.person("other administrator", "administrator")


@pytest.fixture
def office(client, administrator, other):
    client.force_login(administrator)
    return client


@pytest.fixture
def activity():
    """Published: two texts, Kyrgyzstan, two figures of paragraph 1."""
    activity = ActivityFactory(
        relations={"themes": [Theme.objects.get(slug="corruption")]},
        countries=[Country.objects.get(iso3="KGZ")],
    )
    for position, value in enumerate((20, 30)):
        FigureFactory(activity=activity, position=position, value=value)
    return activity
