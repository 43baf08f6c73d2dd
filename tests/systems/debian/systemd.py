"""Does in a chroot, where systemd does not run, what deploy/README.md asks of it: systemctl and systemd-run.

Installed there under both names. It reads the units: their commands, account, folder and variables, and confines nothing.
"""

import argparse
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

UNITS = Path("/etc/systemd/system")
PIDS = Path("/run/units")


def variables(path):
    """Returns the variables of a file as EnvironmentFile= reads them."""
    lines = [line.strip() for line in Path(path).read_text().splitlines()]
    pairs = [line.partition("=") for line in lines if line and not line.startswith(("#", ";"))]
    return {name: value.strip("\"'") for name, _equals, value in pairs}


def as_account(name):
    return {"user": name, "group": name, "extra_groups": [], "umask": 0o022}


def systemd_run(argv):
    parser = argparse.ArgumentParser()
    for flag in ("--quiet", "--pipe", "--wait"):
        parser.add_argument(flag, action="store_true", required=True)
    for option in ("--uid", "--working-directory", "--property"):
        parser.add_argument(option, required=True)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args(argv)
    name, _equals, value = options.property.partition("=")
    assert name == "EnvironmentFile"
    return subprocess.run(
        options.command,
        cwd=options.working_directory,
        env=base() | variables(value),
        **as_account(options.uid),
    ).returncode


def base():
    return {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}


class Unit:
    def __init__(self, name):
        self.name = name.removesuffix(".service")
        text = (UNITS / f"{self.name}.service").read_text().replace("\\\n", " ")
        self.lines = re.findall(r"^(\w+)=(.*)$", text, re.M)
        self.pid = PIDS / self.name

    def all(self, key):
        return [value for name, value in self.lines if name == key]

    def one(self, key, default=""):
        return (self.all(key) or [default])[-1]

    def start(self):
        account = as_account(self.one("User")) | {"umask": int(self.one("UMask", "0022"), 8)}
        for key, root in (("RuntimeDirectory", "/run"), ("StateDirectory", "/var/lib")):
            for name in self.one(key).split():
                (Path(root) / name).mkdir(parents=True, exist_ok=True)
                shutil.chown(Path(root) / name, account["user"], account["group"])
        environment = base() | variables(self.one("EnvironmentFile"))
        environment |= dict(pair.split("=", 1) for pair in self.all("Environment"))
        for command in self.all("ExecStart"):
            with open(f"/var/log/{self.name}.log", "ab") as log:
                process = subprocess.Popen(
                    shlex.split(command), cwd=self.one("WorkingDirectory"), env=environment,
                    stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, **account,
                )  # fmt: skip
            if self.one("Type") == "oneshot":
                if process.wait():
                    sys.exit(f"{self.name}: {command}\n{Path(log.name).read_text()}")
            else:
                PIDS.mkdir(exist_ok=True)
                self.pid.write_text(str(process.pid))
        return 0

    def stop(self):
        if self.pid.exists():
            number = int(self.pid.read_text())
            os.kill(number, signal.SIGTERM)
            while (
                Path(f"/proc/{number}").exists()
                and "\nState:\tZ" not in Path(f"/proc/{number}/status").read_text()
            ):
                time.sleep(0.1)
            self.pid.unlink()


def systemctl(argv):
    verb, *names = [word for word in argv if word != "--now"]
    for name in names:
        if name == "nginx":
            # Debian starts it at its installation, a chroot does not; `nginx -t` leaves an empty file.
            pid = Path("/run/nginx.pid")
            command = ["nginx", "-s", "reload"] if pid.exists() and pid.stat().st_size else ["nginx"]
            subprocess.run(command, check=True)
        elif name.endswith(".timer"):
            assert (UNITS / name).exists()
        else:
            if verb in ("stop", "restart"):
                Unit(name).stop()
            if verb in ("start", "restart", "enable"):
                Unit(name).start()
    return 0


if __name__ == "__main__":
    sys.exit({"systemctl": systemctl, "systemd-run": systemd_run}[Path(sys.argv[0]).name](sys.argv[1:]))
