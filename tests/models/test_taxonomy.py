import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from activities.models import Instrument, Partner, Programme, Region, Theme

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    """trunk > bough > twig, and trunk > shoot, beside the themes of the catalogue"""
    themes = {}
    for position, (slug, parent) in enumerate(
        [("trunk", None), ("bough", "trunk"), ("twig", "bough"), ("shoot", "trunk")], start=1000
    ):
        themes[slug] = Theme.objects.create(
            slug=slug, name_fr=slug, name_en=slug, parent=themes.get(parent), position=position
        )
    return themes


def test_descendants_reach_down_to_the_last_level(tree, django_assert_num_queries):
    with django_assert_num_queries(1):
        below = Theme.objects.descendants()
    slugs = {theme.pk: slug for slug, theme in tree.items()}
    assert {slug: {slugs[pk] for pk in below[theme.pk]} for slug, theme in tree.items()} == {
        "trunk": {"trunk", "bough", "twig", "shoot"},
        "bough": {"bough", "twig"},
        "twig": {"twig"},
        "shoot": {"shoot"},
    }


def test_themes_stand_in_tree_order_not_in_that_of_their_names(tree):
    Theme.objects.filter(slug="shoot").update(position=900)
    made_up = Theme.objects.filter(slug__in=tree).in_tree_order()
    assert [theme.slug for theme in made_up] == ["shoot", "trunk", "bough", "twig"]


def test_every_theme_of_the_catalogue_follows_the_one_that_it_is_part_of():
    seen = set()
    for theme in Theme.objects.in_tree_order():
        assert theme.parent_id in {None, *seen}, theme.slug
        seen.add(theme.pk)


@pytest.mark.parametrize("parent", ["trunk", "bough", "twig"])
def test_a_theme_cannot_be_part_of_itself(tree, parent):
    tree["trunk"].parent = tree[parent]
    with pytest.raises(ValidationError) as refused:
        tree["trunk"].full_clean()
    assert set(refused.value.message_dict) == {"parent"}


def test_a_region_cannot_be_part_of_itself():
    africa = Region.objects.get(slug="africa")
    africa.parent = Region.objects.get(slug="western-africa")
    with pytest.raises(ValidationError):
        africa.full_clean()


def test_a_theme_may_move_to_another_branch(tree):
    tree["twig"].parent = tree["shoot"]
    tree["twig"].full_clean()


@pytest.mark.parametrize(("language", "acronym"), [("fr", "HCDH"), ("en", "OHCHR")])
def test_an_acronym_is_that_of_the_language(language, acronym):
    with override(language):
        assert Partner.objects.get(slug="ohchr").acronym == acronym


def test_search_knows_both_acronyms():
    assert {"HCDH", "OHCHR"} <= set(Partner.objects.get(slug="ohchr").search_names())
    assert {"CNUCC", "UNCAC"} <= set(Instrument.objects.get(slug="uncac").search_names())


@pytest.mark.parametrize(
    ("model", "slug", "language", "path"),
    [
        (Theme, "corruption", "fr", "/fr/themes/corruption/"),
        (Theme, "corruption", "en", "/en/themes/corruption/"),
        (Programme, "crimjust", "fr", "/fr/programmes/crimjust/"),
        (Partner, "ohchr", "fr", "/fr/partenaires/ohchr/"),
        (Partner, "ohchr", "en", "/en/partners/ohchr/"),
    ],
)
def test_addresses_are_translated_and_slugs_are_not(model, slug, language, path):
    with override(language):
        assert model.objects.get(slug=slug).get_absolute_url() == path
