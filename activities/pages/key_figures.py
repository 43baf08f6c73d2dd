"""The figures of the home page, chosen by a rule that the page states."""

from activities.models import Figure
from activities.models.index import PerVersion

# A unit used this often can express results.
USES = 3


def _largest():
    largest = Figure.objects.published().of_global_results().largest_of_each_unit(USES)
    figures = largest.for_table().prefetch_related("activity__texts")
    return sorted(figures, key=lambda figure: (-figure.value, figure.pk))


key_figures = PerVersion(_largest)
