"""Every ref ever issued, one a line: a ref is permanent and is never given to another entry."""

FILE = "refs.txt"


def read(directory) -> list[str]:
    path = directory / FILE
    return path.read_text(encoding="utf-8").split() if path.exists() else []


def keep(directory, refs):
    """Adds refs to those of the file, in report order."""
    issued = sorted({*read(directory), *refs}, key=_report_order)
    (directory / FILE).write_text("".join(f"{ref}\n" for ref in issued), encoding="utf-8")


def _report_order(ref):
    """2021-026-10 follows 2021-026-9; a line that is no ref goes first, for check_catalogue to name."""
    parts = ref.split("-")
    return tuple(map(int, parts)) if all(map(str.isdecimal, parts)) else ()
