"""A request is measured and logged, without a word of who asked for what."""

import json
import logging

import pytest
from django.test import RequestFactory

from unodc_catalogue import logs
from unodc_catalogue.operations import metrics
from unodc_catalogue.operations.observing import KIND, Observed


def application(environ, start_response):
    environ[KIND] = "activity_list"
    start_response("200 OK", [])
    return iter([b"a", b"b"])


def whole(environ, start_response):
    start_response("404 Not Found", [])
    return [b"nothing"]


def broken(environ, start_response):
    raise ValueError


def ask(inner, path="/fr/activites/?q=secret", **headers):
    sent = {}
    environ = RequestFactory().get(path, headers=headers).environ
    response = Observed(inner)(environ, lambda status, given, exc_info=None: sent.update(given))
    body = b"".join(response)
    if hasattr(response, "close"):
        response.close()
    return sent, body


@pytest.fixture
def lines(settings, caplog):
    """Returns what was logged, as the formatters write it: by the name of the format."""
    settings.LOG_REQUESTS = True
    logger = logging.getLogger("catalogue.requests")
    with caplog.at_level(logging.INFO, logger.name):
        yield lambda: [
            (json.loads(logs.Fields().format(record)), logs.Plain().format(record))
            for record in caplog.records
        ]


def count(kind, status):
    return (
        metrics.registry.get_sample_value("catalogue_requests_total", {"kind": kind, "status": status}) or 0
    )


def test_a_line_has_id_kind_status_and_duration_and_no_query(lines):
    sent, body = ask(application)
    assert body == b"ab"
    ((fields, plain),) = lines()
    assert fields["request"] == sent["X-Request-ID"]
    assert (fields["kind"], fields["status"]) == ("activity_list", 200)
    assert fields["ms"] >= 0
    assert sent["X-Request-ID"] in plain
    assert "secret" not in plain + json.dumps(fields)
    assert "127.0.0.1" not in plain + json.dumps(fields)


def test_who_asked_for_what_is_logged_where_the_operator_says_so(lines, settings):
    settings.LOG_ADDRESSES = True
    ask(application)
    ((fields, _plain),) = lines()
    assert (fields["address"], fields["path"], fields["query"]) == ("127.0.0.1", "/fr/activites/", "q=secret")


def test_a_setting_turns_the_lines_off(lines, settings):
    settings.LOG_REQUESTS = False
    ask(application)
    assert lines() == []


@pytest.mark.parametrize(
    ("inner", "kind", "status"),
    [(application, "activity_list", "200"), (whole, "other", "404")],
)
def test_each_request_is_counted_once_by_kind_and_status(inner, kind, status):
    before = count(kind, status)
    ask(inner)
    assert count(kind, status) == before + 1


def test_an_application_that_fails_is_counted_as_500():
    before = count("other", "500")
    with pytest.raises(ValueError):  # noqa: PT011  # the application's own
        ask(broken)
    assert count("other", "500") == before + 1


@pytest.mark.parametrize(
    ("given", "is_trusted", "is_taken"),
    [
        ("0123-abcd.ef", True, True),
        ("0123-abcd.ef", False, False),
        ("short", True, False),
        ("a" * 65, True, False),
        ("forged id: 1\u00e9", True, False),
    ],
)
def test_the_id_of_a_proxy_is_taken_if_it_has_the_form_of_one(settings, given, is_trusted, is_taken):
    settings.BEHIND_PROXY = is_trusted
    sent, _body = ask(application, **{"X-Request-ID": given})
    assert (sent["X-Request-ID"] == given) is is_taken


def test_what_is_logged_during_a_request_bears_its_id(lines):
    token = logs.request_id.set("abcdefgh")
    try:
        record = logging.makeLogRecord({"msg": "slow", "levelname": "WARNING"})
        assert json.loads(logs.Fields().format(record))["request"] == "abcdefgh"
    finally:
        logs.request_id.reset(token)


def test_an_error_keeps_to_one_line_of_json():
    try:
        raise ValueError("two\nlines")
    except ValueError as error:
        record = logging.makeLogRecord({"msg": "x", "exc_info": (type(error), error, error.__traceback__)})
    line = logs.Fields().format(record)
    assert "\n" not in line
    assert "two\nlines" in json.loads(line)["traceback"]
