"""Addresses of the site, for whatever is asked of every page."""

from django.urls import translate_url
from django.utils import translation

# Every kind of page, by its French address.
PAGES = [
    "/fr/",
    "/fr/activites/",
    "/fr/activites/?q=prison&country=KGZ&sort=title",
    "/fr/activites/?country=KGZ&theme=cybercrime",
    "/fr/activites/?q=https%3A%2F%2Fexample.org%2F" + "anaddress" * 12,
    "/fr/activites/apercu/?country=KGZ&country=PER",
    "/fr/activites/2021-021-7/",
    "/fr/activites/2021-026-1/",
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
]
ERRORS = {"/fr/nulle-part/": 404, "/fr/activites/?country=XXX": 400, "/fr/activites/?page=999": 400}


def english(address):
    with translation.override("fr"):
        return translate_url(address, "en")
