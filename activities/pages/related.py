"""The context of an activity: its place in the report, its neighbours there, and related activities."""

from activities.models import Activity

SHOWN = 8


def with_sections(activity):
    """Returns [(cited paragraph, [sections from the top of the report down to it])]."""
    paragraphs = activity.cited_paragraphs
    codes = {code for paragraph in paragraphs for code in paragraph.section.line}
    sections = {section.code: section for section in activity.report.sections.filter(code__in=codes)}
    return [
        (paragraph, [sections[code] for code in paragraph.section.line if code in sections])
        for paragraph in paragraphs
    ]


def previous_and_next(activity):
    """Returns the activities before and after it in report order; None at either end."""
    published = Activity.objects.published().prefetch_related("texts")
    before = published.filter(report_order__lt=activity.report_order).order_by("-report_order").first()
    after = published.filter(report_order__gt=activity.report_order).order_by("report_order").first()
    return before, after


def of_the_same_paragraph(activity):
    """Returns the other activities that cite its main paragraph."""
    main = activity.cited_paragraphs[:1]
    return _others(activity).filter(citations__paragraph__in=main)[:SHOWN]


def of_the_same_programme_and_country(activity):
    shared = {"programmes__in": activity.programmes.all(), "countries__in": activity.countries.all()}
    return _others(activity).filter(**shared).distinct()[:SHOWN]


def _others(activity):
    return Activity.objects.published().exclude(pk=activity.pk).in_report_order().prefetch_related("texts")
