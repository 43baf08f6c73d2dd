"""A figure is corrected: by an analyst, past an editor who sends it back, to the readers and their files."""

import csv
import io

import pytest
from django.db.models import Count
from playwright.sync_api import expect

from activities.models import Activity

NOTE = "Le paragraphe 26 dit autre chose : à vérifier."


class Story:
    """An activity with one figure, its value, the wrong correction and the right one."""

    def __init__(self):
        counted = Activity.objects.published().annotate(number=Count("figures")).filter(number=1)
        activity = counted.filter(figures__value__range=(100, 900)).in_report_order()[:1].get()
        figure = activity.figures.get()
        self.ref, self.label = activity.ref, figure.label_fr
        self.figure, self.corrected, self.mended = (f"{figure.value + more:.0f}" for more in (0, 53, 71))


@pytest.fixture
def story(browser):
    return Story()


def open_activity(page, ref):
    page.goto(f"/admin/activities/activity/?q={ref}")
    page.locator("#result_list .field-ref a").click()


def correct(page, value):
    page.locator("[name=figures-0-value]").fill(value)
    page.locator("[name=_continue]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def move(page, name, note=""):
    page.locator("#id_note").first.fill(note)
    page.locator(f"#moves button[value={name}]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def figures_exported(installation, ref):
    text = installation.read(f"/fr/activites.csv?q={ref}&table=figures").removeprefix("\ufeff")
    return {row["value"] for row in csv.DictReader(io.StringIO(text)) if row["ref"] == ref}


def seen(installation, story):
    """Returns where readers find the corrected figure: page, API, CSV, changes."""
    page = installation.read(f"/fr/activites/{story.ref}/")
    api = installation.read(f"/api/v1/activities/{story.ref}/")
    return {
        "page": f">{story.mended}" in page or f"{story.mended} {story.label}" in page.replace("\xa0", " "),
        "api": f'"value":"{story.mended}"' in api.replace(" ", ""),
        "csv": figures_exported(installation, story.ref) == {story.mended},
        "changes": "activité modifiée" in installation.read("/fr/changements/"),
    }


def test_a_figure_is_corrected_from_the_desk_to_the_readers(installation, sign_in, tmp_path, story):
    feed = installation.read("/fr/changements.atom")
    analyst, editor = sign_in("amina", "analyst"), sign_in("bruno", "editor")

    open_activity(analyst, story.ref)
    correct(analyst, story.corrected)
    move(analyst, "submit")
    assert not any(seen(installation, story).values())

    editor.goto("/admin/")
    waiting = editor.locator(".desk section").first
    expect(waiting).to_contain_text(story.ref)
    waiting.get_by_role("link", name=story.ref).click()
    move(editor, "send_back", NOTE)

    analyst.goto("/admin/")
    expect(analyst.locator(".desk q").first).to_have_text(NOTE)
    open_activity(analyst, story.ref)
    expect(analyst.locator("[name=figures-0-value]")).to_have_value(story.corrected)
    correct(analyst, story.mended)
    move(analyst, "submit")
    assert not any(seen(installation, story).values())

    open_activity(editor, story.ref)
    move(editor, "approve")
    assert seen(installation, story) == dict.fromkeys(("page", "api", "csv", "changes"), True)
    assert_changes_name_it(installation, feed, story)
    assert_fixtures_contain_it(installation, tmp_path, story)


def test_what_was_typed_when_the_session_ended_comes_back(installation, sign_in, story):
    page = sign_in("chiara", "analyst")
    open_activity(page, story.ref)
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


def assert_changes_name_it(installation, feed_before, story):
    changed = installation.read("/fr/changements.atom")
    assert changed != feed_before
    assert changed.index(story.ref) < changed.index("<entry>") + 400  # the first of its activities
    assert story.figure in installation.read("/fr/changements/")


def assert_fixtures_contain_it(installation, tmp_path, story):
    installation.manage("export_fixtures", str(tmp_path))
    (section,) = [path for path in tmp_path.rglob("*.yaml") if f"ref: {story.ref}" in path.read_text()]
    activity = section.read_text().split(f"ref: {story.ref}")[1].split("- ref:")[0]
    assert f"value: {story.mended}" in activity
    assert "reviewed_by: bruno" in activity
    # The next upgrade keeps it.
    assert "1 kept" in installation.manage("load_catalogue")
