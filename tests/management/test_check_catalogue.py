from io import StringIO

import pytest
from django.core.management import call_command

from activities.curation import checks
from activities.models import Activity, Paragraph
from activities.search import publish_changes
from tests.factories import ActivityFactory

pytestmark = pytest.mark.django_db


def check():
    """Returns the output of the command and its exit code."""
    stdout = StringIO()
    try:
        call_command("check_catalogue", stdout=stdout)
    except SystemExit as end:
        return stdout.getvalue().splitlines(), end.code
    return stdout.getvalue().splitlines(), 0


def found_since(before):
    """The lines of faults that were not there before; the last line counts all of them."""
    lines, code = check()
    assert code == 1
    assert lines[-1].startswith(f"{len(lines) - 1} fault")
    return [line for line in lines[:-1] if line not in before]


def test_each_fault_is_a_line_that_begins_with_its_record(without_reports, workshop):
    before, _code = check()
    workshop.texts.filter(language="en").update(title="Police.")
    publish_changes(Activity.objects.filter(pk=workshop.pk))
    full_stop = f"{workshop.ref}: The title ends with a full stop: Police."
    assert found_since(before) == [full_stop]
    Paragraph.objects.filter(report__ref="2099").update(disposition="context")
    context = "paragraph 2099 26: It is marked as “context”, but a published activity cites it."
    assert found_since(before) == [context, full_stop]


@pytest.mark.parametrize(
    ("number", "last", "ends"), [(0, "0 faults", 0), (1, "1 fault", 1), (2, "2 faults", 1)]
)
def test_the_last_line_counts_the_faults(monkeypatch, number, last, ends):
    monkeypatch.setattr(checks, "faults", lambda: ["a fault"] * number)
    assert check() == (["a fault"] * number + [last], ends)


def test_the_wording_of_texts_is_checked(capsys):
    activity = ActivityFactory(
        texts={"fr": ("Titre", "Contre les faux médicaments."), "en": ("Title", "Against them.")}
    )
    expected = f"{activity.ref}: The set term for “faux médicaments” is “produits médicaux falsifiés”."
    with pytest.raises(SystemExit):
        call_command("check_catalogue")
    assert expected in capsys.readouterr().out.splitlines()
