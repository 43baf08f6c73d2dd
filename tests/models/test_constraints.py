"""The database refuses every way to break each named constraint: one row for each way."""

import datetime
from functools import partial

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from activities import models
from tests.factories import ActivityFactory, ParagraphFactory, ReportFactory, SectionFactory

pytestmark = pytest.mark.django_db

DAY = datetime.date(2099, 3, 7)


def edit(row, **columns):
    type(row).objects.filter(pk=row.pk).update(**columns)


def country(iso3="KGZ"):
    return models.Country.objects.get(iso3=iso3)


def unit():
    return models.Unit.objects.first()


def activity(**columns):
    edit(ActivityFactory(), **columns)


def text(**columns):
    edit(ActivityFactory().texts.get(language="fr"), **columns)


def region(**columns):
    noted = {"basis": "report", "basis_note_fr": "Un motif.", "basis_note_en": "A reason."}
    models.Region.objects.create(slug="made-up", name_fr="Région", name_en="Region", **{**noted, **columns})


def figure(**columns):
    defaults = {"value": 1, "unit": unit(), "label_fr": "fois", "label_en": "times", "role": "context"}
    return models.Figure.objects.create(**{"paragraph": ParagraphFactory(), **defaults, **columns})


def named(model):
    return model.objects.create(slug="made-up", kind="dance", name_fr="Nom", name_en="Name")


def move(**columns):
    user = apps.get_model("auth", "User").objects.create_user("analyst")
    statuses = {"origin": "draft", "target": "in_review", **columns}
    models.Move.objects.create(activity=ActivityFactory(), by=user, **statuses)


def notice(**columns):
    user = apps.get_model("auth", "User").objects.create_user("analyst")
    models.Notice.objects.create(recipient=user, account=user, by=user, **columns)


def version(**columns):
    edit(ActivityFactory().versions.get(), **columns)


def working_copy(**columns):
    user = apps.get_model("auth", "User").objects.create_user("analyst")
    activity, now = ActivityFactory(), timezone.now()
    copied = {"rows": [], "based_on": now, "edited_by": user, "edited_at": now}
    models.WorkingCopy.objects.create(activity=activity, **copied, **columns)


def suggestion(**columns):
    defaults = {"paragraph": ParagraphFactory(), "kind": "country", "words": "Kenya"}
    if columns.get("kind", "country") == "country":
        defaults["country"] = country()
    return models.Suggestion.objects.create(**{**defaults, **columns})


def number(**columns):
    return suggestion(**{"kind": "number", "value": 3, "qualifier": "exact", **columns})


def decision(**columns):
    user = apps.get_model("auth", "User").objects.create_user("analyst")
    return suggestion(**{"state": "accepted", "by": user, "at": timezone.now(), **columns})


def typed_form(**columns):
    user = User.objects.get_or_create(username="somebody")[0]
    return models.TypedForm.objects.create(**{"user": user, "page": "activity-add", "fields": {}, **columns})


def unanswered_search(**columns):
    return models.UnansweredSearch.objects.create(**{"day": DAY, "text": "x", "visitors": 3, **columns})


def twice(make):
    make()
    make()


def two_citations(**same):
    row = ActivityFactory()
    second = ParagraphFactory(report=row.report, number=2)
    columns = {"paragraph": second, "position": 1, **same}
    models.Citation.objects.create(activity=row, **columns)


