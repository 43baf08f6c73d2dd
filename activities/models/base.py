from functools import reduce

from babel import Locale
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from activities.language.characters import forbidden_in
from activities.language.words import fold, folded

LANGUAGES = ("fr", "en")
LONGEST_SORT = 400  # characters of a folded name
SLUG = r"^[a-z0-9]+([-_][a-z0-9]+)*$"


def localised(record, field):
    """Returns the field in the reader's language, or in the other one if that is empty."""
    values = {code: getattr(record, f"{field}_{code}") for code in LANGUAGES}
    return values.get(get_language() or "fr") or values["fr"] or values["en"]


def language_name(code):
    """Returns a language's name: `fr` is français in French, French in English; else the code itself."""
    return Locale(get_language() or "fr").languages.get(code, code)


def one_of(field, choices, name):
    """Returns the check constraint that restricts a column to its choices."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": choices.values}), name=name)


def _said(record, field):
    """Returns the text of a field, or the joined texts of an array; empty for other types."""
    value = getattr(record, field.attname)
    texts = value if isinstance(value, list) else [value]
    return "".join(text for text in texts if isinstance(text, str))


class NaturalKeyQuerySet(models.QuerySet):
    def get_by_natural_key(self, *key):
        return self.get(**dict(zip(self.model.NATURAL_KEY, key, strict=True)))


class NaturalKey(models.Model):
    """A row identified by the fields of NATURAL_KEY (lookup paths) in fixtures and in Django's own dumps."""

    NATURAL_KEY: tuple[str, ...] = ("slug",)

    objects = NaturalKeyQuerySet.as_manager()

    class Meta:
        abstract = True

    def clean_fields(self, exclude=None):
        """Refuses characters that no feed and no file can hold."""
        super().clean_fields(exclude=exclude)
        wrong = {
            field.name: forbidden
            for field in self._meta.fields
            if not field.generated
            and field.name not in (exclude or ())
            and (forbidden := forbidden_in(_said(self, field)))
        }
        if wrong:
            message = _("These characters cannot be stored in a file: %(characters)s. Remove them.")
            raise ValidationError(
                {name: message % {"characters": ", ".join(found)} for name, found in wrong.items()}
            )

    def natural_key(self):
        return tuple(reduce(getattr, path.split("__"), self) for path in self.NATURAL_KEY)


class Curated(NaturalKey):
    """A row that is loaded from the fixtures and that an analyst may edit."""

    loaded_digest = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        help_text="SHA-256 of the fixture record as last loaded: a row that differs from it was edited here.",
    )

    class Meta:
        abstract = True


class NamedQuerySet(NaturalKeyQuerySet):
    def by_name(self):
        return self.order_by(f"sort_{get_language() or 'fr'}", "pk")


class Named(NaturalKey):
    """A row of a reference table: a name in each language, other names, and a stored sort key."""

    name_fr = models.CharField(_("name in French"), max_length=300)
    name_en = models.CharField(_("name in English"), max_length=300)
    aliases_fr = ArrayField(
        models.CharField(max_length=200),
        verbose_name=_("other names in French"),
        default=list,
        blank=True,
        help_text=_("Separated by commas; found by search and shown as “also known as”."),
    )
    aliases_en = ArrayField(
        models.CharField(max_length=200),
        verbose_name=_("other names in English"),
        default=list,
        blank=True,
        help_text=_("Separated by commas; found by search and shown as “also known as”."),
    )
    # Folded by the database and compared by byte: the same order on every server.
    sort_fr = models.GeneratedField(
        expression=folded("name_fr"),
        output_field=models.CharField(max_length=LONGEST_SORT, db_collation="C"),
        db_persist=True,
    )
    sort_en = models.GeneratedField(
        expression=folded("name_en"),
        output_field=models.CharField(max_length=LONGEST_SORT, db_collation="C"),
        db_persist=True,
    )

    objects = NamedQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    def clean_fields(self, exclude=None):
        """Refuses a name whose folded form would not fit into its sort key."""
        super().clean_fields(exclude=exclude)
        names = {f"name_{code}" for code in LANGUAGES} - set(exclude or ())
        if long := [name for name in names if len(fold(getattr(self, name))) > LONGEST_SORT]:
            raise ValidationError(dict.fromkeys(long, _("This name is too long.")))

    @property
    def name(self):
        return localised(self, "name")

    def search_names(self):
        """Returns every name that a visitor may use for it, in both languages."""
        return [self.name_fr, self.name_en, *self.aliases_fr, *self.aliases_en]

    def names_of_several_words(self):
        """Returns the names that can be found within a text: one word alone may mean another thing."""
        return [name for name in self.search_names() if " " in name]


class Slugged(Curated, Named):
    slug = models.SlugField(
        _("identifier"), max_length=80, unique=True, help_text=_("English, permanent, part of the address.")
    )

    class Meta:
        abstract = True


class TreeQuerySet(NamedQuerySet):
    def descendants(self):
        """Returns {pk: pks of the record and of everything below it}, in one query."""
        parents = dict(self.values_list("pk", "parent_id"))
        below = {pk: {pk} for pk in parents}
        for pk in parents:
            ancestor = parents[pk]
            while ancestor:
                below[ancestor].add(pk)
                ancestor = parents[ancestor]
        return below


class InTree(Slugged):
    """A record that may be part of another one of its table."""

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = TreeQuerySet.as_manager()

    class Meta:
        abstract = True

    def clean(self):
        # In a cycle, no walk up the tree would end.
        if self.parent and self.parent.pk in type(self).objects.descendants().get(self.pk, ()):
            raise ValidationError({"parent": _("A record cannot be part of itself.")})

    def ancestors(self):
        """Returns the records above, the nearest first."""
        above: list[InTree] = []
        while (record := above[-1] if above else self).parent:
            above.append(record.parent)
        return above


class BilingualAcronym(models.Model):
    acronym_fr = models.CharField(_("acronym in French"), max_length=30, blank=True)
    acronym_en = models.CharField(_("acronym in English"), max_length=30, blank=True)

    class Meta:
        abstract = True

    @property
    def acronym(self):
        return localised(self, "acronym")

    def search_names(self):
        return [*super().search_names(), self.acronym_fr, self.acronym_en]
