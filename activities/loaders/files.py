"""The YAML of the fixtures: strict in reading, and one way to write it."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import yaml

from ..models.figures import digits

WIDTH = 110
FOLDED_FROM = 90


class FixtureError(Exception):
    """All that is wrong with the fixtures, one line each: file, entry, field and what to mend."""

    def __init__(self, problems: Iterable[str]):
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


# libyaml's parser takes a ninth of the time; a PyYAML built without it has the same one in Python.
_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_SafeLoader):
    """Refuses a key that stands twice, which YAML would let the second one win."""

    def construct_mapping(self, node, deep=False):
        keys = [self.construct_object(key, deep=True) for key, _value in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key!r} stands twice", node.start_mark
                )
        return super().construct_mapping(node, deep)

    def construct_object(self, node, deep=False):
        """A day that no calendar has, or a number of thousands of digits, stays a text: its field refuses it."""
        before = self.deep_construct  # type: ignore[has-type]  # the library has no types
        try:
            return super().construct_object(node, deep)
        except (ValueError, OverflowError):
            if not isinstance(node, yaml.ScalarNode):
                raise
            self.deep_construct = before
            self.constructed_objects[node] = node.value
            self.recursive_objects.pop(node, None)
            return node.value


def read(path):
    """The content of a YAML file; FixtureError with file and line when it is not YAML."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506  # nosec B506 - a SafeLoader
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f" line {mark.line + 1}:" if mark else ""
        raise FixtureError([f"{path}:{line} not valid YAML: {getattr(error, 'problem', error)}"]) from error


class _Dumper(yaml.SafeDumper):
    """Mappings in blocks, lists of plain values in one line, long texts folded: made for diffs."""

    def ignore_aliases(self, data):
        return True


def _text(dumper, text):
    style = ">" if len(text) > FOLDED_FROM else "'" if text.isdigit() else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _list(dumper, items):
    nested = any(isinstance(item, dict | list) for item in items)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=not nested)


def _number(dumper, number):
    whole = number == number.to_integral_value()
    tag = "tag:yaml.org,2002:int" if whole else "tag:yaml.org,2002:float"
    return dumper.represent_scalar(tag, digits(number))


_Dumper.add_representer(str, _text)
_Dumper.add_representer(list, _list)
_Dumper.add_representer(Decimal, _number)


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.dump(
        content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH, default_flow_style=False
    )
    path.write_text(text, encoding="utf-8")
