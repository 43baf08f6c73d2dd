"""./catalogue: all that the catalogue needs on a machine with Python and pip."""

import argparse
import shlex
import signal
from collections.abc import Mapping
from pathlib import Path

from unodc_catalogue.local import LocalError, exclusive, npm, say, spawn, supply
from unodc_catalogue.local.checks import CHECKS, PARALLEL, TIERS, run_all, selection
from unodc_catalogue.local.environment import MANAGE, collect_static, fill, prepared
from unodc_catalogue.local.postgres import LocalPostgres
from unodc_catalogue.local.venv import PYTHON, ROOT
from unodc_catalogue.local.watch import Watch
from unodc_catalogue.local.web import HOST, ensure_free, serve
from unodc_catalogue.local.worker import working

DATA = ROOT / ".local"


def main(argv: list[str]) -> int:
    arguments = parse(argv)
    interrupt_on(signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    try:
        return arguments.command(arguments)
    except PermissionError as error:
        say(f"catalogue: {error}: run as its owner, or with --data and a copy of the project of your own.")
        return 1
    except (LocalError, OSError) as error:
        say(f"catalogue: {error}")
        return 1
    except KeyboardInterrupt:
        say("catalogue: interrupted.")
        return 130


def interrupt_on(*signals: signal.Signals) -> None:
    for number in signals:
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup's wish
            signal.signal(number, signal.default_int_handler)


def run(arguments: argparse.Namespace) -> int:
    """Serve the catalogue on this machine."""
    ensure_free(arguments.port)
    server = LocalPostgres(arguments.data)
    with prepared("run", arguments.data, server) as environment:
        with exclusive(arguments.data):
            fill(environment, arguments.data)
        ensure_free(arguments.port)
        with working(environment):
            return serve(arguments.port, environment, lambda: announce(arguments), Watch(server))


def test(arguments: argparse.Namespace) -> int:
    """Run the checks and the tests; with arguments for pytest, these tests alone."""
    steps = () if arguments.rest else CHECKS
    chosen = [tier for tier in TIERS if getattr(arguments, tier)]
    if arguments.browser:
        npm.install()
    with prepared("test", arguments.data) as environment:
        with exclusive(arguments.data):
            collect_static(environment, arguments.data)
        # Test databases are copied whole: the limit for a page's queries is too short for that.
        patient = environment | {"STATEMENT_TIMEOUT": "0"}
        return run_all((*steps, ("-m", "pytest", *PARALLEL, *selection(chosen), *arguments.rest)), patient)


def check(arguments: argparse.Namespace) -> int:
    """Check style, templates, imports, types, security and settings."""
    with prepared("test", arguments.data) as environment:
        return run_all(CHECKS, environment)


def manage(arguments: argparse.Namespace) -> int:
    """Run a command of manage.py, as in: manage add_analyst."""
    with prepared("run", arguments.data) as environment:
        return attend([str(PYTHON), str(MANAGE), *arguments.rest], environment)


def backup(arguments: argparse.Namespace) -> int:
    """Write a backup of everything, as in: backup FILE."""
    return manage(named("backup", arguments))


def restore(arguments: argparse.Namespace) -> int:
    """Restore a backup, as in: restore FILE."""
    return manage(named("restore", arguments))


def sbom(arguments: argparse.Namespace) -> int:
    """Write a software bill of materials (CycloneDX), as in: sbom FILE."""
    if len(arguments.rest) != 1:
        raise LocalError("Name one file, as in: ./catalogue sbom sbom.json")
    supply.write_sbom(Path(arguments.rest[0]))
    return 0


def audit(arguments: argparse.Namespace) -> int:
    """Ask the registry whether locked packages are withdrawn (yanked), and which have newer versions."""
    return supply.report(supply.audit())


def named(command: str, arguments: argparse.Namespace) -> argparse.Namespace:
    return argparse.Namespace(data=arguments.data, rest=[command, *arguments.rest])


def bench(arguments: argparse.Namespace) -> int:
    """Time the list page against the plain Django way, as in: bench --size 100000."""
    with prepared("run", arguments.data) as environment:
        with exclusive(arguments.data):
            collect_static(environment, arguments.data)
        return attend([str(PYTHON), "-m", "tests.benchmark", *arguments.rest], environment)


def stop(arguments: argparse.Namespace) -> int:
    """Stop the private PostgreSQL, should a killed launcher have left it running."""
    stopped = LocalPostgres(arguments.data).stop_unless_in_use()
    say("The private PostgreSQL has stopped." if stopped else "No private PostgreSQL is running.")
    return 0


COMMANDS = (run, test, check, manage, backup, restore, bench, sbom, audit, stop)
PASSES_ON = (["test"], ["manage"], ["bench"], ["backup"], ["restore"], ["sbom"])


def parse(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./catalogue", description="The catalogue on this machine.")
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        own = subparsers.add_parser(
            command.__name__, help=command.__doc__, description=command.__doc__, allow_abbrev=False
        )
        own.set_defaults(command=command, port=None)
        own.add_argument(
            "--data",
            type=lambda text: Path(text).resolve(),
            default=DATA,
            metavar="DIR",
            help="where the database and all else that is written lies (default: .local)",
        )
        if command is test:
            for tier, meaning in TIERS.items():
                own.add_argument(f"--{tier}", action="store_true", help=meaning)
        if command is run:
            own.add_argument("--port", type=port, default=8000, help="default: 8000")
    ours, rest = split(argv)
    return parser.parse_args(ours, argparse.Namespace(rest=rest))


def split(argv: list[str]) -> tuple[list[str], list[str]]:
    """Separates our arguments from those for manage.py or pytest: all from the first unknown word."""
    end = 1
    alone = ("-h", "--help", *(f"--{tier}" for tier in TIERS))
    while argv[:1] in PASSES_ON and end < len(argv):
        if argv[end] == "--data":
            end += 2
        elif argv[end].startswith("--data=") or argv[end] in alone:
            end += 1
        else:
            return argv[:end], argv[end:]
    return argv, []


def port(text: str) -> int:
    if text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text} is not a port: give a number from 1 to 65535")


def announce(arguments: argparse.Namespace) -> None:
    elsewhere = "" if arguments.data == DATA else f" --data {shlex.quote(str(arguments.data))}"
    print(
        f"The catalogue is at http://{HOST}:{arguments.port}/ (Ctrl-C stops it).\n"
        f"To make an analyst's account: ./catalogue manage{elsewhere} add_analyst NAME",
        flush=True,
    )


def attend(command: list[str], environment: Mapping[str, str]) -> int:
    """Runs a command at the terminal, which sends it Ctrl-C itself; returns its exit code."""
    with spawn(command, env=environment) as child:
        signal.signal(signal.SIGINT, lambda *_: None)
        signal.signal(signal.SIGTERM, lambda *_: child.terminate())
        code = child.wait()
    interrupt_on(signal.SIGINT, signal.SIGTERM)
    return 128 - code if code < 0 else code  # as a shell reports a signal
