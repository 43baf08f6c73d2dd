"""A figure is corrected: by an analyst, past an editor who sends it back, to the readers and their files."""

import csv
import io

from playwright.sync_api import expect

REF = "2021-026-3"
FIGURE, CORRECTED, MENDED = "20", "30", "25"
NOTE = "Le paragraphe 26 dit autre chose : à vérifier."


def open_entry(page):
    page.goto(f"/admin/activities/activity/?q={REF}")
    page.locator("#result_list .field-ref a").click()


def correct(page, value):
    page.locator("[name=figures-0-value]").fill(value)
    page.locator("[name=_continue]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def move(page, name, note=""):
    page.locator("#id_note").first.fill(note)
    page.locator(f"#moves button[value={name}]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def figures_exported(installation):
    text = installation.read(f"/fr/activites.csv?q={REF}&table=figures").removeprefix("\ufeff")
    return {row["value"] for row in csv.DictReader(io.StringIO(text)) if row["ref"] == REF}


def seen(installation):
    """Returns where readers find the corrected figure: page, API, CSV, changes."""
    page = installation.read(f"/fr/activites/{REF}/")
    api = installation.read(f"/api/v1/activities/{REF}/")
    return {
        "page": f">{MENDED}" in page or f"{MENDED} procureurs" in page.replace("\xa0", " "),
        "api": f'"value":"{MENDED}"' in api.replace(" ", ""),
        "csv": figures_exported(installation) == {MENDED},
        "changes": "fiche modifiée" in installation.read("/fr/changements/"),
    }


def test_a_figure_is_corrected_from_the_desk_to_the_readers(installation, sign_in, tmp_path):
    feed = installation.read("/fr/changements.atom")
    analyst, editor = sign_in("amina", "analyst"), sign_in("bruno", "editor")

    open_entry(analyst)
    correct(analyst, CORRECTED)
    move(analyst, "submit")
    assert not any(seen(installation).values())

    editor.goto("/admin/")
    waiting = editor.locator(".desk section").first
    expect(waiting).to_contain_text(REF)
    waiting.get_by_role("link", name=REF).click()
    move(editor, "send_back", NOTE)

    analyst.goto("/admin/")
    expect(analyst.locator(".desk q").first).to_have_text(NOTE)
    open_entry(analyst)
    expect(analyst.locator("[name=figures-0-value]")).to_have_value(CORRECTED)
    correct(analyst, MENDED)
    move(analyst, "submit")
    assert not any(seen(installation).values())

    open_entry(editor)
    move(editor, "approve")
    assert seen(installation) == dict.fromkeys(("page", "api", "csv", "changes"), True)
    assert_changes_name_it(installation, feed)
    assert_fixtures_contain_it(installation, tmp_path)


def test_what_was_typed_when_the_session_ended_comes_back(installation, sign_in):
    page = sign_in("chiara", "analyst")
    page.goto("/admin/activities/activity/?q=2021-026-1")
    page.locator("#result_list .field-ref a").click()
    page.locator("[name=texts-0-title]").fill("Un titre qui a coûté deux heures")
    page.context.clear_cookies()
    page.locator("[name=_save]").click()
    expect(page.locator(".errornote")).to_contain_text("Rien n’est perdu")
    page.locator("#id_username").fill("chiara")
    page.locator("#id_password").fill(installation.passwords["chiara"])
    page.locator("#login-form [type=submit]").click()
    page.locator("#resume button").click()
    expect(page.locator("[name=texts-0-title]")).to_have_value("Un titre qui a coûté deux heures")
    page.locator("[name=_save]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def assert_changes_name_it(installation, feed_before):
    changed = installation.read("/fr/changements.atom")
    assert changed != feed_before
    assert changed.index(REF) < changed.index("<entry>") + 400  # the first of its entries
    assert FIGURE in installation.read("/fr/changements/")


def assert_fixtures_contain_it(installation, tmp_path):
    installation.manage("export_fixtures", str(tmp_path))
    (section,) = [path for path in tmp_path.rglob("*.yaml") if f"ref: {REF}" in path.read_text()]
    entry = section.read_text().split(f"ref: {REF}")[1].split("- ref:")[0]
    assert f"value: {MENDED}" in entry
    assert "reviewed_by: bruno" in entry
    # The next upgrade keeps it.
    assert "1 kept" in installation.manage("load_catalogue")
