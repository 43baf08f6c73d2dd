"""Path converters: an address that cannot name anything is a 404 before the database is asked."""


class IsoConverter:
    regex = "[A-Z]{3}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class YearConverter(IsoConverter):
    regex = "[0-9]{4}"


class RefConverter(IsoConverter):
    regex = "[0-9]{4}-[0-9]{3}-[1-9][0-9]{0,2}"


class CitationConverter(IsoConverter):
    regex = "bib|ris|csl"
