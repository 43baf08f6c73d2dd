"""Re-creates inline rows that another user deleted while a form was being edited, with everything typed.

Django cannot find such rows, and would refuse the form each time it is sent.
"""

import re

NUMBER = re.compile("[0-9]{1,18}")


def with_deleted_rows_as_new(data, prefix, rows):
    """Blanks the ids of inline rows deleted meanwhile, so that Django creates them again.

    `data` is a QueryDict, changed in place; `rows` is the queryset of rows that the inline `prefix` may
    contain.
    """
    initial_forms = data.get(f"{prefix}-INITIAL_FORMS", "")
    if not NUMBER.fullmatch(initial_forms):
        return data
    sent = _sent(data, prefix)
    key = rows.model._meta.pk.name
    pks = {index: fields.get(key, [""])[0] for index, fields in sent.items() if index < int(initial_forms)}
    wanted = {int(number) for number in pks.values() if NUMBER.fullmatch(number)}
    missing = wanted - set(rows.filter(pk__in=wanted).values_list("pk", flat=True))
    deleted = [index for index, number in pks.items() if NUMBER.fullmatch(number) and int(number) in missing]
    if deleted:
        kept = [index for index in pks if index not in deleted]
        recreated = [sent[index] | {key: [""]} for index in deleted if "DELETE" not in sent[index]]
        added = [fields for index, fields in sent.items() if index not in pks]
        _write(data, prefix, [sent[index] for index in kept], [*recreated, *added])
    return data


def _sent(data, prefix):
    """Returns {index: {field name: values}} of the rows of an inline, in their order."""
    pattern = re.compile(rf"{re.escape(prefix)}-([0-9]{{1,18}})-(\w+)")
    rows: dict[int, dict[str, list[str]]] = {}
    for name, values in data.lists():
        if found := pattern.fullmatch(name):
            rows.setdefault(int(found[1]), {})[found[2]] = values
    return dict(sorted(rows.items()))


def _write(data, prefix, kept, added):
    for index, fields in _sent(data, prefix).items():
        for name in fields:
            del data[f"{prefix}-{index}-{name}"]
    for index, fields in enumerate([*kept, *added]):
        for name, values in fields.items():
            data.setlist(f"{prefix}-{index}-{name}", values)
    data[f"{prefix}-INITIAL_FORMS"] = str(len(kept))
    data[f"{prefix}-TOTAL_FORMS"] = str(len(kept) + len(added))
