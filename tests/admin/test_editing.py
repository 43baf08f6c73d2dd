"""Analysts edit through the forms that the admin shows, and readers find the result."""

import datetime
import re

import pytest
from django.urls import reverse

from activities.models import (
    Activity,
    ActivityCountry,
    CatalogueVersion,
    Citation,
    Country,
    Figure,
    Instrument,
    Locality,
    Paragraph,
    Partner,
    Programme,
    Region,
    Report,
    Section,
    Theme,
    Unit,
)
from activities.search import publish_changes
from tests import people
from tests.admin.forms import AdminForm
from tests.factories import ActivityFactory, ParagraphFactory, ReportFactory
from tests.html import Page

pytestmark = pytest.mark.django_db

TITLE = "Formation des zorglubs"


def address(page, row):
    return reverse(f"admin:activities_{row._meta.model_name}_{page}", args=[row.pk])


def change_form(client, row):
    return AdminForm(client, address("change", row))


def saved(response):
    errors = (
        "" if response.status_code == 302 else re.findall(r'class="errorlist.*?</ul>', response.text, re.S)
    )
    assert response.status_code == 302, errors
    return True


def public_page(client, activity):
    return Page(client.get(f"/fr/activites/{activity.ref}/").text).text


def found(client, **query):
    """Returns the refs of the results, without what the text names and what is only near to it."""
    results = client.get("/fr/activites/", query).text.partition('class="nearest"')[0]
    return set(re.findall(r'<article class="activity.*?/fr/activites/([0-9-]+)/', results, re.S))


def contents(activity):
    """Everything that the form of an activity can change."""
    activity = Activity.objects.get(pk=activity.pk)
    related = ("texts", "citations", "country_roles", "publications", "figures")
    return {
        "activity": Activity.objects.filter(pk=activity.pk).values().get(),
        **{name: list(getattr(activity, name).order_by("pk").values()) for name in related},
        "localities": list(activity.country_roles.values_list("localities", flat=True)),
        "themes": list(activity.themes.values_list("slug", flat=True)),
    }


def test_a_new_title_is_public_and_searched_once_approved(desk, activity, analyst):
    version = CatalogueVersion.current()
    assert found(desk, q="zorglubs") == set()
    form = change_form(desk, activity)
    form.fill(form.row("texts", language="fr"), title=TITLE)
    assert saved(form.save())
    people.reviewed(activity)

    assert TITLE in public_page(desk, activity)
    assert found(desk, q="zorglub") == {activity.ref}
    assert found(desk, q="zorglub", country="KGZ") == {activity.ref}
    assert CatalogueVersion.current() > version
    version = activity.versions.filter(of_copy=False).last()
    assert (version.by, version.change) == (analyst, "changed")


def test_a_word_that_was_taken_out_no_longer_finds_the_activity(desk, activity):
    form = change_form(desk, activity)
    form.fill(form.row("texts", language="fr"), title=TITLE)
    assert saved(form.save())
    people.reviewed(activity)
    assert found(desk, q="zorglubs") == {activity.ref}
    form = change_form(desk, activity)
    form.fill(form.row("texts", language="fr"), title="Formation des juges")
    assert saved(form.save())
    people.reviewed(activity)
    assert found(desk, q="zorglubs") == set()


def test_a_new_figure_is_public_once_approved(desk, activity, analyst):
    form = change_form(desk, activity)
    form.fill(form.row("figures", value="20"), value="1234", qualifier="more_than")
    assert saved(form.save())
    people.reviewed(activity)

    page = public_page(desk, activity)
    assert "1 234 magistrats formés" in page.replace("\u202f", " ").replace("\xa0", " ")
    assert "20 magistrats" not in page
    assert activity.figures.get(position=0).value == 1234


