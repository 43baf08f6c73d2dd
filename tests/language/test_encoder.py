import os
import subprocess
import sys

import numpy as np
import pytest
from django.db import connection

from activities.language import encoder
from tests import databases
from tests.threads import THREADS, together

TEXTS = ["prison reform", "réforme pénitentiaire", "reforma penitenciaria", "apple pie"]


def test_texts_of_one_meaning_are_nearer_than_others_whatever_their_language():
    english, french, spanish, other = encoder.encode(TEXTS)
    assert min(english @ french, english @ spanish) > 0.5 > 0.3 > english @ other


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\0",
        "\ud800 alone",
        "😀" * 300,
        "a" * 100_000,
        "\ufdfa" * 5000,
        "\u200b",
        "e\u0301" * 1000,
        "' OR 1=1",
    ],
)
def test_any_text_has_a_vector_of_length_one(text):
    (vector,) = encoder.encode([text])
    assert vector.shape == (encoder.DIMENSIONS,)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-4)


def test_what_is_not_text_does_not_change_the_vector():
    plain, marked = encoder.encode(["prison", "pri\ud800son"])
    assert np.allclose(plain, marked)


def test_nothing_is_encoded_for_nothing():
    assert encoder.encode([]).shape == (0, encoder.DIMENSIONS)


def test_threads_that_load_and_use_it_together_get_what_one_gets():
    encoder._encoder.cache.clear()
    found = together(lambda _number: encoder.encode(TEXTS).tobytes())
    assert found == [encoder.encode(TEXTS).tobytes()] * THREADS


def test_without_the_setting_or_the_package_it_is_not_available(settings, monkeypatch):
    assert encoder.is_available()
    settings.SEARCH_BY_MEANING = False
    assert not encoder.is_available()
    settings.SEARCH_BY_MEANING = True
    monkeypatch.setattr(encoder, "MODULE", "no_such_module")
    assert not encoder.is_available()
    encoder.load()  # does nothing


def test_a_web_process_loads_it_before_the_first_question(db):
    script = """
import threading, unodc_catalogue.wsgi
from activities.language import encoder
[thread.join() for thread in threading.enumerate() if thread.name == "preparing"]
print(len(encoder._encoder.cache))
"""
    command = [sys.executable, "-c", script]
    environment = os.environ | {"DATABASE_URL": databases.address(connection.settings_dict["NAME"])}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)  # noqa: S603  # our own program
    assert done.stdout.strip() == "1"
