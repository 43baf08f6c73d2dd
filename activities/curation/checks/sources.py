"""Checks that a report's paragraphs are complete and classified, and that refs are permanent."""

from itertools import groupby

from django.conf import settings
from django.utils.translation import gettext as _

from activities.editing.checks import Fault
from activities.models import Withdrawal
from activities.models.sources import Disposition

from ..fixtures import refs


def paragraphs_are_numbered_without_a_gap(catalogue):
    by_report = groupby(catalogue.paragraphs, lambda paragraph: paragraph.report)
    for report, paragraphs in by_report:
        numbers = {paragraph.number for paragraph in paragraphs}
        for number in sorted(set(range(1, max(numbers))) - numbers):
            yield Fault(report, _("Paragraph %(number)s is missing.") % {"number": number})


def dispositions_tell_what_became_of_a_paragraph(catalogue):
    cited = {
        citation.paragraph_id for activity in catalogue.published for citation in activity.citations.all()
    }
    for paragraph in catalogue.paragraphs:
        is_cited = paragraph.pk in cited
        if paragraph.disposition == Disposition.CATALOGUED and not is_cited:
            yield Fault(paragraph, _("It is marked as catalogued, but no published activity cites it."))
        if paragraph.disposition != Disposition.CATALOGUED and is_cited:
            disposition = paragraph.get_disposition_display()
            yield Fault(
                paragraph,
                _("It is marked as “%(disposition)s”, but a published activity cites it.")
                % {"disposition": disposition},
            )


def refs_are_permanent(catalogue):
    issued = set(refs.read(settings.FIXTURES_DIR))
    present = {activity.ref for activity in catalogue.activities}
    present.update(Withdrawal.objects.values_list("ref", flat=True))
    for ref in sorted(present - issued):
        yield Fault(ref, _("It is not on the list of references issued; export_fixtures adds it."))
    for ref in sorted(issued - present):
        yield Fault(
            ref,
            _(
                "It was issued once, but the catalogue has no such activity: withdraw an activity, do not delete it."
            ),
        )
