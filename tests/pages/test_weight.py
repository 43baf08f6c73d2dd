"""Pages are light enough for a reader on a slow line."""

import gzip
from pathlib import Path

import django_htmx
import pytest
from django.conf import settings

from tests.addresses import PAGES, english, filled

STYLES_AND_SCRIPTS = 60_000  # bytes, compressed
HTML, LIST, WITH_MAP = 100_000, 60_000, 150_000
HTMX = Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js"


def test_all_styles_and_scripts_together():
    files = [path for kind in ("css", "js") for path in settings.BASE_DIR.glob(f"static/{kind}/**/*.{kind}")]
    assert len(files) > 10
    assert sum(len(gzip.compress(path.read_bytes())) for path in [*files, HTMX]) < STYLES_AND_SCRIPTS


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_a_page(client, address, language):
    address = filled(address)
    page = client.get(address if language == "fr" else english(address))
    assert page.status_code == 200
    heaviest = LIST if b'id="list"' in page.content else WITH_MAP if b'class="map' in page.content else HTML
    assert len(page.content) < heaviest