def test_an_added_country_is_named_counted_and_searched_once_approved(desk, activity):
    tuvalu = Country.objects.get(iso3="TUV")
    assert activity.ref not in desk.get("/fr/pays/TUV/").text
    form = change_form(desk, activity)
    form.add("country_roles", country=tuvalu.pk, role="host")
    assert saved(form.save())
    people.reviewed(activity)

    assert "Tuvalu" in public_page(desk, activity)
    assert activity.ref in found(desk, country="TUV")
    assert activity.ref in found(desk, q="tuvalu")
    assert activity.ref in desk.get("/fr/pays/TUV/").text


def test_a_removed_country_is_gone_once_approved(desk, activity):
    kyrgyzstan = Country.objects.get(iso3="KGZ")
    form = change_form(desk, activity)
    form.remove(form.row("country_roles", country=kyrgyzstan.pk))
    assert saved(form.save())
    people.reviewed(activity)

    assert "Kirghizistan" not in public_page(desk, activity)
    assert activity.ref not in found(desk, country="KGZ")
    assert activity.ref not in found(desk, q="kirghizistan")


def test_a_locality_is_named_and_searched_once_approved(desk, activity):
    kyrgyzstan = Country.objects.get(iso3="KGZ")
    osh = Locality.objects.create(country=kyrgyzstan, slug="zorglub", name_fr="Zorglub", name_en="Zorglub")
    form = change_form(desk, activity)
    form.fill(form.row("country_roles", country=kyrgyzstan.pk), localities=osh.pk)
    assert saved(form.save())
    people.reviewed(activity)
    assert "Zorglub" in public_page(desk, activity)
    assert found(desk, q="zorglub") == {activity.ref}


def test_saving_without_a_change_changes_nothing_for_readers(desk, activity):
    before, page = contents(activity), public_page(desk, activity)
    assert saved(change_form(desk, activity).save())
    after = contents(activity)
    assert after["activity"].pop("updated_at") >= before["activity"].pop("updated_at")
    assert (after, public_page(desk, activity)) == (before, page)


def test_a_real_activity_can_be_saved_as_it_stands(desk):
    """Whatever the curated catalogue holds passes the rules of the form."""
    for part in ("figures", "publications", "programmes", "regions", "country_roles__localities", "start"):
        activity = Activity.objects.published().filter(**{f"{part}__isnull": False}).first()
        before = contents(activity)
        assert saved(change_form(desk, activity).save())
        after = contents(activity)
        for state in (before, after):
            state["activity"].pop("updated_at")
        assert after == before


def outside():
    return Locality.objects.exclude(country__iso3="KGZ").first()


def no_french_text(form, activity):
    form.remove(form.row("texts", language="fr"))


def an_empty_summary(form, activity):
    form.fill(form.row("texts", language="fr"), summary="")


def two_french_texts(form, activity):
    form.fill(form.row("texts", language="en"), language="fr")


def a_locality_elsewhere(form, activity):
    form.fill("country_roles-0", localities=outside().pk)


def a_country_twice_in_a_role(form, activity):
    form.add("country_roles", country=Country.objects.get(iso3="KGZ").pk, role="beneficiary")


def a_paragraph_twice(form, activity):
    form.add("citations", paragraph=activity.cited_paragraphs[0].pk, position=1)


def two_figures_in_one_place(form, activity):
    form.fill("figures-1", position=0)


def an_end_before_the_start(form, activity):
    form.fill(start="2021-05-02", end="2021-05-01", date_precision="day")


def an_end_without_a_start(form, activity):
    form.fill(end="2021-05-01")


def a_start_without_its_precision(form, activity):
    form.fill(start="2021-05-01")


def a_precision_without_a_start(form, activity):
    form.fill(date_precision="day")


def a_date_that_is_none(form, activity):
    form.fill(start="2021-02-30", date_precision="day")


def a_period_in_words(form, activity):
    form.fill("figures-0", period="l’an dernier")


def a_figure_below_nothing(form, activity):
    form.fill("figures-0", value="-3")


def a_figure_in_words(form, activity):
    form.fill("figures-0", value="beaucoup")


