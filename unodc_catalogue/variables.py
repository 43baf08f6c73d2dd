"""Readers of environment variables, for the settings."""

import os
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def required(name, hint):
    if value := os.environ.get(name):
        return value
    raise ImproperlyConfigured(
        f"{name} is not set. {hint} For a local catalogue run ./catalogue run, which sets it."
    )


def listed(name):
    return [item.strip() for item in os.environ.get(name, "").split(",") if item.strip()]


def whole(name, default):
    value = os.environ.get(name) or str(default)
    if value.isdecimal():
        return int(value)
    raise ImproperlyConfigured(f"{name} is “{value}”. Give it a whole number, or leave it out.")


def chosen(name, choices):
    """Returns one of the choices, the first if the variable is not set."""
    value = os.environ.get(name) or choices[0]
    if value in choices:
        return value
    raise ImproperlyConfigured(f"{name} is “{value}”. Give it one of {', '.join(choices)}.")


def site(name):
    """Returns a scheme and a host without a slash behind it, or "" if the variable is not set."""
    value = os.environ.get(name, "").strip().rstrip("/")
    parts = urlsplit(value)
    if not value or (parts.scheme in ("http", "https") and value == f"{parts.scheme}://{parts.netloc}"):
        return value
    raise ImproperlyConfigured(
        f"{name} is “{value}”. Give it a scheme and a host: https://catalogue.example.org."
    )
