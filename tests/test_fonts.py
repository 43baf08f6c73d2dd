"""The typefaces: small, of the pages' own address, complete, and never needed."""

import io

import pytest
from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont

from unodc_catalogue import fonts

pytestmark = pytest.mark.django_db
TOGETHER = 120_000  # bytes


@pytest.fixture(scope="module")
def made():
    return {name: fonts.made(face) for name, face in fonts.FACES.items()}


def test_together_they_are_light(made):
    assert len(made) == len(fonts.available())
    assert sum(map(len, made.values())) < TOGETHER


def test_they_are_woff2_with_the_letters_of_both_languages(made):
    for content in made.values():
        assert content[:4] == b"wOF2"
        letters = TTFont(io.BytesIO(content)).getBestCmap()
        missing = [
            sign for sign in "éèêëàâçîïôœùûüÿŒÉÀÇñãőşžı«»’“”–—… §·€→←\u202f\u00a0" if ord(sign) not in letters
        ]
        assert missing == []


def test_they_bear_their_licence_and_no_reserved_name(made):
    for content in made.values():
        names = TTFont(io.BytesIO(content))["name"].names
        assert any("Open Font License" in str(name) for name in names if name.nameID == 13)
        assert not any("Source" in str(name) for name in names if name.nameID in fonts.NAMES)


def test_the_style_sheet_names_files_that_are_collected_and_nothing_elsewhere():
    styles = fonts.styles()
    assert styles.count("@font-face") == 5
    assert "size-adjust" in styles
    assert "//" not in styles
    collected = {name for name, _storage in fonts.FontFinder().list([])}
    assert {*fonts.FACES, fonts.STYLES} == collected
    assert all(f'url("{name.split("/")[1]}")' in styles for name in fonts.FACES)


def test_without_the_packages_the_pages_have_the_fonts_of_the_system(monkeypatch, client):
    monkeypatch.setattr(fonts, "find_spec", lambda name: None)
    fonts.available.cache_clear()
    try:
        assert fonts.available() == fonts.preloaded() == ()
        assert fonts.styles() == ""
        assert [name for name, _storage in fonts.FontFinder().list([])] == [fonts.STYLES]
        assert 'as="font"' not in client.get("/fr/a-propos/").text
    finally:
        monkeypatch.undo()
        fonts.available.cache_clear()


def test_pages_load_the_two_that_they_begin_with_first(client):
    page = client.get("/fr/a-propos/").text
    assert page.count('as="font" type="font/woff2" crossorigin') == 2
    assert page.index('as="font"') < page.index('rel="stylesheet"')


def test_what_is_no_font_is_not_found():
    assert finders.find("fonts/serif.woff2").endswith("serif.woff2")
    assert not finders.find("fonts/other.woff2")
