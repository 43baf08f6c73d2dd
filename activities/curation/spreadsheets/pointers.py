"""Columns whose cell refers to records of other tables, by natural key."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from activities.models import Country, Locality, Paragraph, Partner
from activities.models.vocabulary import Part, Role

from .columns import Choice, Column, Whole

MOST_VALUES = 300  # per cell: more than there are States
SEVERAL = "; "  # between the values of one cell
PARTNER = re.compile(r"(?P<slug>[^\s(]+)\s*(\((?P<part>[^)]*)\))?")
PLACE = re.compile(r"(?P<iso3>\w+)\s*(\((?P<role>[^)]*)\)\s*)?(:(?P<localities>.*))?", re.DOTALL)


def listed(text, separators=r"[;\n]"):
    values = [found for part in re.split(separators, text) if (found := part.strip())]
    if len(values) > MOST_VALUES:
        raise ValidationError(_("More than %(most)d values in one cell.") % {"most": MOST_VALUES})
    return values


def pk_of(model, key, sheet_activity):
    """Returns the pk for a key; raises ValidationError with the nearest key for an unknown one."""
    pks = sheet_activity.references.pks_by_key(model)
    if key not in pks:
        text = _("Unknown: “%(key)s”.") % {"key": key}
        if near := sheet_activity.references.nearest(model, key):
            text += " " + _("Did you mean “%(near)s”?") % {"near": near}
        raise ValidationError(text)
    return pks[key]


def pks_of(model, keys, sheet_activity):
    """Returns the pks for all keys; raises one ValidationError for all wrong ones."""
    pks, faults = [], []
    for key in keys:
        try:
            pks.append(pk_of(model, key, sheet_activity))
        except ValidationError as error:
            faults += error.messages
    if len(set(keys)) < len(keys):
        faults.append(_("Duplicate value."))
    if faults:
        raise ValidationError(faults)
    return pks


class One(Column):
    """One record of a table, or none."""

    def __init__(self, name, label, model, help=""):
        super().__init__(name, label, help)
        self.model = model

    def write(self, value, sheet_activity):
        return "" if value is None else sheet_activity.references.key(self.model, value)

    def read(self, text, sheet_activity):
        key = text.strip()
        return pk_of(self.model, key, sheet_activity) if key else None


class Several(One):
    """Several records of a table, in the order of their keys."""

    width = 24

    def write(self, value, sheet_activity):
        return SEVERAL.join(sorted(sheet_activity.references.key(self.model, number) for number in value))

    def read(self, text, sheet_activity):
        return sorted(pks_of(self.model, listed(text, r"[;,\n]"), sheet_activity))


class CitedParagraph(Whole):
    """A paragraph of the activity's report, by its number."""

    def write(self, value, sheet_activity):
        return "" if value is None else str(sheet_activity.references.key(Paragraph, value)[1])

    def read(self, text, sheet_activity):
        number = super().read(text, sheet_activity)
        found = sheet_activity.references.pks_by_key(Paragraph).get((sheet_activity.report, number))
        if number is not None and found is None:
            raise ValidationError(
                _("The report of %(report)s has no paragraph %(number)d.")
                % {"report": sheet_activity.report, "number": number}
            )
        return found


class Paragraphs(CitedParagraph):
    """The paragraphs cited, the main one first."""

    def stored(self, target):
        return [row["fields"]["paragraph"] for row in target.part("citations")]

    def store(self, target, value):
        rows = {row["fields"]["paragraph"]: row for row in target.part("citations")}
        for number in rows.keys() - set(value):
            target.remove(rows[number])
        for position, number in enumerate(value):
            row = rows.get(number) or target.add("citations", paragraph=number)
            row["fields"]["position"] = position

    def write(self, value, sheet_activity):
        return SEVERAL.join(super(Paragraphs, self).write(number, sheet_activity) for number in value)

    def read(self, text, sheet_activity):
        found = [super(Paragraphs, self).read(part, sheet_activity) for part in listed(text, r"[;,\n]")]
        if len(set(found)) < len(found):
            raise ValidationError(_("Duplicate value."))
        return found


