"""The figures of the home page, chosen by a rule that the page states."""

from activities.models import Figure
from activities.models.index import PerVersion

# A unit used this often can express results.
USES = 3


def _largest():
    largest = Figure.objects.published().of_global_results().largest_of_each_unit(USES)
    figures = largest.for_table().prefetch_related("activity__texts")
    ranked = sorted(figures, key=lambda figure: (-figure.value, figure.pk))
    # One of each activity, so that one programme does not fill the page.
    largest = {figure.activity_id: figure for figure in reversed(ranked)}
    return [figure for figure in ranked if largest[figure.activity_id] is figure]


key_figures = PerVersion(_largest)
