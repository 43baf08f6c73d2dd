"""A spreadsheet goes out, is edited, comes back with an error, is mended, shown, taken over and reviewed."""

import openpyxl
import pytest
from playwright.sync_api import expect

from activities.models import Activity

from .pages import PHONE, assert_no_axe_violations, assert_no_sideways_scrolling

WRONG, TITLE = "formations", "Titre corrigé hors ligne"


@pytest.fixture
def ref(browser):
    return Activity.objects.published().first().ref


def cell(sheet, ref, heading):
    headings = [found.value for found in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == ref)
    return row[headings.index(heading)]


def export(page, ref, path):
    """Exports the activities of the same paragraph."""
    page.goto(f"/admin/activities/activity/?q={ref.rpartition('-')[0]}")
    page.get_by_role("link", name="Modifier dans un tableur").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Exporter en XLSX").press("Enter")
    download.value.save_as(path)


def bring(page, path):
    """By the keyboard, but for the dialogue in which a file is chosen."""
    page.goto("/admin/activities/activity/spreadsheet/")
    page.get_by_label("Fichier (XLSX ou CSV)").set_input_files(path)
    page.get_by_role("button", name="Voir ce qui changerait").press("Enter")
    expect(page.locator("#confirm")).to_be_visible()


def assert_fits(page):
    """No barrier, and no scrolling sideways on a phone."""
    assert_no_axe_violations(page, "#content-main")
    size = page.viewport_size
    page.set_viewport_size({"width": PHONE, "height": 900})
    assert_no_sideways_scrolling(page)
    page.set_viewport_size(size)


def assert_conflict_stops(page, path, sheet, ref):
    kind = cell(sheet, ref, "Type").value
    cell(sheet, ref, "Type").value, cell(sheet, ref, "Titre en français").value = WRONG, TITLE
    sheet.parent.save(path)
    bring(page, path)
    expect(page.locator(".desk-conflict tbody tr")).to_have_count(1)
    expect(page.locator(".desk-conflict tbody")).to_contain_text(WRONG)
    expect(page.get_by_role("button", name="Appliquer ces changements")).to_have_count(0)
    assert_fits(page)
    cell(sheet, ref, "Type").value = kind
    sheet.parent.save(path)


def apply(page, path, installation):
    bring(page, path)
    expect(page.locator(".desk-summary li").first).to_contain_text("1 activité changerait")
    expect(page.locator(".desk-versions ins")).to_contain_text(TITLE)
    assert_fits(page)
    page.get_by_role("button", name="Appliquer ces changements").press("Enter")
    expect(page.locator("progress")).to_be_visible()
    assert_fits(page)
    installation.manage("work", "--batch")
    expect(page.locator("#content-main [role=status]")).to_contain_text("1 activité a été modifiée")
    assert_fits(page)


def test_a_spreadsheet_makes_its_round(installation, sign_in, tmp_path, ref):
    analyst, editor = sign_in("amina", "analyst"), sign_in("bruno", "editor")
    path = tmp_path / "liste.xlsx"
    export(analyst, ref, path)
    assert_conflict_stops(analyst, path, openpyxl.load_workbook(path)["Activités"], ref)
    apply(analyst, path, installation)
    analyst.get_by_role("link", name="Mes brouillons").click()
    assert TITLE not in installation.read(f"/fr/activites/{ref}/")

    analyst.locator("#result_list .field-ref a").click()
    analyst.locator("#moves button[value=submit]").click()
    editor.goto("/admin/")
    editor.locator(".desk section").first.get_by_role("link", name=ref).click()
    # The short title has faults, which stop an approval until each is accepted with a reason.
    reasons = editor.locator("#moves [name^=reason-]")
    expect(reasons.first).to_be_visible()
    for reason in reasons.all():
        reason.fill("Essai d’un titre corrigé hors ligne.")
    editor.locator("#moves button[value=approve]").click()
    expect(editor.locator(".messagelist .success")).to_be_visible()
    assert TITLE in installation.read(f"/fr/activites/{ref}/")
