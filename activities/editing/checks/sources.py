"""Checks that an activity rests on the report that its reference names."""

from django.utils.translation import gettext as _

from .catalogue import Fault


def refs_name_the_first_paragraph_cited(catalogue):
    for activity in catalogue.published:
        paragraphs = activity.cited_paragraphs
        if not paragraphs:
            yield Fault(activity, _("It cites no paragraph."))
        elif activity.ref[:8] != f"{activity.report.ref}-{paragraphs[0].number:03}":
            yield Fault(
                activity, _("Its reference does not name its report and the first paragraph that it cites.")
            )
        if any(paragraph.report_id != activity.report_id for paragraph in paragraphs):
            yield Fault(activity, _("It cites a paragraph of another report."))
