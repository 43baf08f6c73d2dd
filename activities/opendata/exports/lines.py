"""JSON, the records of the API between the statement and a closing count; JSON Lines, the records alone."""

from rest_framework.utils import encoders, json

from .records import ActivitySerializer


def write_json(export):
    stated = _line(export.stated.as_dict())
    yield f'{{"statement": {stated},\n"activities": ['.encode()
    separator = "\n"
    for chunk in _chunks(export):
        yield (separator + ",\n".join(chunk)).encode()
        separator = ",\n"
    yield f'\n],\n"complete": {export.stated.count}}}\n'.encode()


def write_lines(export):
    for chunk in _chunks(export):
        yield "".join(f"{line}\n" for line in chunk).encode()


def write_statement(export):
    """Yields the statement of a list for the formats that have no place for it."""
    yield f"{_line(export.stated.as_dict())}\n".encode()


def _chunks(export):
    """Yields lists of up to 100 records, each as one line of JSON."""
    context = {"site": export.stated.site}
    for activities in export.chunks():
        records = ActivitySerializer(activities, many=True, context=context).data
        yield [_line(record) for record in records]


def _line(value):
    # U+2028 and U+2029 end a line for some readers of JSON Lines.
    text = json.dumps(value, cls=encoders.JSONEncoder, ensure_ascii=False)
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
