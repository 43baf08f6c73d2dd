"""Skips tests whose material is not in the repository and is absent, or fails them if all is required."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings


def required(setting, what):
    """The path that a setting names."""
    path = getattr(settings, setting)
    if path and Path(path).exists():
        return Path(path)
    absent(f"{setting} should name {what}, which the repository does not carry; it is “{path}”")


def program(name):
    """The path of a program of this machine."""
    return shutil.which(name) or absent(f"{name} is not installed")


def absent(reason):
    if os.environ.get("CATALOGUE_REQUIRE_ALL"):
        pytest.fail(reason)
    pytest.skip(reason)
