"""The closed vocabularies of an activity, in the words of the curation rules."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# The permanent reference of an activity: year of the report, first cited paragraph, ordinal. Bitmaps hold it
# as a number of 32 bits (`report_order`), into which no later year fits.
YEAR = "[1-3][0-9]{3}"
REF = f"{YEAR}-[0-9]{{3}}-[1-9][0-9]{{0,2}}"
LONGEST_REF = 12


class Kind(models.TextChoices):
    TRAINING = "training", _("training")
    TECHNICAL_ASSISTANCE = "technical_assistance", _("technical assistance")
    LEGISLATIVE = "legislative", _("legislative assistance")
    RESEARCH = "research", _("research")
    PUBLICATION = "publication", _("publication")
    EVENT = "event", _("event")
    CAMPAIGN = "campaign", _("campaign")
    EQUIPMENT = "equipment", _("equipment")
    NETWORK = "network", _("network")
    TOOL = "tool", _("tool")
    OPERATION = "operation", _("operation")
    POLICY = "policy", _("policy")
    MECHANISM = "mechanism", _("mechanism")
    SERVICE = "service", _("service")


class Modality(models.TextChoices):
    IN_PERSON = "in_person", _("in person")
    ONLINE = "online", _("online")
    HYBRID = "hybrid", _("hybrid")


class Scope(models.TextChoices):
    GLOBAL = "global", _("global")
    REGIONAL = "regional", _("regional")
    NATIONAL = "national", _("national")
    LOCAL = "local", _("local")


class DatePrecision(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


class Status(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Role(models.TextChoices):
    BENEFICIARY = "beneficiary", _("beneficiary")
    HOST = "host", _("host")
    PARTY = "party", _("party")
    ORGANISER = "organiser", _("organizer")


class Part(models.TextChoices):
    """The parts that an organization can take in an activity."""

    WITH = "with", _("with UNODC")
    SERVED = "served", _("serviced or supported")
    HOST = "host", _("host")


class Origin(models.TextChoices):
    CURATED = "curated", _("written by hand")
    TRANSLATED = "translated", _("translated by machine")
