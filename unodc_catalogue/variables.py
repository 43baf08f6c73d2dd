"""Readers of environment variables, for the settings: each declares its variable as it reads it."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Variable:
    """A variable as `settings_help` explains it."""

    name: str
    help: str
    default: str
    required: bool


# Written while the settings are imported, and never later.
declared: dict[str, Variable] = {}
# Set by `settings_help`, which works before any variable is set.
explaining = False


def declare(name: str, *, help: str, default: str = "", required: bool = False) -> None:
    """Declares a variable; by itself, one that is read where the settings cannot be imported."""
    declared[name] = Variable(name, help, default, required)


def required(name: str, *, help: str, example: str = "") -> str:
    declare(name, help=help, default=example, required=True)
    value = os.environ.get(name) or (example if explaining else "")
    if value or explaining:
        return value
    raise ImproperlyConfigured(
        f"{name} is not set. {help} For a local catalogue run ./catalogue run, which sets it."
    )


def text(name: str, default: str = "", *, help: str) -> str:
    declare(name, help=help, default=default)
    return os.environ.get(name, default)


def rate(name: str, default: str, *, help: str) -> str | None:
    """Returns a rate as 30/minute, or None for no limit if the variable is empty."""
    return text(name, default, help=f"{help}; empty for no limit.") or None


def flag(name: str, *, help: str, default: bool = False) -> bool:
    """Returns True for 1, False for anything else."""
    return text(name, str(int(default)), help=help) == "1"


def listed(name: str, *, help: str) -> list[str]:
    return _items(text(name, help=help))


def required_list(name: str, *, help: str) -> list[str]:
    return _items(required(name, help=help))


def _items(value: str) -> list[str]:
    return [item.strip() for item in value.split(",") if item.strip()]


def path(name: str, default: str, *, help: str) -> Path:
    """Returns a path, which is relative to the project unless it is absolute."""
    return BASE_DIR / (text(name, default, help=help) or default)


def whole(name: str, default: int, *, help: str) -> int:
    value = text(name, str(default), help=help) or str(default)
    if value.isdecimal():
        return int(value)
    raise ImproperlyConfigured(f"{name} is “{value}”. Give it a whole number, or leave it out.")


def chosen(name: str, choices: Sequence[str], *, help: str) -> str:
    """Returns one of the choices, the first if the variable is not set."""
    value = text(name, choices[0], help=help) or choices[0]
    if value in choices:
        return value
    raise ImproperlyConfigured(f"{name} is “{value}”. Give it one of {', '.join(choices)}.")


def site(name: str, *, help: str) -> str:
    """Returns a scheme and a host without a slash behind it, or "" if the variable is not set."""
    value = text(name, help=help).strip().rstrip("/")
    parts = urlsplit(value)
    if not value or (parts.scheme in ("http", "https") and value == f"{parts.scheme}://{parts.netloc}"):
        return value
    raise ImproperlyConfigured(
        f"{name} is “{value}”. Give it a scheme and a host: https://catalogue.example.org."
    )


def url(name: str, *, help: str) -> str:
    """Returns a URL that may be part of a header, or "" if the variable is not set."""
    value = text(name, help=help).strip()
    parts = urlsplit(value)
    is_url = parts.scheme in ("http", "https") and parts.netloc and value.isascii()
    if not value or (is_url and value.isprintable() and not set(value) & set(' ",;\\')):
        return value
    raise ImproperlyConfigured(
        f"{name} is “{value}”. Give it a whole URL: https://reports.example.org/catalogue."
    )
