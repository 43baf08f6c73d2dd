from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.response import Response

from activities.search import FACETS, FacetCounts, find

from .base import SearchView
from .parameters import LANGUAGE, of_form
from .schema import RecordSchema


class ChoiceSerializer(serializers.Serializer):
    """A value of a filter, with the number of results that have it."""

    value = serializers.CharField()
    label = serializers.CharField()
    count = serializers.IntegerField()
    selected = serializers.BooleanField()
    depth = serializers.IntegerField(help_text=_("Levels below the top of a tree."))


class FacetSerializer(serializers.Serializer):
    """A filter, with the values that results have."""

    name = serializers.ChoiceField(list(FACETS))
    label = serializers.CharField()
    choices = ChoiceSerializer(many=True)


class FacetCountsSerializer(serializers.Serializer):
    """The number of results and, for each filter, of results by value; the filter's own selection is left out."""

    count = serializers.IntegerField()
    facets = FacetSerializer(many=True)


class FacetList(SearchView):
    said = _("The number of activities of each value of each filter, for a query, as the page shows it.")

    schema = RecordSchema(FacetCountsSerializer, problems=(400, 429))

    def parameters(self):
        return [*of_form(self.form, leave_out=("sort",)), LANGUAGE]

    def get(self, request):
        results = find(self.search, self.index)
        counts = {"count": len(results), "facets": FacetCounts(results, self.form.asked).facets()}
        return Response(FacetCountsSerializer(counts).data)