def no_theme(form, activity):
    form.values.pop("themes")


def an_unknown_theme(form, activity):
    form.fill(themes="999999")


def an_unknown_kind(form, activity):
    form.fill(kind="dance")


MISTAKES = {
    no_french_text: "Le texte français manque.",
    an_empty_summary: "Ce champ est obligatoire.",
    two_french_texts: "Corrigez les données en double",
    a_locality_elsewhere: "Hors du pays Kirghizistan",
    a_country_twice_in_a_role: "Corrigez les données en double",
    a_paragraph_twice: "Corrigez les données en double",
    two_figures_in_one_place: "Corrigez les données en double",
    an_end_before_the_start: "La fin précède le début",
    an_end_without_a_start: "Une date de fin demande une date de début",
    a_start_without_its_precision: "précision",
    a_precision_without_a_start: "précision",
    a_date_that_is_none: "Saisissez une date valide.",
    a_period_in_words: "2020-11",
    a_figure_below_nothing: "ne peut pas être négatif",
    a_figure_in_words: "Saisissez un nombre.",
    no_theme: "Ce champ est obligatoire.",
    an_unknown_theme: "Sélectionnez un choix valide",
    an_unknown_kind: "Sélectionnez un choix valide",
}


@pytest.mark.parametrize(
    ("mistake", "message"), MISTAKES.items(), ids=lambda case: getattr(case, "__name__", "")
)
def test_a_mistake_is_told_in_words_and_nothing_is_saved(desk, activity, mistake, message):
    before, version = contents(activity), CatalogueVersion.current()
    form = change_form(desk, activity)
    form.fill(form.row("texts", language="fr"), title=TITLE)
    mistake(form, activity)
    response = form.save()
    assert response.status_code == 200
    errors = " ".join(re.findall(r'<ul class="errorlist[^>]*>(.*?)</ul>', response.text, re.S))
    assert message in errors
    assert "contrainte" not in errors
    assert (contents(activity), CatalogueVersion.current()) == (before, version)


def test_figures_and_paragraphs_can_change_places(desk, activity):
    Citation.objects.create(
        activity=activity, paragraph=ParagraphFactory(report=activity.report, number=2), position=1
    )
    form = change_form(desk, activity)
    for inline in ("figures", "citations"):
        form.fill(f"{inline}-0", position=1)
        form.fill(f"{inline}-1", position=0)
    assert saved(form.save())
    people.reviewed(activity)
    assert [figure.value for figure in activity.figures.order_by("position")] == [30, 20]
    assert [citation.paragraph.number for citation in activity.citations.order_by("position")] == [2, 1]


def test_countries_can_change_places(desk, activity):
    kyrgyzstan, tuvalu = Country.objects.get(iso3="KGZ"), Country.objects.get(iso3="TUV")
    ActivityCountry.objects.create(activity=activity, country=tuvalu)
    form = change_form(desk, activity)
    first = form.row("country_roles", country=kyrgyzstan.pk)
    second = form.row("country_roles", country=tuvalu.pk)
    form.fill(first, country=tuvalu.pk)
    form.fill(second, country=kyrgyzstan.pk)
    assert saved(form.save())
    people.reviewed(activity)
    assert set(activity.countries.values_list("iso3", flat=True)) == {"KGZ", "TUV"}


def new_activity(client, **values):
    form = AdminForm(client, reverse("admin:activities_activity_add"))
    form.fill(
        **{
            "ref": "2099-001-77",
            "report": ReportFactory().pk,
            "kind": "training",
            "scope": "national",
            "themes": Theme.objects.get(slug="corruption").pk,
            **values,
        }
    )
    form.add("texts", language="fr", title=TITLE, summary="Un résumé.")
    form.add("citations", paragraph=ParagraphFactory().pk, position=0)
    return form


