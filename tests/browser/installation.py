"""A catalogue of its own, started as an installation is: what is written there is committed."""

import os
import subprocess
import sys
import time
import urllib.request
from urllib.error import URLError

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from tests import databases
from tests.ports import free_port


class Installation:
    """A catalogue of its own: database, accounts, server."""

    def __init__(self, folder):
        self.name = f"{connection.settings_dict['NAME']}_story"
        self.port = free_port()
        self.passwords: dict[str, str] = {}
        self.site = f"http://127.0.0.1:{self.port}"
        self.environment = os.environ | {
            "DATABASE_URL": databases.address(self.name),
            "CATALOGUE_LOCAL": "1",
            "ALLOWED_HOSTS": "127.0.0.1",
            "STATIC_ROOT": str(settings.STATIC_ROOT),
            "HOME": str(folder),
        }

    def __enter__(self):
        self._database("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        self._database("CREATE DATABASE {}")
        self.manage("migrate", "--verbosity=0")
        self.manage("load_catalogue")
        command = [sys.executable, "manage.py", "runserver", "--noreload", str(self.port)]
        self.server = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=self.environment, stderr=subprocess.DEVNULL
        )
        self._await()
        return self

    def __exit__(self, *_error):
        self.server.terminate()
        self.server.wait()
        self._database("DROP DATABASE {} WITH (FORCE)")

    def manage(self, *words):
        command = [sys.executable, "manage.py", *words]
        return subprocess.run(
            command, cwd=settings.BASE_DIR, env=self.environment, check=True, capture_output=True, text=True
        ).stdout

    def account(self, name, role):
        """Made as an administrator makes it, once for all tries of a test; returns the password."""
        if name in self.passwords:
            return self.passwords[name]
        said = self.manage("add_analyst", name, "--role", role, "--generate")
        self.passwords[name] = said.rpartition("password: ")[2].strip()
        return self.passwords[name]

    def read(self, path):
        with urllib.request.urlopen(f"{self.site}{path}") as response:
            return response.read().decode()

    def _database(self, statement):
        with psycopg.connect(databases.address("postgres"), autocommit=True) as server:
            server.execute(sql.SQL(statement).format(sql.Identifier(self.name)))

    def _await(self):
        for _attempt in range(120):
            try:
                return self.read("/robots.txt")
            except URLError:
                time.sleep(0.5)
        raise TimeoutError(self.site)
