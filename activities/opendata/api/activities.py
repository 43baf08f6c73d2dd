from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from rest_framework.response import Response

from activities.models import Activity, CatalogueVersion, Withdrawal
from activities.search import current_index, find, whole

from ..changes import Changes, withdrawn
from ..exports import ActivitySerializer, activities_at
from ..published_columns import permanent
from .base import ReadView, SearchView
from .errors import Withdrawn
from .paging import PARAMETERS, enveloped, page_of
from .parameters import LANGUAGE, of_form
from .schema import ListSchema, RecordSchema, WithdrawnSerializer
from .selection import SINCE, chosen, fields_of, since


class ActivityList(SearchView):
    said = _(
        "The activities that a query finds, by the filters of the page. Values of one parameter are alternatives, different parameters narrow down. With q and no sort the most relevant come first. `results` have all the words of q. If they are fewer than ten, `nearest` has activities that come near by some of the words or by meaning; they are not counted, and stand with the first page alone. A misspelt q that finds nothing is corrected: `corrected` is the text that was searched for, and `verbatim=1` prevents it."
    )

    schema = ListSchema(ActivitySerializer, harvested=True)

    def parameters(self):
        return [*of_form(self.form), SINCE, *PARAMETERS, fields_of(ActivitySerializer), LANGUAGE]

    def get(self, request):
        version, results = self.version, self.results
        page = page_of(results, request)
        slots = list(page)
        found = [slot for slot in slots if slot in results.slots]
        near = self._nearest(page)
        records = self._records([*found, *(one.slot for one in near)])
        return Response(
            enveloped(
                page,
                request,
                [records[slot] for slot in found if slot in records],
                version=version,
                withdrawn=self._withdrawn([slot for slot in slots if slot not in results.slots]),
                corrected=self.answer.corrected,
                nearest=[
                    {"found": one.has, "missing": one.missing, "activity": records[one.slot]}
                    for one in near
                    if one.slot in records
                ],
            )
        )

    def _records(self, slots):
        """Returns {slot: record}, read together: the second layer costs no further queries."""
        activities = activities_at(slots, self.index)
        serializer = ActivitySerializer(activities, many=True, context=self.record_context)
        records = chosen(serializer, self.request).data
        return {row.report_order: record for row, record in zip(activities, records, strict=True)}

    def _nearest(self, page):
        """Returns the second layer: with the first page alone, so that who reads all pages has each once."""
        changes = self.results is not self.answer
        return () if changes or page.number > 1 else self.answer.nearest.activities

    @cached_property
    def version(self):
        return CatalogueVersion.of_response().number

    @cached_property
    def results(self):
        # Read first: a change made from now on has a higher version.
        version, moment = self.version, since(self.request)
        if isinstance(moment, int) and moment > version:
            moment = 0  # that version was lost when a backup was restored: return everything
        if moment is None:
            return self.answer
        return Changes(self.index, self.answer.search, moment)

    @cached_property
    def answer(self):
        return find(self.search, self.index)

    def _withdrawn(self, slots):
        if not slots:
            return []
        gone = list(Activity.objects.at(slots).in_report_order().only("ref", "updated_at"))
        withdrawals = Withdrawal.objects.filter(ref__in=[activity.ref for activity in gone])
        successors = dict(withdrawals.values_list("ref", "replaced_by__ref"))
        rows = [
            {
                "ref": activity.ref,
                "url": permanent(self.site, activity.ref),
                "updated_at": activity.updated_at,
                "replaced_by": successors.get(activity.ref),
            }
            for activity in gone
        ]
        return WithdrawnSerializer(rows, many=True).data


class ActivityDetail(ReadView):
    said = _("One activity, by its reference, which never changes.")

    schema = RecordSchema(ActivitySerializer, problems=(400, 404, 410, 429))

    def parameters(self):
        return [fields_of(ActivitySerializer), LANGUAGE]

    def get(self, request, ref):
        found = whole(Activity.objects.published().filter(ref=ref), current_index())
        if not found:
            raise _absent(ref)
        serializer = ActivitySerializer(found[0], context=self.record_context)
        return Response(chosen(serializer, request).data)


def _absent(ref):
    """Returns the error for a ref without a published activity: withdrawn, or never public."""
    withdrawal = Withdrawal.objects.select_related("replaced_by").filter(ref=ref).first()
    if withdrawal or withdrawn().filter(ref=ref).exists():
        return Withdrawn(withdrawal)
    return Http404()