def test_a_new_activity_is_a_draft_that_no_reader_sees(desk, analyst):
    assert saved(new_activity(desk).save())
    activity = Activity.objects.get(ref="2099-001-77")
    assert (activity.status, activity.reviewed_by, activity.reviewed_on) == ("draft", "", None)
    assert activity.text.title == TITLE
    assert activity.versions.get().by == analyst
    assert desk.get("/fr/activites/2099-001-77/").status_code == 404
    assert desk.get("/id/2099-001-77").status_code == 404
    assert found(desk, q="zorglubs") == set()
    assert "2099-001-77" not in desk.get("/fr/themes/corruption/").text


def test_a_new_activity_cannot_be_sent_in_as_published(desk):
    form = new_activity(desk, status="published", reviewed_by="moi", reviewed_on="2021-01-01")
    assert saved(form.save())
    activity = Activity.objects.get(ref="2099-001-77")
    assert (activity.status, activity.reviewed_by, activity.reviewed_on) == ("draft", "", None)


@pytest.mark.parametrize(
    "ref", ["2099-1-1", "2099-001-0", "bonjour", "2099-001-1é", "", "2099-001-5", "2098-001-77"]
)
def test_a_ref_that_is_malformed_or_taken_is_refused_in_words(desk, ref):
    ActivityFactory(ref="2099-001-5")
    before = Activity.objects.count()
    response = new_activity(desk, ref=ref).save()
    assert response.status_code == 200
    errors = " ".join(re.findall(r'<ul class="errorlist[^>]*>(.*?)</ul>', response.text, re.S))
    assert errors
    assert "contrainte" not in errors
    assert Activity.objects.count() == before


def test_ref_and_status_cannot_be_changed_once_given(desk, activity):
    form = change_form(desk, activity)
    fixed = {"ref": "2099-001-999", "report": Report.objects.get(ref="2021").pk, "status": "draft"}
    assert set(form.values).isdisjoint(fixed)
    form.fill(**fixed, kind="tool")
    assert saved(form.save())
    people.reviewed(activity)
    stored = Activity.objects.get(pk=activity.pk)
    assert (stored.ref, stored.report, stored.status, stored.kind) == (
        activity.ref,
        activity.report,
        "published",
        "tool",
    )


def test_deletion_is_not_offered_for_activities(client, activity):
    client.force_login(people.reviewer())
    target = address("delete", activity)
    page = client.get(address("change", activity)).text
    assert 'class="deletelink' not in page
    assert target not in page
    assert "delete_selected" not in client.get(reverse("admin:activities_activity_changelist")).text
    assert client.post(target, {"post": "yes"}).status_code == 403
    assert Activity.objects.filter(pk=activity.pk).exists()


IN_USE = {
    "country": lambda: Country.objects.get(iso3="KGZ"),
    "country of a figure": lambda: counted_only(),
    "locality": lambda: Locality.objects.filter(activity_roles__isnull=False).first(),
    "region": lambda: Region.objects.filter(activities__isnull=False, children__isnull=True).first(),
    "theme": lambda: Theme.objects.filter(activities__isnull=False, children__isnull=True).first(),
    "parent theme": lambda: Theme.objects.filter(children__isnull=False).first(),
    "programme": lambda: Programme.objects.filter(activities__isnull=False).first(),
    "partner": lambda: Partner.objects.filter(activities__isnull=False).first(),
    "instrument": lambda: Instrument.objects.filter(activities__isnull=False).first(),
    "unit": lambda: Unit.objects.filter(figures__isnull=False).first(),
    "report": lambda: Report.objects.get(ref="2021"),
    "section": lambda: Section.objects.filter(paragraphs__isnull=False).first(),
    "paragraph": lambda: Paragraph.objects.get(report__ref="2021", number=26),
}


def counted_only():
    """A country that no activity names, but that a figure counts for."""
    country = Country.objects.get(iso3="TUV")
    Figure.objects.filter(activity__isnull=False).first().countries.add(country)
    return country


