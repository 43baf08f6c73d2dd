import pytest
import yaml
from django.conf import settings
from pydantic import ValidationError

from activities.language import lists

FILE = settings.FIXTURES_DIR / "words.yaml"


@pytest.fixture
def changed(tmp_path):
    """Writes the reviewed lists with one of them replaced, and returns the file."""

    def write(name, value):
        content = yaml.safe_load(FILE.read_text(encoding="utf-8")) | {name: value}
        path = tmp_path / "words.yaml"
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("function_words", {"fr": "le la le", "en": "the"}, "names twice: le"),
        ("function_words", {"fr": "été", "en": "the"}, "are not folded: été"),
        ("function_words", {"fr": [False], "en": "the"}, "valid string"),
        ("apart", ["data", "dates data"], "names twice: data"),
        ("capitals", "Who", "are not folded: Who"),
        ("capital", "WHO", "Extra inputs"),
    ],
)
def test_a_faulty_list_is_refused(changed, name, value, said):
    with pytest.raises(ValidationError, match=said):
        lists.read(changed(name, value))


def test_the_same_word_may_be_one_of_both_languages(changed):
    assert lists.read(changed("function_words", {"fr": "on le", "en": "on the"})).function_words == {
        "on",
        "le",
        "the",
    }


@pytest.mark.data
def test_no_word_is_both_a_function_word_and_kept_apart():
    assert lists.LISTS.function_words.isdisjoint(lists.LISTS.apart)


@pytest.mark.data
def test_no_operator_is_an_acronym():
    operators = lists.LISTS.operators
    assert lists.LISTS.capitals.isdisjoint(operators.both | operators.without)
