"""An activity is near by its themes as well, and a query is compared in the words of the catalogue too."""

from itertools import count

import pytest
from pyroaring import BitMap

from activities.models import Activity, Theme
from activities.search import context, current_index, publish_changes
from activities.search.nearest import nearest
from activities.search.subjects import subjects
from tests.factories import ActivityFactory
from tests.threads import READERS, together

pytestmark = pytest.mark.django_db

PLAIN = ("Title", "Summary")
numbers = count()


def a_theme(french="Thème", english="Theme"):
    theme = Theme.objects.create(slug=f"zz-{next(numbers)}", name_fr=french, name_en=english, position=900)
    publish_changes(Activity.objects.none(), reference=True)
    return theme


def of(*themes, english=PLAIN):
    texts = {"fr": ("Titre", "Résumé"), "en": english}
    return ActivityFactory(texts=texts, relations={"themes": themes}).report_order


def in_order(text, slots):
    index = current_index()
    found = nearest(text, index.parsed(text), index, BitMap(), BitMap(slots)).activities
    return [near.slot for near in found]


def test_of_two_equal_activities_the_one_whose_theme_is_near_comes_first(settings):
    settings.SEARCH_BY_MEANING = False
    far, near = a_theme(), a_theme()
    first = of(far, english=("Zeppelins", "Summary"))
    second = of(near, english=("Zeppelins", "Summary"))
    other = of(near, english=("Quokkas and zeppelins", "Summary"))
    assert in_order("quokkas zeppelins violins", [first, second, other]) == [other, second, first]


def test_a_rare_theme_counts_more_than_a_common_one(settings):
    settings.SEARCH_BY_MEANING = False
    common, rare, apart = a_theme(), a_theme(), a_theme()
    # What both have in common with an activity that is near is one theme, and another that is not.
    by_common = of(common, apart, english=("Zeppelins", "Summary"))
    by_rare = of(rare, common, english=("Zeppelins", "Summary"))
    others = [of(common, english=PLAIN) for _number in range(6)]
    near = of(rare, english=("Quokkas and zeppelins", "Summary"))
    found = in_order("quokkas zeppelins violins", [by_common, by_rare, near, *others])
    assert found[:3] == [near, by_rare, by_common]


def test_the_names_of_a_theme_bring_its_activities_near():
    plain, musical = a_theme(), a_theme("Instruments de musique", "Musical instruments")
    without, having = of(plain), of(musical)
    assert in_order("title of a violoncelle", [without, having]) == [having, without]


def test_all_threads_share_the_encoded_names_of_themes():
    slots = list(current_index().all)[:60]  # threads do not see what this test has made
    alone = in_order("title of violins", slots)
    context.names_encoded.cache_clear()
    assert together(lambda _number: in_order("title of violins", slots), READERS) == [alone] * READERS
    assert not context.names_encoded(("Musique",)).flags.writeable


def test_a_narrow_word_is_compared_in_its_broader_terms_too():
    index = current_index()
    text = "football in jails"
    assert subjects(text, index.parsed(text), [], None) == ["football in jails", "sport jails"]
    assert subjects(text, index.parsed(text), [], "es") == [text]
    assert subjects("how many", index.parsed("how many"), [], None)[0] == "how many"
