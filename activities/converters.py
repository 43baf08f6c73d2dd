"""Path converters: a URL that cannot name anything is a 404 before any query to the database."""

from .models.vocabulary import REF, YEAR


class IsoConverter:
    regex = "[A-Za-z]{2,3}"  # any code of a country; its page redirects to the alpha-3 one

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class YearConverter(IsoConverter):
    regex = YEAR


class RefConverter(IsoConverter):
    regex = REF


class DescriptionConverter(IsoConverter):
    regex = "ttl|jsonld|rdf"


class CitationConverter(IsoConverter):
    regex = "bib|ris|csl"
