"""Those who work in the admin, in their roles; a reader has none and only looks."""

from django.contrib.auth.models import Group, Permission, User

from activities.editing import make_transition, subject

PASSWORD = "une phrase assez longue"


def person(username, role=None, permissions=()):
    user, _made = User.objects.get_or_create(username=username, defaults={"is_staff": True})
    user.user_permissions.set(permissions)
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


def with_password(user):
    user.set_password(PASSWORD)
    user.save()
    return user


def analyst():
    return person("analyst", "analyst")


def reviewer():
    return person("reviewer", "editor")


def administrator():
    return person("administrator", "administrator")


def reader():
    return person("reader", permissions=Permission.objects.filter(codename__startswith="view_", content_type__app_label="activities"))  # fmt: skip


def reviewed(activity):
    """Approves an activity, or its working copy, after submitting a draft."""
    activity.refresh_from_db()
    if subject(activity).status == "draft":
        make_transition(activity, "submit", by=analyst())
    make_transition(activity, "approve", by=reviewer())
    activity.refresh_from_db()
