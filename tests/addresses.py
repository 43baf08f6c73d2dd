"""Addresses of the site, for whatever is asked of every page."""

from django.conf import settings
from django.urls import translate_url
from django.utils import translation

from activities.curation.fixtures import refs
from activities.models import Activity

# They stand for activities of the database, which `filled` chooses by what they have.
ANY, DATED, RICH = "2099-001-1", "2099-001-2", "2099-001-3"
UNKNOWN = "2099-999-9"
# Its pages are asked for where a test cannot ask the database of the server.
ISSUED = refs.read(settings.FIXTURES_DIR)[0]
CHOSEN_BY = {
    ANY: {},
    DATED: {"start__isnull": False},
    RICH: {"figures__isnull": False, "country_roles__isnull": False, "themes__isnull": False},
}

# Every kind of page, by its French address.
PAGES = [
    "/fr/",
    "/fr/activites/",
    "/fr/activites/?q=prison&country=KGZ&sort=title",
    "/fr/activites/?country=KGZ&theme=cybercrime",
    "/fr/activites/?q=https%3A%2F%2Fexample.org%2F" + "anaddress" * 12,
    "/fr/activites/apercu/?country=KGZ&country=PER",
    "/fr/activites/facette/theme/?country=KGZ",
    f"/fr/activites/{RICH}/",
    f"/fr/activites/{ANY}/",
    "/fr/pays/",
    "/fr/pays/KGZ/",
    "/fr/pays/TUV/",
    "/fr/programmes/",
    "/fr/programmes/star/",
    "/fr/themes/",
    "/fr/themes/corruption/",
    "/fr/partenaires/",
    "/fr/partenaires/undp/",
    "/fr/instruments/",
    "/fr/instruments/uncac/",
    "/fr/regions/",
    "/fr/regions/central-asia/",
    "/fr/chiffres/",
    "/fr/chiffres/?unit=people_trained&section=IV.C&role=result",
    "/fr/chiffres/?unit=countries",
    "/fr/rapport/",
    "/fr/rapport/2021/",
    "/fr/rapport/grille/",
    "/fr/fiche/",
    "/fr/fiche/?country=KGZ&sort=title",
    "/fr/comparer/",
    "/fr/comparer/?country=KGZ&country=KAZ&country=PER",
    "/fr/comparer/?theme=corruption&theme=cybercrime",
    "/fr/changements/",
    "/fr/donnees/",
    "/fr/donnees/iati/",
    "/fr/a-propos/",
    "/fr/methode/",
    "/fr/licence/",
    "/fr/accessibilite/",
    "/fr/confidentialite/",
    "/fr/aide/",
    "/fr/api/",
    "/fr/api/changements/",
    "/fr/api/essayer/",
]
ERRORS = {"/fr/nulle-part/": 404, "/fr/activites/?country=XXX": 400, "/fr/activites/?page=999": 400}


def filled(address):
    """Returns the address with the refs of published activities in the places of ANY, DATED and RICH."""
    for place, properties in CHOSEN_BY.items():
        if place in address:
            chosen = Activity.objects.published().filter(**properties).in_report_order()[:1].get()
            address = address.replace(place, chosen.ref)
    return address


def english(address):
    with translation.override("fr"):
        return translate_url(address, "en")
