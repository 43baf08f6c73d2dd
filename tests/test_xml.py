"""Every XML that goes out is well formed, whatever was published or typed."""

import io
import zipfile

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from activities.curation.spreadsheets import sheet_activities, xlsx_file
from activities.editing import take_snapshot
from activities.language.characters import FORBIDDEN, forbidden_in, printable
from activities.models import Activity, ActivityText, Country, Figure, Programme, Publication, Theme
from activities.search import publish_changes
from tests.factories import ActivityFactory, FigureFactory

pytestmark = pytest.mark.django_db

BAD = {
    "U+FFFE": "\ufffe",
    "U+FFFF": "\uffff",
    "U+0001": "\x01",
    "U+0008": "\x08",
    "U+000B": "\x0b",
    "U+000C": "\x0c",
    "U+001B": "\x1b",
    "U+001F": "\x1f",
    "U+007F": "\x7f",
    "U+0080": "\x80",
    "U+FDD0": "\ufdd0",
    "U+1FFFE": "\U0001fffe",
    "U+10FFFF": "\U0010ffff",
}
ADDRESSES = [
    "/fr/activites.atom",
    "/fr/activites.atom?q={text}",
    "/en/activities.atom?q=xylographie",
    "/fr/changements.atom",
    "/fr/activites.xml",
    "/fr/activites.xml?q={text}",
    "/fr/activites/{ref}.xml",
    "/fr/opensearch.xml?q={text}",
    "/sitemap.xml",
    "/sitemap-activities.xml",
    "/sitemap-country.xml",
    "/fr/activites.xlsx?q={text}",
    "/fr/activites.xlsx",
]


def spoilt(text):
    """A published activity with the text in everything that is written of it, as an old database may have it."""
    theme, programme, country = Theme.objects.first(), Programme.objects.first(), Country.objects.first()
    activity = ActivityFactory(
        start="2099-01-01",
        date_precision="day",
        countries=[country],
        relations={"themes": [theme], "programmes": [programme]},
    )
    for row in (theme, programme, country):
        type(row).objects.filter(pk=row.pk).update(name_fr=f"Nom{text}", aliases_en=[f"Alias{text}"])
    ActivityText.objects.filter(activity=activity).update(title=f"Xylo{text}graphie", summary=f"Un{text} mot")
    Publication.objects.create(activity=activity, title=f"Titre{text}")
    figure = FigureFactory(activity=activity)
    Figure.objects.filter(pk=figure.pk).update(label_fr=f"juges{text}")
    Activity.objects.filter(pk=activity.pk).update(source_note_fr=f"Note{text}")
    take_snapshot(activity)
    publish_changes(Activity.objects.filter(pk=activity.pk))
    return activity


def read(response):
    content = b"".join(response) if response.streaming else response.content
    if "spreadsheetml" in response["Content-Type"]:
        assert len(openpyxl.load_workbook(io.BytesIO(content)).sheetnames) == 4
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            for name in parts.namelist():
                etree.fromstring(parts.read(name))
        return None
    return etree.fromstring(content)


@pytest.mark.parametrize("name", BAD)
def test_everything_in_xml_is_well_formed(client, settings, without_reports, name):
    settings.API_RATE = settings.API_FILE_RATE = None
    settings.IATI_REPORTING_ORG = {
        **settings.IATI_REPORTING_ORG,
        "ref": f"XM{BAD[name]}",
        "name": {"fr": f"Office{BAD[name]}", "en": f"Office{BAD[name]}"},
    }
    activity = spoilt(BAD[name])
    for address in ADDRESSES:
        response = client.get(address.format(ref=activity.ref, text=f"xylo{BAD[name]}graphie"))
        assert response.status_code == 200, address
        read(response)
    openpyxl.load_workbook(io.BytesIO(xlsx_file(sheet_activities(Activity.objects.filter(pk=activity.pk)))))


@pytest.mark.parametrize("name", BAD)
def test_a_text_typed_is_searched_for_and_shown_without_it(client, name):
    ref = ActivityFactory(texts={"fr": ("Xylographie", "Un mot")}).ref
    response = client.get("/fr/activites/", {"q": f"xylo{BAD[name]}graphie"})
    assert ref in response.text
    assert not FORBIDDEN.search(response.text)


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize(
    "record",
    [
        lambda text: ActivityText(language="fr", title=f"a{text}", summary="b", activity_id=1),
        lambda text: ActivityText(language="fr", title="a", summary=f"b{text}", activity_id=1),
        lambda text: Publication(title=f"a{text}", activity_id=1),
        lambda text: Programme(name_fr=f"a{text}", name_en="b", slug="c", kind="project"),
        lambda text: Programme(name_fr="a", name_en="b", aliases_fr=[f"a{text}"], slug="c", kind="project"),
    ],
)
def test_such_a_character_is_refused_at_the_door(record, name):
    with pytest.raises(ValidationError, match=name.replace("+", r"\+")):
        record(BAD[name]).clean_fields(exclude=["activity"])


@given(st.text(st.characters()))
def test_what_is_printable_is_what_xml_takes(text):
    clean = printable(text)
    assert not forbidden_in(clean)
    element = etree.Element("a")
    element.text = clean
    assert etree.fromstring(etree.tostring(element, encoding="utf-8")).text == (clean or None)


def test_lone_halves_of_a_pair_are_forbidden():
    assert forbidden_in("a\ud800b\udfff") == ["U+D800", "U+DFFF"]
