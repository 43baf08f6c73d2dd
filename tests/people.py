"""Those who work in the admin: an analyst writes, a reviewer publishes too, a reader only looks."""

from django.contrib.auth.models import Permission, User


def person(username, permissions=()):
    user = User.objects.create_user(username, is_staff=True)
    user.user_permissions.set(permissions)
    return user


def _permissions():
    return Permission.objects.filter(content_type__app_label="activities")


def analyst():
    return person("analyst", _permissions().exclude(codename="publish_activity"))


def reviewer():
    return person("reviewer", _permissions())


def reader():
    return person("reader", _permissions().filter(codename__startswith="view_"))
