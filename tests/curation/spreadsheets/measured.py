"""A process that measures what a file costs its reader: "fr" or "both" and a path in, a line of JSON out.

Each file is read by a copy of the process, whose memory is as before, as a web process reads it. It is read once:
asked for "both", every sentence is in French and in English, the headings expected in the file among them.
"""

import json
import os
import re
import sys
import time
from pathlib import Path

import django

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402  # after the set-up
from django.utils import translation  # noqa: E402
from django.utils.translation import trans_real  # noqa: E402

from activities.admin.spreadsheets import UploadForm  # noqa: E402

PAIR = re.compile("⟨([^⟨¦⟩]*)¦([^⟨¦⟩]*)⟩")


def memory(field):
    """Megabytes that this process has (VmRSS), or had at most (VmHWM)."""
    return int(re.search(rf"{field}:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024


def in_both_languages(translate):
    """Returns a function that translates as `translate` does, to a ⟨French¦English⟩ pair that may be nested."""

    def translated(*message):
        found = []
        for language in ("fr", "en"):
            with translation.override(language):
                found.append(translate(*message))
        return "⟨{}¦{}⟩".format(*found)

    return translated


def in_language(text, place):
    """Returns a text with each of its pairs replaced by the first or second of the two."""
    while (chosen := PAIR.sub(lambda pair: pair[place], text)) != text:
        text = chosen
    return text


def said(data):
    form = UploadForm({}, {"file": SimpleUploadedFile("liste", data)})
    return " ".join(form.errors.get("file", []))


def measured(path):
    data = Path(path).read_bytes()
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    # Other processes slow this one down, and are no cost of the file.
    before, began = memory("VmRSS"), time.process_time()
    text = said(data)
    seconds, megabytes = time.process_time() - began, memory("VmHWM") - before
    return {
        "seconds": seconds, "megabytes": megabytes, "fr": in_language(text, 1), "en": in_language(text, 2),
    }  # fmt: skip


def speak_both():
    translation._trans.gettext = in_both_languages(trans_real.gettext)
    translation._trans.ngettext = in_both_languages(trans_real.ngettext)


said(b"")  # what is imported once is no cost of a file
for line in sys.stdin:
    languages, _, path = line.strip().partition(" ")
    if not (child := os.fork()):
        if languages == "both":
            speak_both()
        print(json.dumps(measured(path)), flush=True)
        os._exit(0)
    os.waitpid(child, 0)
