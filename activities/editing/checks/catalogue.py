"""The rows that the checks read, and the fault that a check yields."""

from dataclasses import dataclass

from django.db.models import Model, Prefetch
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from activities import models
from activities.models.figures import digits
from activities.models.vocabulary import Status

NAMED = (
    models.Country,
    models.Region,
    models.Theme,
    models.Programme,
    models.Partner,
    models.Instrument,
    models.Unit,
)


@dataclass(frozen=True)
class Fault:
    """A fault of a row, or of the ref of a row that does not exist."""

    record: Model | str
    message: str

    def __str__(self):
        return f"{name_of(self.record)}: {self.message}"


def name_of(record):
    """Returns the ref of an activity; model name and natural key of any other row."""
    if isinstance(record, str):
        return record
    key = " ".join(map(str, record.natural_key()))
    return key if isinstance(record, models.Activity) else f"{record._meta.verbose_name} {key}"


@dataclass(frozen=True)
class Wording:
    """A text in both languages, either of which may be empty.

    `titles` are publications that the text may quote as printed, exempt from the checks of typography.
    """

    record: Model
    place: str
    fr: str
    en: str
    is_prose: bool = False
    titles: tuple[str, ...] = ()


class Catalogue:
    """The whole catalogue; each table is read once, when a check first needs it."""

    @property
    def rows(self):
        return models.Activity.objects.all()

    @cached_property
    def activities(self):
        rows = self.rows.in_report_order().select_related("report").prefetch_related(
            "texts", "citations__paragraph", "country_roles__country", "regions", "programmes", "themes",
            "partner_parts", "instruments", "publications", "figures__countries", "figures__unit",
            "figures__programme", "figures__paragraph",
            Prefetch("country_roles__localities", models.Locality.objects.select_related("country")),
        )  # fmt: skip
        return list(rows)

    @cached_property
    def published(self):
        return [activity for activity in self.activities if activity.status == Status.PUBLISHED]

    @cached_property
    def texts(self):
        """Pairs (published activity, its text in one language)."""
        return [(activity, text) for activity in self.published for text in activity.texts.all()]

    @cached_property
    def paragraphs(self):
        """The paragraphs of published reports; a report in preparation may be incomplete."""
        own = models.Figure.objects.filter(activity=None).select_related("unit", "programme", "paragraph")
        return list(
            models.Paragraph.objects.published()
            .select_related("report")
            .prefetch_related(Prefetch("figures", own, to_attr="own_figures"))
        )

    @cached_property
    def localities(self):
        return list(models.Locality.objects.select_related("country"))

    @cached_property
    def sections(self):
        return list(models.Section.objects.published().select_related("report"))

    @cached_property
    def named(self):
        """{model: rows} of the reference tables."""
        return {model: list(model._default_manager.all()) for model in NAMED}

    @cached_property
    def leaf_themes(self):
        themes = self.named[models.Theme]
        parents = {theme.parent_id for theme in themes}
        return [theme for theme in themes if theme.pk not in parents]

    @cached_property
    def figures(self):
        """Pairs (activity or paragraph that owns the figure, figure)."""
        owned = [(activity, figure) for activity in self.activities for figure in activity.figures.all()]
        return owned + [
            (paragraph, figure) for paragraph in self.paragraphs for figure in paragraph.own_figures
        ]

    @cached_property
    def wordings(self):
        """All texts that are published in both languages."""
        return [*self._activity_wordings(), *self._source_wordings(), *self._reference_wordings()]

    def _activity_wordings(self):
        for activity in self.activities:
            titles = tuple(publication.title for publication in activity.publications.all())
            texts = {text.language: text for text in activity.texts.all()}
            for field, place in (("title", _("the title")), ("summary", _("the summary"))):
                fr, en = (getattr(texts.get(code), field, "") for code in ("fr", "en"))
                yield Wording(activity, place, fr, en, is_prose=field == "summary", titles=titles)
            fr, en = activity.source_note_fr, activity.source_note_en
            yield Wording(activity, _("the note on the source"), fr, en, is_prose=True, titles=titles)
        for record, figure in self.figures:
            place = _("the label of the figure %(value)s") % {"value": digits(figure.value)}
            yield Wording(record, place, figure.label_fr, figure.label_en)

    def _source_wordings(self):
        for paragraph in self.paragraphs:
            yield Wording(paragraph, _("the gist"), paragraph.gist_fr, paragraph.gist_en, is_prose=True)
        for section in self.sections:
            yield Wording(section, _("the title"), section.title_fr, section.title_en)

    def _reference_wordings(self):
        for rows in [*self.named.values(), self.localities]:
            for row in rows:
                yield Wording(row, _("the name"), row.name_fr, row.name_en)
        for region in self.named[models.Region]:
            yield Wording(region, _("the basis"), region.basis_note_fr, region.basis_note_en, is_prose=True)


class OneActivity(Catalogue):
    """A single activity, treated as published whatever its status, for the checks that need no other."""

    paragraphs = sections = localities = ()

    def __init__(self, activity):
        self.activity = activity

    @property
    def rows(self):
        return models.Activity.objects.filter(pk=self.activity.pk)

    @cached_property
    def published(self):
        return self.activities

    @cached_property
    def named(self):
        return {model: [] for model in NAMED} | {models.Theme: list(models.Theme.objects.all())}

    @cached_property
    def wordings(self):
        return list(self._activity_wordings())
