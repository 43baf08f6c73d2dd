import pytest

from activities.language.foreign_names import countries_named


@pytest.mark.parametrize(
    ("text", "language", "codes"),
    [
        ("prisiones en Kirguistán y el Perú", "es", {"KG", "PE"}),
        ("proyectos en Guinea Ecuatorial", "es", {"GQ"}),
        ("дети в Казахстане", "ru", {"KZ"}),
        ("беженцы в Малави", "ru", {"MW"}),  # in which Мали is hidden
        ("巴西警察使用武力", "zh", {"BR"}),
        ("الاتجار بالبشر في لبنان", "ar", {"LB"}),
        ("reforma penitenciaria", "es", set()),
    ],
)
def test_countries_are_found_under_their_names_and_inflections(text, language, codes):
    assert countries_named(text, language) == codes
