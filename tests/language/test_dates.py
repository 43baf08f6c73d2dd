"""Periods in words."""

import pytest
from django.utils import translation

from activities.language.dates import period_in_words


@pytest.mark.parametrize(
    ("edtf", "french", "english"),
    [
        ("2020", "2020", "2020"),
        ("2020-11", "novembre 2020", "November 2020"),
        ("2020-12-01", "1er décembre 2020", "1 December 2020"),
        ("2017/..", "depuis 2017", "since 2017"),
        ("2020-03-11/..", "depuis le 11 mars 2020", "since 11 March 2020"),
        ("../2021-05", "jusqu’en mai 2021", "until May 2021"),
        ("../2021-05-03", "jusqu’au 3 mai 2021", "until 3 May 2021"),
        ("2018/2020", "2018–2020", "2018–2020"),
        ("2020-02-30", "2020-02-30", "2020-02-30"),
    ],
)
def test_a_period_is_said_as_precisely_as_it_is_stated(edtf, french, english):
    for language, words in (("fr", french), ("en", english)):
        with translation.override(language):
            assert period_in_words(edtf) == words
