import secrets
from getpass import getpass

from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

ROLES = ("analyst", "editor", "administrator")


class Command(BaseCommand):
    help = "Makes an account for the admin: an analyst writes, an editor publishes, an administrator manages accounts."

    def add_arguments(self, parser):
        parser.add_argument("name")
        parser.add_argument("--role", choices=ROLES, default="analyst")
        parser.add_argument(
            "--generate", action="store_true", help="make up a password and show it, once, on standard output"
        )

    def handle(self, name, role, generate, **options):
        if User.objects.filter(username=name).exists():
            raise CommandError(f"there is an account called {name}")
        user = User(username=name, is_staff=True)
        password = secrets.token_urlsafe(15) if generate else asked(user)
        user.set_password(password)
        try:
            user.full_clean()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        with transaction.atomic():
            user.save()
            user.groups.add(Group.objects.get(name=role))
        self.stdout.write(f"{name} may sign in at /admin/ ({role})")
        if generate:
            self.stdout.write(f"password: {password}")


def asked(user):
    password = getpass("Password: ")
    if password != getpass("Password (again): "):
        raise CommandError("the passwords differ")
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    return password
