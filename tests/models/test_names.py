import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils.translation import override

from activities.language.words import fold
from activities.models import Country, Programme, Theme
from activities.models.base import Named

pytestmark = pytest.mark.django_db

NAMED = [model for model in apps.get_app_config("activities").get_models() if issubclass(model, Named)]


def programme(name_fr, name_en, **columns):
    return Programme.objects.create(
        slug=f"made-up-{name_en.lower()}", kind="programme", name_fr=name_fr, name_en=name_en, **columns
    )


def made_up(language):
    with override(language):
        return [row.name for row in Programme.objects.filter(slug__startswith="made-up-").by_name()]


@pytest.mark.parametrize("model", NAMED, ids=lambda model: model.__name__)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_stored_sort_key_is_the_folded_name(model, language):
    stored = dict(model.objects.values_list(f"name_{language}", f"sort_{language}"))
    assert stored
    assert stored == {name: fold(name) for name in stored}


@pytest.mark.parametrize("model", NAMED, ids=lambda model: model.__name__)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_names_stand_in_the_order_of_their_letters_without_accents(model, language):
    with override(language):
        names = [row.name for row in model.objects.by_name()]
    assert names == sorted(names, key=fold)


@pytest.mark.parametrize(
    ("language", "neighbours"),
    [
        ("fr", ["Équateur", "Érythrée", "Espagne", "Estonie", "Eswatini", "État de Palestine"]),
        ("fr", ["États-Unis d’Amérique", "Éthiopie"]),
        ("fr", ["Costa Rica", "Côte d’Ivoire", "Croatie"]),
        ("en", ["Equatorial Guinea", "Eritrea", "Estonia", "Eswatini", "Ethiopia", "Fiji"]),
        ("en", ["Costa Rica", "Côte d’Ivoire", "Croatia"]),
    ],
)
def test_countries_stand_where_a_reader_looks_for_them(language, neighbours):
    with override(language):
        names = [country.name for country in Country.objects.by_name()]
    first = names.index(neighbours[0])
    assert names[first : first + len(neighbours)] == neighbours


def test_a_ligature_sorts_as_its_two_letters_and_case_does_not_count():
    for name in ("office", "Œuvre", "Odyssée", "Orient"):
        programme(name, fold(name))
    assert made_up("fr") == ["Odyssée", "Œuvre", "office", "Orient"]


def test_each_language_has_its_own_order():
    programme("Allemagne", "Germany")
    programme("Grèce", "Albania")
    assert made_up("fr") == ["Allemagne", "Grèce"]
    assert made_up("en") == ["Albania", "Germany"]


def test_the_sort_key_follows_a_changed_name():
    row = programme("Ancien", "Old")
    Programme.objects.filter(pk=row.pk).update(name_fr="Évolué")
    row.refresh_from_db()
    assert row.sort_fr == "evolue"


@pytest.mark.parametrize(("language", "name"), [("fr", "Kirghizistan"), ("en", "Kyrgyzstan")])
def test_a_record_goes_by_its_name_in_the_language_of_the_reader(language, name):
    with override(language):
        assert str(Country.objects.get(iso3="KGZ")) == name


def test_an_empty_name_is_shown_in_the_other_language():
    row = programme("Nom", "")
    with override("en"):
        assert row.name == "Nom"


def test_what_an_activity_points_at_cannot_be_deleted():
    with pytest.raises(ProtectedError):
        Country.objects.get(iso3="KGZ").delete()


def test_search_knows_a_record_by_all_its_names():
    row = programme("Nom", "Name", acronym="NMP", aliases_fr=["Appellation"], aliases_en=["Byname", "Label"])
    assert set(row.search_names()) == {"Nom", "Name", "NMP", "Appellation", "Byname", "Label"}
    assert "KGZ" in Country.objects.get(iso3="KGZ").search_names()


def test_a_row_is_found_again_by_its_natural_key():
    for row in (Country.objects.get(iso3="KGZ"), Theme.objects.get(slug="corruption")):
        assert type(row).objects.get_by_natural_key(*row.natural_key()) == row


@pytest.mark.parametrize("name", ["\ufdfa" * 30, "\ufb03" * 150])
@pytest.mark.parametrize("field", ["name_fr", "name_en"])
def test_a_name_that_grows_too_long_when_it_is_folded_is_refused_in_words(field, name):
    row = Programme(slug="a", kind="project", **{"name_fr": "A", "name_en": "A", field: name})
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert set(refused.value.message_dict) == {field}
