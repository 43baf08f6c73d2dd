"""Evaluates the standard ruleset of IATI on a file, as IATI's own validator does.

Rules that need the registry's list of organizations are evaluated for every organization, or, for the prefixes of
identifiers, not at all.
"""

import re
from decimal import Decimal

from django.utils import timezone

TARGETS = "/iati-activities"
# By `all` of the rule “one or all”: what must not be found where the activity itself states none.
ALL_BUT = {
    "lang": ".//narrative[not(@xml:lang)]",
    "sector": "self::*[not(transaction)]",
    "currency": ".//value[not(@currency)]",
}


def findings(tree, ruleset):
    """Returns the ids of the rules that a file breaks, each with the identifier of the activity."""
    found = []
    for target, rules in ruleset.items():
        if target.startswith((TARGETS, "//")):
            found += _findings(tree.xpath(target), rules)
    return found


def _findings(elements, rules):
    for name, rule in rules.items():
        for case in rule["cases"]:
            if name == "unique":
                keys = [tuple(_values(element, case["paths"])) for element in elements]
                broken = [
                    element for element in elements if keys.count(tuple(_values(element, case["paths"]))) > 1
                ]
            else:
                broken = [element for element in elements if not RULES[name](element, case)]
            for element in broken:
                yield _id(case), _identifier(element)


def _id(case):
    return case["ruleInfo"]["id"] if "ruleInfo" in case else case["foreach"]


def _identifier(element):
    return element.xpath("string(ancestor-or-self::iati-activity/iati-identifier)")


def _values(element, paths):
    found = [value for path in paths for value in element.xpath(path)]
    return [value if isinstance(value, str) else "".join(value.itertext()) for value in found]


def _applies(element, case):
    return "condition" not in case or bool(element.xpath(case["condition"]))


def _at_least_one(element, case):
    return not _applies(element, case) or any(element.xpath(path) for path in case["paths"])


def _no_more_than_one(element, case):
    return len(_values(element, case["paths"])) <= 1


def _starts_with(element, case):
    if case["prefix"] == ["ORG-ID-PREFIX"]:
        return True
    prefixes = tuple(f"{prefix}{case['separator']}" for prefix in _values(element, case["prefix"]))
    return all(value.startswith(prefixes) for value in _values(element, case["paths"]))


def _one_or_all(element, case):
    return bool(element.xpath(case["one"])) or not element.xpath(ALL_BUT[case["all"]])


def _day(element, path):
    if path == "NOW":
        return timezone.localdate().isoformat()
    return next((value[:10] for value in element.xpath(path)), None)


def _date_now(element, case):
    return not (day := _day(element, case["date"])) or day <= _day(element, "NOW")


def _date_order(element, case):
    less, more = _day(element, case["less"]), _day(element, case["more"])
    return not less or not more or less <= more


def _regex_matches(element, case):
    return all(re.search(case["regex"], value) for value in _values(element, case["paths"]))


def _no_spaces(element, case):
    return all(value == value.strip() for value in _values(element, case["paths"]))


def _strict_sum(element, case):
    return not _applies(element, case) or sum(map(Decimal, _values(element, case["paths"]))) == case["sum"]


def _range(element, case):
    return all(case["min"] <= float(value) <= case["max"] for value in _values(element, case["paths"]))


def _if_then(element, case):
    return not element.xpath(case["if"]) or bool(element.xpath(case["then"]))


def _loop(element, case):
    for value in set(element.xpath(case["foreach"])):
        for name, rule in case["do"].items():
            for inner in rule["cases"]:
                if not RULES[name](element, {key: _filled(part, value) for key, part in inner.items()}):
                    return False
    return True


def _filled(part, value):
    if isinstance(part, list):
        return [_filled(each, value) for each in part]
    return part.replace("$1", value) if isinstance(part, str) else part


RULES = {
    "atleast_one": _at_least_one,
    "no_more_than_one": _no_more_than_one,
    "startswith": _starts_with,
    "one_or_all": _one_or_all,
    "date_now": _date_now,
    "date_order": _date_order,
    "regex_matches": _regex_matches,
    "no_spaces": _no_spaces,
    "strict_sum": _strict_sum,
    "range": _range,
    "if_then": _if_then,
    "loop": _loop,
    "time_limit": lambda _element, _case: True,  # of budgets, of which there are none
}
