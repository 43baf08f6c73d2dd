"""Records for tests, beside the curated catalogue: their refs are of the year 2099.

No test names an activity of the curated catalogue: it makes one here or chooses one by what it has, so that a
correction of the data fails none. The tests that guard the data are in tests/data.
"""

import datetime

import factory
from factory.django import DjangoModelFactory

from activities import models
from activities.editing import take_snapshot
from activities.models.vocabulary import Status
from activities.search import publish_changes


class ReportFactory(DjangoModelFactory):
    class Meta:
        model = models.Report
        django_get_or_create = ("ref",)

    ref = "2099"
    session = 154
    resolution = "153/1"


class SectionFactory(DjangoModelFactory):
    class Meta:
        model = models.Section
        django_get_or_create = ("report", "code")

    report = factory.SubFactory(ReportFactory)
    code = "I"
    position = 0
    title_fr = "Introduction"
    title_en = "Introduction"


class ParagraphFactory(DjangoModelFactory):
    class Meta:
        model = models.Paragraph
        django_get_or_create = ("report", "number")

    report = factory.SubFactory(ReportFactory)
    section = factory.SubFactory(SectionFactory, report=factory.SelfAttribute("..report"))
    number = 1
    gist_fr = "Un paragraphe."
    gist_en = "A paragraph."
    disposition = "catalogued"


class ActivityFactory(DjangoModelFactory):
    """A published activity with a French and an English text, on paragraph 1."""

    class Meta:
        model = models.Activity
        skip_postgeneration_save = True

    ref = factory.Sequence(lambda n: f"2099-001-{n % 999 + 1}")  # three digits, however many tests
    report = factory.SubFactory(ReportFactory)
    kind = "training"
    scope = "national"
    status = Status.PUBLISHED
    reviewed_by = "tests"
    reviewed_on = datetime.date(2099, 1, 1)

    @factory.post_generation
    def texts(self, create, extracted, **kwargs):
        texts = {"fr": ("Titre", "Résumé"), "en": ("Title", "Summary")} if extracted is None else extracted
        for language, (title, summary) in texts.items():
            models.ActivityText.objects.create(activity=self, language=language, title=title, summary=summary)

    @factory.post_generation
    def citation(self, create, extracted, **kwargs):
        paragraph = extracted or ParagraphFactory(report=self.report)
        models.Citation.objects.create(activity=self, paragraph=paragraph)

    @factory.post_generation
    def countries(self, create, extracted, **kwargs):
        for country in extracted or ():
            models.ActivityCountry.objects.create(activity=self, country=country)

    @factory.post_generation
    def relations(self, create, extracted, **kwargs):
        """{relation: records}, for example regions or themes."""
        for relation, records in (extracted or {}).items():
            getattr(self, relation).set(records)

    @factory.post_generation
    def figures(self, create, extracted, **kwargs):
        """Values of the fields of each figure."""
        for position, values in enumerate(extracted or ()):
            FigureFactory(activity=self, position=position, **values)

    @factory.post_generation
    def published(self, create, extracted, **kwargs):
        take_snapshot(self)
        publish_changes(models.Activity.objects.filter(pk=self.pk))


class FigureFactory(DjangoModelFactory):
    """20 judges trained: a result of an activity, in the first paragraph that it cites."""

    class Meta:
        model = models.Figure
        skip_postgeneration_save = True

    activity = factory.SubFactory(ActivityFactory)
    paragraph = factory.LazyAttribute(lambda figure: figure.activity.cited_paragraphs[0])
    value = 20
    unit = factory.LazyFunction(lambda: models.Unit.objects.get(slug="people_trained"))
    label_fr = "magistrats formés"
    label_en = "judges trained"

    @factory.post_generation
    def countries(self, create, extracted, **kwargs):
        self.countries.set(extracted or ())


def leave_unnamed(*codes):
    """Takes the countries out of every activity and figure."""
    countries = models.Country.objects.filter(iso3__in=codes)
    named = list(models.Activity.objects.filter(countries__in=countries).values_list("pk", flat=True))
    if named:
        models.ActivityCountry.objects.filter(country__in=countries).delete()
        models.Figure.countries.through.objects.filter(country__in=countries).delete()
        publish_changes(models.Activity.objects.filter(pk__in=named))


def workshop(**fields):
    """Returns a published activity with what most have: a section, a paragraph, a country, themes and a figure.

    Its paragraph, 26, is in section IV.C.1; its figure counts 20 people trained in Nepal.
    """
    for position, code in enumerate(("IV", "IV.C", "IV.C.1"), start=1):
        section = SectionFactory(
            code=code, position=position, title_fr=f"Partie {code}", title_en=f"Part {code}"
        )
    nepal = models.Country.objects.get(iso3="NPL")
    themes = models.Theme.objects.filter(slug__in=["children-and-youth", "courts-and-prosecution"])
    return ActivityFactory(
        **{
            "ref": "2099-026-1",
            "citation": ParagraphFactory(number=26, section=section),
            "texts": {
                "fr": ("Atelier pour procureurs au Népal", "Au Népal, 20 procureurs ont suivi un atelier."),
                "en": ("Workshop for prosecutors in Nepal", "In Nepal, 20 prosecutors attended a workshop."),
            },
            "countries": [nepal],
            "relations": {"themes": themes},
            "figures": [
                {"label_fr": "procureurs formés", "label_en": "prosecutors trained", "countries": [nepal]}
            ],
            **fields,
        }
    )
