"""The first letter that a word shares with its stems: what highlights compare before they stem anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.language.lists import LISTS
from activities.language.words import WORD, initial, initial_of_stem, stems
from activities.models import Word


@given(st.from_regex(WORD, fullmatch=True))
def test_every_stem_of_a_word_has_its_initial(word):
    assert {initial_of_stem(stem) for stem in stems(word)} == {initial(word)}


@pytest.mark.django_db
def test_every_stem_of_the_words_of_the_catalogue_has_their_initial():
    found = [*Word.objects.values_list("spelling", flat=True), *LISTS.apart, "dying", "Œuvre", "État", "YEUX"]
    assert len(found) > 1000
    for word in (form for each in found for form in (each, each.upper(), each.capitalize())):
        assert {initial_of_stem(stem) for stem in stems(word)} == {initial(word)}, word
