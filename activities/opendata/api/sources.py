"""Paragraphs of the report and the figures that they state."""

from django.db.models import Prefetch
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from activities.models import Activity, Country, Figure, Paragraph
from activities.models.sources import Disposition
from activities.search.figure_filters import FigureFilter, ParagraphFilter

from ..exports import FigureSerializer
from ..exports.fields import BilingualField
from .base import ReadView, valid
from .paging import PARAMETERS, enveloped, page_of
from .parameters import LANGUAGE, of_form
from .schema import ListSchema
from .selection import chosen, fields_of


class RegisteredFigureSerializer(FigureSerializer):
    """A figure with its activity and its programme, each null where it has none."""

    report = serializers.CharField(source="paragraph.report.ref")
    activity = serializers.CharField(source="activity.ref", default=None, allow_null=True)
    programme = serializers.CharField(source="programme.slug", default=None, allow_null=True)

    class Meta(FigureSerializer.Meta):
        fields = (*FigureSerializer.Meta.fields, "report", "activity", "programme")


class ParagraphSerializer(serializers.Serializer):
    """A numbered paragraph of a report, with what came of it and the activities that cite it; never its text."""

    report = serializers.CharField(source="report.ref")
    number = serializers.IntegerField()
    section = serializers.CharField(source="section.code")
    disposition = serializers.ChoiceField(Disposition.choices)
    gist = BilingualField()
    activities = serializers.SerializerMethodField()
    figures = FigureSerializer(many=True, source="published_figures")

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_activities(self, paragraph):
        return [activity.ref for activity in paragraph.published]


def _figures():
    countries = Prefetch("countries", Country.objects.by_name())
    return (
        Figure.objects.published()
        .select_related("activity", "programme", "unit", "paragraph__report")
        .prefetch_related(countries)
        .order_by("paragraph__report", "paragraph__number", "position", "pk")
    )


def _paragraphs():
    published = Activity.objects.published().in_report_order().only("ref", "report_order")
    paragraphs = Paragraph.objects.published().select_related("report", "section")
    return paragraphs.prefetch_related(
        Prefetch("activities", published, to_attr="published"),
        Prefetch("figures", _figures(), to_attr="published_figures"),
    )


class RowList(ReadView):
    serializer: type[serializers.Serializer]
    filterset: type[FilterSet]

    def parameters(self):
        return [*of_form(self.filters.form), *PARAMETERS, fields_of(self.serializer), LANGUAGE]

    def all_rows(self):
        raise NotImplementedError

    @cached_property
    def filters(self):
        request = getattr(self, "request", None)
        return self.filterset(request and request.query_params, self.all_rows())

    def get(self, request):
        page = page_of(valid(self.filters).qs, request)
        serializer = self.serializer(list(page), many=True, context=self.record_context)
        return Response(enveloped(page, request, chosen(serializer, request).data))


class ParagraphList(RowList):
    said = _("Every paragraph of the report, in order, with its disposition.")

    serializer = ParagraphSerializer
    filterset = ParagraphFilter
    schema = ListSchema(ParagraphSerializer)

    def all_rows(self):
        return _paragraphs()


class FigureList(RowList):
    said = _(
        "Every figure as the report states it, with its qualifier, by the filters of the page of figures."
    )

    serializer = RegisteredFigureSerializer
    filterset = FigureFilter
    schema = ListSchema(RegisteredFigureSerializer)

    def all_rows(self):
        return _figures()