@pytest.mark.parametrize("case", IN_USE)
def test_what_is_in_use_cannot_be_deleted(client, case):
    client.force_login(people.reviewer())
    row = IN_USE[case]()
    client.post(address("delete", row), {"post": "yes"})
    client.post(
        reverse(f"admin:activities_{row._meta.model_name}_changelist"),
        {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"},
    )
    assert type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("door", ["page", "list"])
@pytest.mark.parametrize("changed", [False, True], ids=["as shown", "changed meanwhile"])
def test_a_record_is_deleted_as_it_was_shown_or_not_at_all(client, door, changed):
    client.force_login(people.reviewer())
    country, other = (
        Country.objects.create(
            iso3=f"ZZ{letter}", iso2=f"Z{letter}", m49=f"99{number}", name_fr="Z", name_en="Z"
        )
        for number, letter in enumerate("ZY")
    )
    sent = {"action": "delete_selected", "_selected_action": [country.pk, other.pk]}
    listed = reverse("admin:activities_country_changelist")
    target = address("delete", country) if door == "page" else listed
    page = client.get(target) if door == "page" else client.post(target, sent)
    form = Page(page.text).forms["deletion"]
    if changed:
        country.localities.create(slug="z", name_fr="Zed", name_en="Zed")
    page = client.post(target, form, follow=True)
    assert Country.objects.filter(pk=country.pk).exists() == changed
    assert ("a changé depuis" in page.text) == changed
    assert Country.objects.filter(pk=other.pk).exists() == (door == "page")


def test_a_country_does_not_offer_to_delete_its_localities(client):
    client.force_login(people.reviewer())
    locality = Locality.objects.filter(activity_roles__isnull=False).first()
    form = change_form(client, locality.country)
    row = form.row("localities", slug=locality.slug)
    assert f'name="{row}-DELETE"' not in client.get(form.address).text
    form.remove(row)
    form.save()
    assert Locality.objects.filter(pk=locality.pk).exists()


def test_what_nobody_uses_can_be_deleted(client):
    client.force_login(people.reviewer())
    partner = Partner.objects.create(slug="nobody", kind="academic", name_fr="Personne", name_en="Nobody")
    version = CatalogueVersion.current()
    assert saved(client.post(address("delete", partner), {"post": "yes"}))
    assert not Partner.objects.filter(pk=partner.pk).exists()
    assert CatalogueVersion.current() > version


RENAMED = {
    "countries": ("/fr/pays/KGZ/", "kirghizistan"),
    "programmes": ("/fr/programmes/star/", "recouvrement"),
    "themes": ("/fr/themes/corruption/", "corruption"),
    "partners": ("/fr/partenaires/undp/", "pnud"),
}


@pytest.mark.parametrize("relation", RENAMED)
def test_a_new_name_changes_what_the_search_finds(editors_desk, activity, relation):
    activity.programmes.set([Programme.objects.get(slug="star")])
    activity.partners.set([Partner.objects.get(slug="undp")])
    publish_changes(Activity.objects.filter(pk=activity.pk))
    page, old = RENAMED[relation]
    # The name of a theme answers by itself alone, as a subject; other names beside a reference too.
    beside = "" if relation == "themes" else f" {activity.ref}"
    assert activity.ref in found(editors_desk, q=f"{old}{beside}")
    version = CatalogueVersion.current()

    form = change_form(editors_desk, getattr(activity, relation).get())
    others = {name: "" for name in form.values if name.startswith(("acronym", "aliases"))}
    names = {"name_fr": "Zorglubie nouvelle", "name_en": "New Zorglubia", "aliases_fr": "Bulgroz"}
    form.fill(**{**others, **names})
    assert saved(form.save())

    assert "Zorglubie nouvelle" in editors_desk.get(page).text
    assert "Zorglubie nouvelle" in editors_desk.get("/fr/activites/").text
    for query in ("zorglubie", "zorglubia", "bulgroz"):
        assert activity.ref in found(editors_desk, q=f"{query}{beside}")
    assert activity.ref not in found(editors_desk, q=f"{old}{beside}")
    assert CatalogueVersion.current() > version


def test_a_gist_that_is_edited_shows_on_the_coverage_page(editors_desk):
    paragraph = Paragraph.objects.get(report__ref="2021", number=26)
    form = change_form(editors_desk, paragraph)
    form.fill(gist_fr="Un zorglub en une phrase.")
    assert saved(form.save())
    assert "Un zorglub en une phrase." in editors_desk.get("/fr/rapport/").text


REFERENCE_MISTAKES = [
    (lambda: Country.objects.get(iso3="KGZ"), {"iso3": "kgz"}),
    (lambda: Country.objects.get(iso3="KGZ"), {"iso3": "FRA"}),
    (lambda: Country.objects.get(iso3="KGZ"), {"m49": "x"}),
    (lambda: Country.objects.get(iso3="KGZ"), {"name_fr": ""}),
    (lambda: Region.objects.get(slug="africa"), {"m49": ""}),
    (lambda: Region.objects.get(slug="sahel"), {"basis_note_fr": ""}),
    (lambda: Report.objects.get(ref="2021"), {"ref": "l’an"}),
    (lambda: Section.objects.get(report__ref="2021", code="I"), {"code": "premier"}),
    (lambda: Paragraph.objects.get(report__ref="2021", number=26), {"number": "0"}),
    (lambda: Paragraph.objects.get(report__ref="2021", number=26), {"number": "27"}),
    (lambda: Theme.objects.get(slug="corruption"), {"slug": "lutte contre"}),
]


@pytest.mark.parametrize(("row", "values"), REFERENCE_MISTAKES)
def test_a_mistake_in_a_reference_table_is_told_in_words(editors_desk, row, values):
    record, version = row(), CatalogueVersion.current()
    form = change_form(editors_desk, record)
    form.fill(**values)
    response = form.save()
    assert response.status_code == 200
    errors = " ".join(re.findall(r'<ul class="errorlist[^>]*>(.*?)</ul>', response.text, re.S))
    assert errors
    assert "contrainte" not in errors
    assert CatalogueVersion.current() == version
    for name in values:
        assert getattr(type(record).objects.get(pk=record.pk), name) == getattr(record, name)


def test_a_theme_cannot_be_part_of_what_is_part_of_it(editors_desk):
    parent = Theme.objects.filter(children__isnull=False).first()
    form = change_form(editors_desk, parent)
    form.fill(parent=parent.children.first().pk)
    assert form.save().status_code == 200
    parent.refresh_from_db()
    assert parent.parent is None


def test_a_loaded_activity_that_an_analyst_changed_tells_so(desk):
    """An edit leaves the digest of the last load as it was, by which the loader recognizes it."""
    activity = Activity.objects.published().exclude(kind="network").first()
    digest = activity.loaded_digest
    form = change_form(desk, activity)
    form.fill(kind="network")
    assert saved(form.save())
    people.reviewed(activity)
    activity.refresh_from_db()
    assert (activity.kind, activity.loaded_digest, activity.updated_at.date()) == (
        "network",
        digest,
        datetime.datetime.now(tz=datetime.UTC).date(),
    )


def test_a_figure_that_belongs_to_no_activity_is_edited_with_its_paragraph(editors_desk):
    context = Figure.objects.filter(activity=None).first()
    paragraph = context.paragraph
    count = paragraph.figures.count()
    form = change_form(editors_desk, paragraph)
    form.fill(form.row("figures", value=f"{context.value:.0f}"), value="191")
    form.add(
        "figures",
        value="7",
        qualifier="about",
        unit=context.unit_id,
        label_fr="parties",
        label_en="parties",
        position=9,
    )
    assert saved(form.save())
    context.refresh_from_db()
    assert context.value == 191
    added = paragraph.figures.get(position=9)
    assert (added.role, added.activity, paragraph.figures.count()) == ("context", None, count + 1)
