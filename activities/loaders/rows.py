"""How each table's records become rows, and rows become records again."""

from django.db.models import Model

from . import records
from .files import FixtureError


def both(row, field):
    """The two columns of a bilingual field as a mapping, or None where they are empty."""
    pair = {code: getattr(row, f"{field}_{code}") for code in ("fr", "en")}
    return pair if any(pair.values()) else None


def columns(field, pair, empty=""):
    """The reverse of `both`."""
    return {f"{field}_{code}": getattr(pair, code) if pair else empty for code in ("fr", "en")}


def names(row):
    return {"name": both(row, "name"), "aliases": both(row, "aliases") or {}}


def named_columns(record):
    return {
        record.KEY: record.key,
        **columns("name", record.name),
        **columns("aliases", record.aliases),
    }


def sync(model, owner, existing, wanted):
    """Makes the rows below an owner those that are wanted, touching only what differs.

    `owner`: the columns that all share; `existing` and `wanted`: {key: row} and {key: columns}.
    Returns {key: row}.
    """
    for key in existing.keys() - wanted.keys():
        existing[key].delete()
    rows = {}
    for key, values in wanted.items():
        row = existing.get(key) or model(**owner)
        if row.pk is None or any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            row.save()
        rows[key] = row
    return rows


class Keys:
    """Primary keys by natural key, read once a table and again when one is missing.

    FixtureError for one that the database lacks: the files have it below a record that was edited here.
    """

    def __init__(self):
        self.tables = {}

    def __call__(self, model, *key):
        if key not in self.tables.get(model, {}):
            self.tables[model] = {
                row[:-1]: row[-1] for row in model.objects.values_list(*model.NATURAL_KEY, "pk")
            }
        try:
            return self.tables[model][key]
        except KeyError:
            name = " ".join(map(str, key))
            above = f"the record above it was edited in this database and kept: --overwrite {key[0]}"
            raise FixtureError([f"{model._meta.model_name} {name}: {above}"]) from None

    def all(self, model, keys):
        return [self(model, key) for key in keys]


class Table:
    """The mapping of one table. `values` gives columns, `relate` writes what hangs on the row."""

    model: type[Model]
    record: type[records.Record]
    # Fields of the record of which no entry says anything.
    unsaid: frozenset[str] = frozenset()

    def rows(self):
        return self.model._default_manager.all()

    def key(self, row):
        return row.natural_key()[0]

    def values(self, entry, keys):
        raise NotImplementedError

    def relate(self, row, record, keys):
        pass

    def finish(self, row, record):
        """What has to wait until every table is written."""

    def content(self, row):
        """The record's fields, as `record` takes them."""
        raise NotImplementedError

    def to_record(self, row):
        # The database holds what was validated before; references need no second look.
        return self.record.model_validate(self.content(row), context=ANY_KEY)


class _AnyKey(dict):
    """A validation context in which every reference is known."""

    class _Everything:
        def __contains__(self, key):
            return True

    def __missing__(self, table):
        return self._Everything()


ANY_KEY = _AnyKey()
