"""The filters and orders of activities, and what each kind of page reads with them."""

from django.db.models import Exists, F, IntegerField, Lookup, OuterRef, Prefetch, Subquery, TextField
from django.db.models.functions import Cast, Coalesce, JSONObject
from django.utils.translation import get_language

from activities.language import words

from .base import NaturalKeyQuerySet
from .parts import ActivityCountry, ActivityPartner, ActivityText, Citation
from .places import Country, Region
from .taxonomy import Instrument, Programme, Theme
from .vocabulary import Scope, Status


@IntegerField.register_lookup
class Among(Lookup):
    """Implements `field__among=integers` for any number of them, as one array.

    Written as text: `in` has a parameter for each, and psycopg takes several times as long for a list.
    """

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s::bigint[])", [*params, f"{{{','.join(map(str, self.rhs))}}}"]


class ActivityQuerySet(NaturalKeyQuerySet):
    def published(self):
        return self.filter(status=Status.PUBLISHED)

    def at(self, slots):
        """Returns the activities of these slots of the index."""
        return self.filter(report_order__among=slots)

    def in_report_order(self):
        return self.order_by("report_order")

    def newest_first(self):
        return self.order_by(F("start").desc(nulls_last=True), "report_order")

    def by_title(self, language=None):
        """Orders by the title that the reader sees: in their language, else in the other one."""
        language = language or get_language() or "fr"
        titles = ActivityText.objects.filter(activity=OuterRef("pk"))
        own = titles.filter(language=language).values("title")[:1]
        title = Coalesce(Subquery(own), Subquery(titles.values("title")[:1]))
        return self.order_by(words.sortable(title), "report_order")

    def naming(self, country):
        return self.filter(Exists(ActivityCountry.objects.filter(activity=OuterRef("pk"), country=country)))

    def covering(self, country):
        """Returns the activities of a region that the country is in, unless they name the country itself."""
        regional = self.model.regions.through.objects.filter(
            activity=OuterRef("pk"), region__countries=country
        )
        return self.filter(Exists(regional)).difference_from(self.naming(country))

    def worldwide(self, country):
        """Returns the global activities that neither name the country nor cover it by a region."""
        named_or_covered = self.naming(country) | self.covering(country)
        return self.filter(scope=Scope.GLOBAL).difference_from(named_or_covered)

    def difference_from(self, others):
        return self.exclude(pk__in=others.values("pk"))

    def for_list(self):
        return self.for_page().prefetch_related(
            Prefetch("countries", Country.objects.by_name().distinct(), to_attr="named_countries"),
            Prefetch("regions", Region.objects.by_name(), to_attr="named_regions"),
        )

    def for_page(self):
        """Reads a list without its countries and regions, which `search.results.Results` has in memory."""
        # The vector is long and never shown, nor are the notes.
        return (
            self.annotate(main_figure=self._main_figure())
            .select_related("search_row")
            .defer("search_row__vector", "source_note_fr", "source_note_en")
            .prefetch_related(
                Prefetch("texts", ActivityText.objects.defer("origin")),
                Prefetch(
                    "citations",
                    Citation.objects.select_related("paragraph__report").defer(
                        "paragraph__gist_fr", "paragraph__gist_en"
                    ),
                ),
            )
        )

    def _main_figure(self):
        """Returns the first result of an activity as JSON; a prefetch would be one more query for each list."""
        figures = self.model._meta.get_field("figures").related_model.objects
        results = figures.filter(activity=OuterRef("pk"), role="result").order_by("position", "pk")
        names = ("name_fr", "name_en", "slug")
        stated = JSONObject(
            value=Cast("value", TextField()),
            **{name: name for name in ("qualifier", "label_fr", "label_en")},
            **{name: f"unit__{name}" for name in names},
        )
        return Subquery(results.values(stated=stated)[:1])

    def for_detail(self):
        return self.select_related("report").prefetch_related(
            "texts",
            Prefetch("citations", Citation.objects.select_related("paragraph__section", "paragraph__report")),
            Prefetch("country_roles", ActivityCountry.objects.select_related("country").by_name()),
            "country_roles__localities",
            Prefetch("regions", Region.objects.by_name()),
            Prefetch("themes", Theme.objects.select_related("parent").in_tree_order()),
            *(
                Prefetch(name, model.objects.by_name())
                for name, model in (
                    ("programmes", Programme),
                    ("instruments", Instrument),
                )
            ),
            Prefetch("partner_parts", ActivityPartner.objects.select_related("partner").by_name()),
            "publications",
            "figures__unit",
            "figures__paragraph__report",
            Prefetch("figures__countries", Country.objects.by_name()),
        )
