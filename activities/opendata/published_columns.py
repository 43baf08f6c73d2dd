"""The columns of activities, of their countries and of their figures, declared once for all published tables.

The exports have them in this order; the Data Package and the API select from them by name.
"""

from functools import cache
from operator import attrgetter

from django.apps import apps
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from activities.models import Activity, ActivityCountry, Figure

from .columns import Column
from .csv_rows import SEVERAL


def _joined(values):
    return SEVERAL.join(str(value) for value in values)


def _all(row, relation):
    """Returns the related rows: from memory, where a manager would be made for each relation of each row."""
    known = getattr(row, "_prefetched_objects_cache", {})
    return known[relation] if relation in known else getattr(row, relation).all()


def _keys(relation, key="slug"):
    value = attrgetter(key)
    return lambda row, site: _joined(value(related) for related in _all(row, relation))


ANY_REF = "1000-001-1"

# The relations whose keys are read from another one.
THROUGH = {"partners": ("partner_parts", "partner.")}


def _names(relation, path=""):
    """Returns the column of the names of related rows, or of what they point at, in the file's language."""

    def read(row, site):
        name = f"name_{get_language() or 'fr'}"
        rows = _all(row, relation)
        named = dict.fromkeys(getattr(related, path) for related in rows) if path else rows
        return _joined(getattr(record, name) or record.name for record in named)

    return read


def _parts(activity, site):
    return _joined(f"{row.partner.slug} ({row.part})" for row in _all(activity, "partner_parts"))


def _text(field, language, title):
    def read(activity, site):
        return next(
            (getattr(text, field) for text in _all(activity, "texts") if text.language == language), ""
        )

    return Column(f"{field}_{language}", read=read, title=title, like=f"texts__{field}")


def _labelled(model, *names):
    """Returns the columns of fields, each of a closed list followed by its label in the file's language."""
    for name in names:
        yield Column(name)
        if model._meta.get_field(name).choices:
            yield Column(f"{name}_label", read=_label(name))


def _label(name):
    return lambda row, site: _labels(row._meta.label, name, get_language()).get(getattr(row, name), "")


@cache
def _labels(label: str, name: str, language: str | None) -> dict[str, str]:
    """Returns {value: label} of a closed list; Django makes it anew for each value that it displays."""
    return {value: str(label) for value, label in apps.get_model(label)._meta.get_field(name).flatchoices}


def _named(relation):
    """Returns the column of the keys of a relation, and that of its names in the file's language."""
    path, prefix = THROUGH.get(relation, (relation, ""))
    yield Column(relation, read=_keys(path, f"{prefix}slug"))
    yield Column(f"{relation.removesuffix('s')}_names", read=_names(path, prefix.removesuffix(".")))


def _countries(attribute):
    def read(activity, site):
        return _joined(
            dict.fromkeys(getattr(role.country, attribute) for role in _all(activity, "country_roles"))
        )

    return read


def _by_name(*columns) -> dict[str, Column]:
    return {column.name: column for column in columns}


def permanent(site, ref):
    """Returns the permanent URL of an activity; `site` is a scheme and a host."""
    return f"{site}{_permanent_path(get_script_prefix())}{ref}"


@cache
def _permanent_path(prefix: str) -> str:
    """Returns what the paths of all permanent URLs begin with; to build each anew takes as long as a row of CSV."""
    return reverse("permanent", args=[ANY_REF]).removesuffix(ANY_REF)


def main_section(activity):
    """Returns the code of the section of the main paragraph."""
    return next((row.paragraph.section.code for row in _all(activity, "citations")), None)


ACTIVITY = _by_name(
    Column("ref"),
    Column(
        "url", "address", lambda activity, site: permanent(site, activity.ref),
        title=_("permanent address"), like="report__ref",
    ),
    Column("report", "report__ref", title=_("report"), references="reports"),
    Column("paragraphs", read=lambda activity, site: _joined(row.paragraph.number for row in _all(activity, "citations"))),
    Column("section", read=lambda activity, site: main_section(activity)),
    *_labelled(Activity, *Activity.PROPERTIES),
    _text("title", "fr", _("title in French")),
    _text("title", "en", _("title in English")),
    _text("summary", "fr", _("summary in French")),
    _text("summary", "en", _("summary in English")),
    Column("countries", read=_countries("iso3")),
    Column("country_names", read=_names("country_roles", "country")),
    *(column for relation in Activity.RELATIONS for column in _named(relation)),
    Column("partner_parts", read=_parts),
    Column("publications", read=_keys("publications", "title")),
    Column("figures", read=lambda activity, site: len(_all(activity, "figures"))),
    *map(Column, Activity.NOTES),
    Column("updated_at"),
)  # fmt: skip


def _of_activity(name, column=""):
    """Returns the column of a row that belongs to an activity with a value of that activity."""
    read = ACTIVITY[column or name].value
    return Column(name, read=lambda row, site: read(row.activity, site))


COUNTRY = _by_name(
    _of_activity("ref"),
    _of_activity("url"),
    Column("iso3", "country__iso3"),
    Column("country_fr", "country__name_fr"),
    Column("country_en", "country__name_en"),
    *_labelled(ActivityCountry, "role"),
    Column("localities", read=_keys("localities", "name")),
    *map(_of_activity, ("title_fr", "title_en", "kind", "kind_label", "scope", "scope_label")),
    *map(_of_activity, ("themes", "theme_names", "programmes", "programme_names", "paragraphs")),
)

FIGURE = _by_name(
    _of_activity("ref"),
    _of_activity("url"),
    *_labelled(Figure, "qualifier", "value"),
    Column("unit", "unit__slug", title=_("unit"), references="units"),
    Column("unit_name", "unit__name"),
    Column("label_fr"),
    Column("label_en"),
    Column("report", "paragraph__report__ref", title=_("report"), references="reports"),
    Column("paragraph", "paragraph__number", title=_("paragraph")),
    Column("period"),
    Column("cumulative"),
    *_labelled(Figure, "role"),
    Column(
        "countries", "named", _keys("countries", "iso3"),
        title=_("countries that it counts for, separated by semicolons"), like="countries__iso3",
    ),
    Column("country_names", read=_names("countries")),
    Column(
        "programme", "programme__slug",
        title=_("programme that it counts for"), references="programmes",
    ),
    Column("programme_name", "programme__name"),
    _of_activity("programmes_of_activity", "programmes"),
    _of_activity("programme_names_of_activity", "programme_names"),
)  # fmt: skip
