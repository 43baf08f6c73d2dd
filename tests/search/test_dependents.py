"""A change of a table refreshes the search rows of the activities that say something of it, and no others."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from activities.models import (
    Activity,
    CatalogueVersion,
    Country,
    Locality,
    Programme,
    Region,
    SearchRow,
    Theme,
    Unit,
)
from activities.search import current_index, indexing, publish_changes
from activities.search.dependents import INDEXED, PATHS, UNSAID
from activities.search.index import RECORDS
from tests import people
from tests.admin.forms import AdminForm
from tests.factories import ActivityFactory, FigureFactory, ParagraphFactory
from tests.search import oracle
from tests.working import work

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(people.reviewer())
    return client


@pytest.fixture
def world():
    """A made-up part of the catalogue: one activity says something of each row, another of none."""
    country = Country.objects.create(
        iso3="ZZZ", iso2="ZZ", m49="999", name_fr="Zorglubie", name_en="Zorglubia"
    )
    region = Region.objects.create(
        slug="zz", name_fr="Zorg", name_en="Zorg", position=900,
        basis="report", basis_note_fr="n", basis_note_en="n",
    )  # fmt: skip
    region.countries.add(country)
    top = Theme.objects.create(slug="zz-top", name_fr="Xylophonie", name_en="Xylophony", position=900)
    theme = Theme.objects.create(
        slug="zz", name_fr="Clavecin", name_en="Harpsichord", position=901, parent=top
    )
    programme = Programme.objects.create(slug="zz", kind="programme", name_fr="Bulgroz", name_en="Bulgroz")
    activity = ActivityFactory(relations={"themes": [theme], "programmes": [programme]}, countries=[country])
    place = Locality.objects.create(country=country, slug="zz", name_fr="Zed", name_en="Zed")
    activity.country_roles.get().localities.add(place)
    unit = Unit.objects.create(slug="zz", name_fr="zorglubs", name_en="zorglubs")
    FigureFactory(activity=activity, unit=unit)
    ActivityFactory(citation=ParagraphFactory(number=2, section__code="IX", section__position=9))
    return {
        "country": country, "region": region, "theme": theme, "top": top, "programme": programme, "locality": place,
        "unit": unit, "paragraph": activity.cited_paragraphs[0], "section": activity.cited_paragraphs[0].section,
        "report": activity.report, "activity": activity,
    }  # fmt: skip


def refreshed(since):
    rows = SearchRow.objects.filter(version__gt=since)
    return set(rows.values_list("activity__ref", flat=True))


# What is saved, the fields, whether the activity that says something of it is refreshed, the number of queries.
SAVES = {
    "gist": ("paragraph", {"gist_fr": "Un autre résumé."}, False, 41),
    "disposition": ("paragraph", {"disposition": "context"}, False, 41),
    "title of a section": ("section", {"title_fr": "Un autre titre"}, False, 34),
    "symbol of a report": ("report", {"symbol": "A/154/1"}, False, 31),
    "position of a country": ("country", {"latitude": "1.0", "longitude": "1.0"}, False, 52),
    "order of the themes": ("theme", {"position": "950"}, False, 32),
    "code of a section": ("section", {"code": "II"}, True, 57),
    "number of a paragraph": ("paragraph", {"number": "3"}, True, 66),
    "name of a unit": ("unit", {"name_fr": "bulgroz"}, True, 51),
    "name of a country": ("country", {"name_fr": "Glockenspiel"}, True, 77),
    "name of a locality": ("locality", {"name_fr": "Glockenspiel"}, True, 53),
    "name of a region": ("region", {"name_fr": "Glockenspiel"}, True, 71),
    "countries of a region": ("region", {"countries": []}, True, 71),
    "name of a theme": ("theme", {"name_fr": "Glockenspiel"}, True, 57),
    "name of a theme above": ("top", {"name_fr": "Glockenspiel"}, True, 54),
    "theme above": ("theme", {"parent": ""}, True, 53),
    "name of a programme": ("programme", {"aliases_fr": "Glockenspiel"}, True, 57),
}


@pytest.mark.parametrize("case", SAVES)
def test_a_save_refreshes_what_says_something_of_it(editor, world, case):
    name, fields, is_said, number = SAVES[case]
    row = world[name]
    form = AdminForm(editor, reverse(f"admin:activities_{row._meta.model_name}_change", args=[row.pk]))
    form.fill(**fields)
    before = CatalogueVersion.current()
    with CaptureQueriesContext(connection) as queries:
        assert form.save().status_code == 302
    assert CatalogueVersion.current() == before + 1
    assert refreshed(before) == ({world["activity"].ref} if is_said else set())
    assert len(queries) == number


def test_a_locality_that_is_added_with_its_country_refreshes_the_country(editor, world):
    form = AdminForm(editor, reverse("admin:activities_country_change", args=[world["country"].pk]))
    form.fill(form.row("localities", slug="zz"), name_fr="Glockenspiel")
    before = CatalogueVersion.current()
    assert form.save().status_code == 302
    assert refreshed(before) == {world["activity"].ref}


def found(text):
    return {row.ref for row in oracle.containing(text)}


def test_what_is_renamed_is_found_by_its_new_name_alone(editor, world):
    for name in ("country", "region", "top", "programme", "locality"):
        row = world[name]
        old = row.name_fr
        form = AdminForm(editor, reverse(f"admin:activities_{row._meta.model_name}_change", args=[row.pk]))
        form.fill(name_fr=f"Glockenspiel {name}zz", name_en=f"Glockenspiel {name}zz")
        assert form.save().status_code == 302
        assert found(f"{name}zz") == {world["activity"].ref}
        assert found(old) == set()


@pytest.mark.parametrize("door", ["page", "list"])
def test_a_region_that_is_deleted_is_found_no_more(editor, world, door):
    region = world["region"]
    world["activity"].search_row.delete()
    before = CatalogueVersion.current()
    if door == "page":
        editor.post(reverse("admin:activities_region_delete", args=[region.pk]), {"post": "yes"})
    else:
        sent = {"action": "delete_selected", "_selected_action": [region.pk], "post": "yes"}
        editor.post(reverse("admin:activities_region_changelist"), sent)
    assert not Region.objects.filter(pk=region.pk).exists()
    assert refreshed(before) == {world["activity"].ref}


def test_an_index_reads_the_tables_anew_though_few_activities_changed(editor, world):
    current_index.forget()
    before = current_index()
    form = AdminForm(editor, reverse("admin:activities_theme_change", args=[world["theme"].pk]))
    form.fill(name_fr="Glockenspiel", parent="")
    form.save()
    index = current_index()
    slot = world["activity"].report_order
    assert index.names["theme"]["zz"].text["fr"] == "Glockenspiel"
    assert slot in before.values["theme"]["zz-top"]
    assert slot not in index.values["theme"].get("zz-top", ())
    assert slot in index.values["theme"]["zz"]


def test_an_index_reads_the_tables_anew_though_no_activity_changed(editor):
    current_index()
    country = Country.objects.get(iso3="TUV")
    form = AdminForm(editor, reverse("admin:activities_country_change", args=[country.pk]))
    form.fill(name_fr="Glockenspiel")
    form.save()
    form = AdminForm(editor, reverse("admin:activities_paragraph_change", args=[ParagraphFactory().pk]))
    form.fill(gist_fr="Un autre résumé.")
    form.save()
    assert current_index().names["country"]["TUV"].text["fr"] == "Glockenspiel"


def test_a_gist_leaves_the_tables_of_an_index_as_they_are(editor, world):
    before = current_index()
    form = AdminForm(editor, reverse("admin:activities_paragraph_change", args=[world["paragraph"].pk]))
    form.fill(gist_fr="Un autre résumé.")
    form.save()
    index = current_index()
    assert index is not before
    assert index.records is before.records


def test_every_table_of_an_index_is_known():
    assert set(INDEXED) == set(RECORDS.values())
    assert set(UNSAID) <= set(PATHS)
    for model, fields in UNSAID.items():
        assert fields <= {field.name for field in model._meta.get_fields()}


def test_what_many_activities_say_is_refreshed_by_the_queue(editor, world, monkeypatch):
    """The request leaves more activities than one batch to tasks, each of which raises the version."""
    monkeypatch.setattr(indexing, "AT_ONCE", 2)
    others = [ActivityFactory(countries=[world["country"]]).ref for _number in range(4)]
    before = CatalogueVersion.current()
    form = AdminForm(editor, reverse("admin:activities_country_change", args=[world["country"].pk]))
    form.fill(name_fr="Glockenspiel")
    assert form.save().status_code == 302
    assert CatalogueVersion.current() == before + 1
    assert current_index().names["country"]["ZZZ"].text["fr"] == "Glockenspiel"
    assert refreshed(before) == found("glockenspiel") == set()
    work()
    assert CatalogueVersion.current() == before + 1 + 3
    assert refreshed(before) == found("glockenspiel") == {world["activity"].ref, *others}


def test_the_queue_refreshes_nothing_of_a_change_that_was_rolled_back(world, monkeypatch):
    monkeypatch.setattr(indexing, "AT_ONCE", 2)
    ActivityFactory.create_batch(3)
    with transaction.atomic():
        publish_changes(Activity.objects.all(), queued=True)
        assert DBTaskResult.objects.exists()
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()
