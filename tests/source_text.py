"""The report's text, which the repository does not carry."""

from activities.curation.reports import read

from .material import required


def path():
    return required("CATALOGUE_SOURCE_TEXT", "the text of the report")


def report():
    return path().read_text(encoding="utf-8")


def paragraphs():
    """{number: text}"""
    return {paragraph.number: paragraph.text for paragraph in read(path()).paragraphs}
