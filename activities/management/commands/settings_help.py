import textwrap

from django.core.management.base import BaseCommand, no_translations

from unodc_catalogue import variables
from unodc_catalogue.variables import Variable

WIDTH = 100
INTRODUCTION = """\
# Settings of the catalogue: /etc/catalogue/catalogue.env, readable by root alone (chmod 600).
# A line without # sets a variable; what stands behind # is the default."""


class Command(BaseCommand):
    help = "Explains every variable of the environment that the settings read."
    # It is what an installation begins with: there is no database yet, and no setting.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--env", action="store_true", help="as a file to be completed, for systemd")

    @no_translations
    def handle(self, *, env, **options):
        by_name = sorted(
            variables.declared.values(), key=lambda variable: (not variable.required, variable.name)
        )
        blocks = [INTRODUCTION, *map(_lines, by_name)] if env else map(_paragraph, by_name)
        self.stdout.write("\n\n".join(blocks))


def _paragraph(variable: Variable) -> str:
    return f"{variable.name} ({_default(variable)})\n" + textwrap.fill(
        variable.help, WIDTH, initial_indent="    ", subsequent_indent="    "
    )


def _default(variable: Variable) -> str:
    if variable.required:
        return "required"
    return f"default: {variable.default}" if variable.default else "not set by default"


def _lines(variable: Variable) -> str:
    explained = textwrap.fill(variable.help, WIDTH, initial_indent="# ", subsequent_indent="# ")
    mark = "" if variable.required else "#"
    return f"{explained}\n{mark}{variable.name}={_quoted(variable.default)}"


def _quoted(value: str) -> str:
    """Returns a value as systemd reads it."""
    return f'"{value}"' if " " in value else value
