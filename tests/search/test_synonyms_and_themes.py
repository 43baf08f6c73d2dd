"""A synonym answers for title, summary and places; the name of whatever else an activity points at, for the typed word."""

import pytest

from activities.language import synonyms as synonyms_file
from activities.language.synonyms import synonyms
from activities.models import Activity, Country, Instrument, Partner, Programme, Region, Theme
from activities.search import Search, current_index, find
from tests.factories import ActivityFactory
from tests.search.searching import found

pytestmark = pytest.mark.django_db

PLAIN = {"fr": ("Titre", "Résumé"), "en": ("Title", "Summary")}


POINTED_AT = [
    (Theme, "themes"),
    (Programme, "programmes"),
    (Partner, "partners"),
    (Instrument, "instruments"),
]


@pytest.fixture(params=POINTED_AT, ids=lambda pair: pair[1])
def named(request):
    """An activity of which nothing but the name of a record that it points at speaks of prosecutors."""
    model, relation = request.param
    record = model.objects.first()
    model.objects.filter(pk=record.pk).update(name_fr="Le procureur", name_en="The prosecutor")
    return ActivityFactory(texts=PLAIN, relations={relation: [record]}).ref


def test_the_name_of_what_is_no_place_answers_the_typed_word_alone(named):
    assert ("parquetier",) in synonyms(("procureur",))
    assert named in found("procureur")
    assert named not in found("parquetier")


def test_a_synonym_answers_for_title_and_summary():
    texts = [
        {"fr": ("Procureur", "Résumé"), "en": ("Title", "Summary")},
        {"fr": ("Titre", "Le procureur"), "en": ("Title", "Summary")},
    ]
    assert {ActivityFactory(texts=text).ref for text in texts} <= found("parquetier")


@pytest.fixture
def parts(tmp_path, settings):
    settings.FIXTURES_DIR = tmp_path
    (tmp_path / "synonyms.yaml").write_text(
        "- {typed: [Zembla], answered_by: [Kohistan]}\n- {narrower: [Zemblaville], broader: [Kohistan]}\n"
    )
    synonyms_file.forget()
    yield
    synonyms_file.forget()


@pytest.fixture(params=["country", "region"])
def in_kohistan(request):
    if request.param == "country":
        country = Country.objects.first()
        Country.objects.filter(pk=country.pk).update(name_fr="Kohistan")
        return ActivityFactory(texts=PLAIN, countries=[country]).ref
    region = Region.objects.first()
    Region.objects.filter(pk=region.pk).update(name_fr="Kohistan")
    return ActivityFactory(texts=PLAIN, relations={"regions": [region]}).ref


@pytest.mark.usefixtures("parts")
def test_a_place_answers_for_what_it_is_a_part_of(in_kohistan):
    assert in_kohistan in found("Zembla")


@pytest.mark.usefixtures("parts")
def test_a_country_is_near_to_its_city_and_no_answer(in_kohistan):
    assert found("Zemblaville") == set()
    answer = find(Search("Zemblaville"), current_index())
    near = {one.slot: one for one in answer.nearest.activities}
    one = near[Activity.objects.get(ref=in_kohistan).report_order]
    assert (one.has, one.broadly, one.lacks) == ((), ("Zemblaville",), ())
    assert one.missing == ["Zemblaville"]
    assert not one.by_meaning