BREACHES = [
    ("activity_ref_well_formed", lambda: activity(ref="2099-001-0")),
    ("activity_ref_well_formed", lambda: activity(ref="2099-001-012")),
    ("activity_kind_known", lambda: activity(kind="dance")),
    ("activity_modality_known", lambda: activity(modality="by_post")),
    ("activity_scope_known", lambda: activity(scope="lunar")),
    ("activity_status_known", lambda: activity(status="lost")),
    ("activity_start_with_its_precision", lambda: activity(start=DAY)),
    ("activity_start_with_its_precision", lambda: activity(date_precision="day")),
    ("activity_start_with_its_precision", lambda: activity(start=DAY, date_precision="hour")),
    (
        "activity_end_not_before_start",
        lambda: activity(start=DAY, end=DAY - datetime.timedelta(days=1), date_precision="day"),
    ),
    ("activity_end_needs_a_start", lambda: activity(end=DAY)),
    ("activity_published_needs_a_reviewer_and_a_date", lambda: activity(reviewed_by="")),
    ("activity_published_needs_a_reviewer_and_a_date", lambda: activity(reviewed_on=None)),
    (
        "activity_text_one_per_language",
        lambda: ActivityFactory().texts.create(language="fr", title="Titre", summary="Résumé"),
    ),
    ("activity_text_not_empty", lambda: text(title="")),
    ("activity_text_not_empty", lambda: text(summary="")),
    ("citation_paragraph_once", lambda: two_citations(paragraph=ParagraphFactory())),
    ("citation_position_once", lambda: two_citations(position=0)),
    (
        "activity_country_role_once",
        lambda: ActivityFactory(countries=[country()]).country_roles.create(country=country()),
    ),
    (
        "activity_country_role_known",
        lambda: edit(ActivityFactory(countries=[country()]).country_roles.get(), role="friend"),
    ),
    (
        "activity_partner_once",
        lambda: twice(
            partial(ActivityFactory().partner_parts.create, partner=models.Partner.objects.first())
        ),
    ),
    (
        "activity_partner_part_known",
        lambda: ActivityFactory().partner_parts.create(partner=models.Partner.objects.first(), part="friend"),
    ),
    (
        "withdrawal_ref_well_formed",
        lambda: models.Withdrawal.objects.create(ref="2099-1", reason_fr="Motif.", reason_en="Reason."),
    ),
    ("withdrawal_has_a_successor_or_a_reason", lambda: models.Withdrawal.objects.create(ref="2099-001-1")),
    (
        "withdrawal_has_a_successor_or_a_reason",
        lambda: models.Withdrawal.objects.create(ref="2099-001-1", reason_fr="Motif."),
    ),
    (
        "withdrawal_has_a_successor_or_a_reason",
        lambda: models.Withdrawal.objects.create(
            ref="2099-001-1", replaced_by=ActivityFactory(), reason_fr="Motif.", reason_en="Reason."
        ),
    ),
    ("publication_title_once", lambda: twice(partial(ActivityFactory().publications.create, title="Titre"))),
    ("country_iso3_well_formed", lambda: edit(country(), iso3="kgz")),
    ("country_iso2_well_formed", lambda: edit(country(), iso2="1G")),
    ("country_m49_well_formed", lambda: edit(country(), m49="41")),
    ("country_status_known", lambda: edit(country(), status="guest")),
    ("country_position_on_the_globe", lambda: edit(country(), latitude="90.1")),
    ("country_position_on_the_globe", lambda: edit(country(), longitude="-180.1")),
    ("country_position_on_the_globe", lambda: edit(country(), longitude=None)),
    (
        "locality_unique_in_country",
        lambda: twice(partial(country().localities.create, slug="made-up", name_fr="Lieu", name_en="Place")),
    ),
    ("region_basis_known", lambda: region(basis="rumour")),
    ("region_m49_code_with_m49_basis", lambda: region(basis="m49")),
    ("region_m49_code_with_m49_basis", lambda: region(m49="999")),
    ("region_states_its_basis", lambda: region(basis_note_fr="")),
    ("region_states_its_basis", lambda: region(basis_note_en="")),
    ("programme_kind_known", lambda: named(models.Programme)),
    ("partner_kind_known", lambda: named(models.Partner)),
    ("instrument_kind_known", lambda: named(models.Instrument)),
    ("report_ref_is_a_year", lambda: edit(ReportFactory(), ref="MMXX")),
    (
        "section_code_unique_in_report",
        lambda: SectionFactory(code="II").report.sections.create(code="II", position=9),
    ),
    (
        "section_position_unique_in_report",
        lambda: SectionFactory(code="II", position=9).report.sections.create(code="III", position=9),
    ),
    ("section_code_well_formed", lambda: edit(SectionFactory(), code="4.C.1")),
    (
        "paragraph_number_unique_in_report",
        lambda: edit(ParagraphFactory(number=2), number=ParagraphFactory().number),
    ),
    ("paragraph_number_positive", lambda: edit(ParagraphFactory(), number=0)),
    ("paragraph_disposition_known", lambda: edit(ParagraphFactory(), disposition="skipped")),
    ("figure_position_once", lambda: twice(figure)),
    ("figure_position_once", lambda: twice(partial(figure, activity=ActivityFactory()))),
    ("figure_value_not_negative", lambda: figure(value=-1)),
    ("figure_qualifier_known", lambda: figure(qualifier="nearly")),
    ("figure_role_known", lambda: figure(activity=ActivityFactory(), role="guess")),
    ("figure_period_is_edtf", lambda: figure(period="en 2020")),
    ("figure_result_needs_an_activity", lambda: figure(role="result")),
    ("move_origin_known", lambda: move(origin="nowhere")),
    ("move_target_known", lambda: move(target="nowhere")),
    ("version_status_known", lambda: version(status="lost")),
    ("version_change_known", lambda: version(change="lost")),
    ("notice_event_known", lambda: notice(event="rumour")),
    ("working_copy_is_not_published", lambda: working_copy(status="published")),
    ("suggestion_kind_known", lambda: suggestion(kind="rumour")),
    ("suggestion_names_one_record", lambda: suggestion(country=None)),
    ("suggestion_names_one_record", lambda: suggestion(region=models.Region.objects.first())),
    ("suggestion_names_one_record", lambda: number(country=country())),
    ("suggestion_number_has_value", lambda: number(value=None)),
    ("suggestion_number_has_value", lambda: number(qualifier="")),
    ("suggestion_number_has_value", lambda: suggestion(value=3, qualifier="exact")),
    ("suggestion_qualifier_known", lambda: number(qualifier="nearly")),
    ("suggestion_state_known", lambda: decision(state="lost")),
    ("suggestion_decided_by_somebody", lambda: decision(by=None)),
    ("suggestion_decided_by_somebody", lambda: decision(at=None)),
    ("suggestion_decided_by_somebody", lambda: decision(state="open")),
    ("suggestion_once", lambda: twice(suggestion)),
    ("suggestion_once", lambda: twice(number)),
    ("typed_form_once", lambda: twice(typed_form)),
    ("unanswered_search_once_a_day", lambda: twice(unanswered_search)),
    ("catalogue_version_is_one_row", lambda: models.CatalogueVersion.objects.create(pk=2)),
]


@transaction.atomic
def carry_out(breach):
    breach()
    connection.check_constraints()  # the deferred ones, which would wait for the commit


@pytest.mark.parametrize(("constraint", "breach"), [pytest.param(*row, id=row[0]) for row in BREACHES])
def test_the_database_refuses_a_breach_by_the_name_of_its_rule(constraint, breach):
    with pytest.raises(IntegrityError) as refused:
        carry_out(breach)
    assert refused.value.__cause__.diag.constraint_name == constraint


def test_every_named_constraint_has_a_row_above():
    declared = {
        constraint.name
        for model in apps.get_app_config("activities").get_models()
        for constraint in model._meta.constraints
    }
    assert declared == {constraint for constraint, _breach in BREACHES}
