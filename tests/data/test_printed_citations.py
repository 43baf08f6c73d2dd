"""The bibliography of ten activities, printed in five styles and both languages: printed_citations.yaml.

Where a text or a rule has changed, it is written anew, and the difference read before it is committed:
`./catalogue manage shell -c "from tests.data import printed_citations; printed_citations.write()"`.
"""

from pathlib import Path

import pytest
import yaml

from tests.data.printed_citations import TEN, bibliography

pytestmark = [pytest.mark.django_db, pytest.mark.data]

PINNED = yaml.safe_load(Path(__file__).with_name("printed_citations.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_ten_activities_are_printed_as_they_were_read(language):
    assert len(TEN) == 10
    assert bibliography(language) == PINNED[language]
