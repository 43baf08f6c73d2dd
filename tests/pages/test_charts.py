"""Bars say what the lists say, and the home page what its rule says."""

import re
from html import unescape

import pytest

from activities.models import Figure
from activities.pages.charts import FULL, PARTS
from activities.pages.key_figures import USES, key_figures
from activities.search import current_index
from tests.factories import ActivityFactory, FigureFactory, ParagraphFactory
from tests.html import Page

pytestmark = pytest.mark.django_db


def bars(text):
    """(address, label, width, count) of every bar."""
    found = re.findall(
        r'<th scope="row"><a href="([^"]*)"[^>]*>([^<]*)</a></th>\s*<td><svg(.*?)</svg> (\d+)', text
    )
    return [(unescape(url), unescape(label), length(drawn), int(count)) for url, label, drawn, count in found]


def length(drawn):
    return sum(int(width) for width in re.findall(r' width="(\d+)"', drawn))


def charts(client, address):
    return {chart.name: chart for chart in client.get(address).context["overview"].charts}


@pytest.mark.parametrize("search", ["", "?q=prison", "?theme=corruption", "?kind=training&scope=national"])
def test_each_bar_counts_what_its_link_leads_to(client, search):
    found = bars(client.get(f"/en/activities/overview/{search}").text)
    assert len(found) >= 4
    for url, label, _width, count in found:
        assert client.get(url).context["page"].paginator.count == count, label


def test_the_home_page_leads_to_the_filtered_list(client):
    found = {label: (url, count) for url, label, _width, count in bars(client.get("/en/").text)}
    counts = {facet: current_index().values[facet] for facet in ("kind", "theme")}
    assert found["Training"] == ("/en/activities/?kind=training", len(counts["kind"]["training"]))
    assert found["Corruption"] == ("/en/activities/?theme=corruption", len(counts["theme"]["corruption"]))


def test_each_count_of_the_home_page_is_that_of_the_page_it_leads_to(client):
    tally = re.search(r'<ul class="tally four">(.*?)</ul>', client.get("/fr/").text, re.S)[1]
    counts = re.findall(r'<a href="([^"]+)">(\d+ \w+)', tally)
    assert len(counts) == 4
    for address, count in counts:
        assert count in Page(client.get(address).text).text, address


def test_bars_are_as_long_as_their_counts(client):
    for chart in charts(client, "/fr/activites/apercu/").values():
        counts = [bar.count for bar in chart.bars]
        assert counts == sorted(counts, reverse=True)
        for bar in chart.bars:
            assert bar.width == pytest.approx(FULL * bar.count / counts[0], abs=0.5)


@pytest.mark.parametrize("search", ["", "?theme=corruption&scope=global", "?kind=training"])
def test_the_parts_of_a_bar_are_its_scopes_and_together_its_count(client, search):
    for chart in charts(client, f"/fr/activites/apercu/{search}").values():
        for bar in chart.bars:
            assert sum(part.count for part in bar.parts) == bar.count
            assert sum(part.width for part in bar.parts) == bar.width
            starts = [part.start for part in bar.parts]
            assert starts == sorted(starts)
            for part in bar.parts:
                scopes = "&".join(f"scope={scope}" for scope in PARTS[part.name][0])
                listed = client.get(f"/fr/activites/?{chart.name}={bar.url.split('=')[-1]}&{scopes}")
                assert search or listed.context["page"].paginator.count == part.count


def test_themes_are_those_of_the_top_level_and_long_lists_are_cut(client):
    found = charts(client, "/en/activities/overview/")
    assert "/en/activities/?theme=corruption" in {bar.url for bar in found["theme"].bars}
    assert "/en/activities/?theme=whistle-blower-protection" not in {bar.url for bar in found["theme"].bars}
    assert len(found["programme"].bars) == len(found["region"].bars) == 10
    assert found["programme"].is_cut
    assert not found["theme"].is_cut
    programmes = len(current_index().values["programme"])
    assert f"the 10 most frequent of {programmes}" in Page(client.get("/en/activities/overview/").text).text


def test_the_home_page_has_no_chart_of_programmes(client):
    assert list(charts(client, "/en/")) == ["theme", "kind", "region"]


def test_a_selected_value_is_marked_in_its_chart(client):
    chart = charts(client, "/en/activities/overview/?kind=training")["kind"]
    assert [bar.url for bar in chart.bars if bar.selected] == ["/en/activities/?kind=training"]
    assert len(chart.bars) > 5


def test_key_figures_are_the_largest_of_their_unit_among_global_results():
    chosen = key_figures()
    assert len(chosen) >= 4
    for one in ("unit_id", "activity_id"):
        assert len({getattr(figure, one) for figure in chosen}) == len(chosen)
    values = [figure.value for figure in chosen]
    assert values == sorted(values, reverse=True)
    for unit in Figure.objects.values_list("unit", flat=True).distinct():
        same = Figure.objects.published().filter(unit=unit, role="result", activity__scope="global")
        largest = [figure.value for figure in chosen if figure.unit_id == unit]
        assert largest in ([], [max((figure.value for figure in same), default=0)])
        assert not largest or len(same) >= USES


def test_a_key_figure_keeps_its_qualifier_and_its_paragraph(client):
    FigureFactory(
        activity=ActivityFactory(scope="global", citation=ParagraphFactory(number=6)),
        value=2_500_000_001,
        qualifier="more_than",
        unit=key_figures()[0].unit,
    )
    key_figures.forget()
    page = Page(client.get("/en/").text)
    assert "more than 2,500,000,001" in page.text
    assert any(link.get("href", "").endswith("#p6") for link in page.all("a"))


def test_a_draft_gives_no_key_figure():
    largest = key_figures()[0]
    draft = ActivityFactory(status="draft", scope="global")
    Figure.objects.create(
        activity=draft,
        paragraph=largest.paragraph,
        value=largest.value * 2,
        unit=largest.unit,
        label_fr="a",
        label_en="a",
    )
    key_figures.forget()
    assert key_figures()[0] == largest
