"""Takes the pictures of the README: ./catalogue test --browser tests/browser/pictures.py"""

from pathlib import Path

import pytest

from .pages import DESKTOP, PHONE

PICTURES = Path(__file__).parent / "pictures"


@pytest.mark.parametrize(
    ("name", "address", "width", "scheme"),
    [
        ("home", "/fr/", DESKTOP, "light"),
        ("search", "/en/activities/?q=prison&theme=criminal-justice", DESKTOP, "light"),
        ("country-on-a-phone", "/fr/pays/KGZ/", PHONE, "dark"),
    ],
)
def test_take_a_picture(visit, name, address, width, scheme):
    page = visit(width=width, scheme=scheme).page
    page.goto(address)
    page.screenshot(path=PICTURES / f"{name}.png")
