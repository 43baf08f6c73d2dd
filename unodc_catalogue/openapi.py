"""Settings of the API (Django REST framework) and of its OpenAPI schema (drf-spectacular)."""

from django.utils.translation import gettext_lazy as _

SETTINGS = {
    "TITLE": "UNODC activities catalogue",  # generated clients make the name of a package of it
    "DESCRIPTION": _("Every activity with the paragraph that says so, under the licence CC BY 4.0."),
    "OAS_VERSION": "3.1.0",
    "LICENSE": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "COMPONENT_SPLIT_REQUEST": False,
    "ENUM_NAME_OVERRIDES": {
        "ActivityKind": "activities.models.vocabulary.Kind",
        "CountryRole": "activities.models.vocabulary.Role",
        "FigureRole": "activities.models.figures.FigureRole",
        "InstrumentKind": "activities.models.taxonomy.InstrumentKind",
        "PartnerPart": "activities.models.vocabulary.Part",
        "PartnerKind": "activities.models.taxonomy.PartnerKind",
        "ProgrammeKind": "activities.models.taxonomy.ProgrammeKind",
    },
    # The schema lists values from the database, which a deploy check may not have.
    "ENABLE_DJANGO_DEPLOY_CHECK": False,
    "COMPONENT_NO_READ_ONLY_REQUIRED": False,
}

REST_FRAMEWORK: dict[str, object] = {
    # Public and the same for everybody: no session is read, no cookie set.
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "EXCEPTION_HANDLER": "activities.opendata.api.errors.answer",
    "URL_FORMAT_OVERRIDE": None,
}
