import pytest

from activities.language.detection import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("هل يساعد المكتب اللاجئين", "ar"),
        ("监狱里的新冠疫情", "zh"),
        ("тюрьмы и COVID-19", "ru"),
        ("reforma penitenciaria", "es"),
        ("¿Cuántos países recibieron ayuda?", "es"),
        ("ayuda para las mujeres", "es"),
        ("armas de fuego", "es"),
        ("trata de personas", "es"),
        ("uso de la fuerza policial", "es"),
        ("reforma y cárceles", "es"),
    ],
)
def test_the_other_languages_of_the_united_nations_are_recognized(text, language):
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2099-026-1",
        "😀",
        "\ud800",
        "prison",
        "para. 26",
        "visa data media",
        "droits de la defensa",
        "appui sur le terrain en Amazonie",
        "paras 26",
        "réforme pénitentiaire",
        "crime prevention in Querétaro and Ciudad Juárez",
        "la corruption en Colombie",
        "la prévention de la criminalité et la justice pénale",
        "INTERPOL Беларусь training of police officers in Belarus",
    ],
)
def test_french_english_and_what_is_no_language_are_none(text):
    assert language_of(text) is None