class Parts(Column):
    """Partners, each with its part unless it does the activity together with UNODC: `undp; osce (host)`."""

    width = 24
    part = Choice("part", "", Part.choices)

    def stored(self, target):
        rows = [row["fields"] for row in target.part("partner_parts")]
        return sorted((row["partner"], row["part"]) for row in rows)

    def store(self, target, value):
        rows = {row["fields"]["partner"]: row for row in target.part("partner_parts")}
        for partner in rows.keys() - {partner for partner, _part in value}:
            target.remove(rows[partner])
        for partner, part in value:
            row = rows.get(partner) or target.add("partner_parts", partner=partner)
            row["fields"]["part"] = part

    def write(self, value, sheet_activity):
        return SEVERAL.join(sorted(self._partner(partner, part, sheet_activity) for partner, part in value))

    def _partner(self, partner, part, sheet_activity):
        slug = sheet_activity.references.key(Partner, partner)
        return slug if part == Part.WITH else f"{slug} ({self.part.write(part, sheet_activity)})"

    def read(self, text, sheet_activity):
        listed_cells = listed(text, r"[;,\n]")
        cells = [found for cell in listed_cells if (found := PARTNER.fullmatch(cell))]
        if len(cells) < len(listed_cells):
            raise ValidationError(_("“%(text)s” is not written as undp; osce (host).") % {"text": text})
        pks = pks_of(Partner, [cell["slug"] for cell in cells], sheet_activity)
        parts = [self.part.read(cell["part"] or "", sheet_activity) or Part.WITH.value for cell in cells]
        return sorted(zip(pks, parts, strict=True))


class Places(Column):
    """Countries, each with a role and localities: `KEN (host): nairobi, mombasa; UGA` (beneficiary)."""

    width = 30
    role = Choice("role", "", Role.choices)

    def stored(self, target):
        rows = [row["fields"] for row in target.part("country_roles")]
        return sorted((row["country"], row["role"], tuple(row["localities"])) for row in rows)

    def store(self, target, value):
        rows = {
            (row["fields"]["country"], row["fields"]["role"]): row for row in target.part("country_roles")
        }
        for key in rows.keys() - {place[:2] for place in value}:
            target.remove(rows[key])
        for country, role, localities in value:
            row = rows.get((country, role)) or target.add("country_roles", country=country, role=role)
            row["fields"]["localities"] = sorted(localities)

    def write(self, value, sheet_activity):
        return SEVERAL.join(sorted(self._place(place, sheet_activity) for place in value))

    def _place(self, place, sheet_activity):
        country, role, localities = place
        text = f"{sheet_activity.references.key(Country, country)} ({self.role.write(role, sheet_activity)})"
        slugs = sorted(sheet_activity.references.key(Locality, number)[1] for number in localities)
        return f"{text}: {', '.join(slugs)}" if slugs else text

    def read(self, text, sheet_activity):
        places, faults = [], []
        for part in listed(text):
            try:
                places.append(self._read_place(part, sheet_activity))
            except ValidationError as error:
                faults += error.messages
        if len({place[:2] for place in places}) < len(places):
            faults.append(_("The same country appears twice in the same role."))
        if faults:
            raise ValidationError(faults)
        return sorted(places)

    def _read_place(self, text, sheet_activity):
        if not (found := PLACE.fullmatch(text)):
            raise ValidationError(
                _("“%(text)s” is not written as KEN (host): nairobi, mombasa.") % {"text": text}
            )
        country = pk_of(Country, found["iso3"].upper(), sheet_activity)
        role = self.role.read(found["role"] or "", sheet_activity) or Role.BENEFICIARY.value
        known, localities = sheet_activity.references.pks_by_key(Locality), set()
        for slug in listed(found["localities"] or "", ","):
            if (found["iso3"].upper(), slug) not in known:
                raise ValidationError(
                    _("Not a locality of %(country)s: “%(slug)s”.")
                    % {"country": found["iso3"].upper(), "slug": slug}
                )
            localities.add(known[found["iso3"].upper(), slug])
        return country, role, tuple(sorted(localities))
