"""A process that measures what a file costs its reader: the path of a file in, a line of JSON out.

Each file is read by a copy of the process, whose memory is as before, as a web process reads it.
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

from activities.admin.spreadsheets import UploadForm  # noqa: E402


def memory(field):
    """Megabytes that this process has (VmRSS), or had at most (VmHWM)."""
    return int(re.search(rf"{field}:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024


def said(data):
    form = UploadForm({}, {"file": SimpleUploadedFile("liste", data)})
    return " ".join(form.errors.get("file", []))


def measured(path):
    data = Path(path).read_bytes()
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    # Other processes slow this one down, and are no cost of the file.
    before, began = memory("VmRSS"), time.process_time()
    with translation.override("fr"):
        french = said(data)
    seconds, megabytes = time.process_time() - began, memory("VmHWM") - before
    with translation.override("en"):
        english = said(data) if french else ""  # to read a good file once more would show nothing
    return {"seconds": seconds, "megabytes": megabytes, "fr": french, "en": english}


said(b"")  # what is imported once is no cost of a file
for line in sys.stdin:
    if not (child := os.fork()):
        print(json.dumps(measured(line.strip())), flush=True)
        os._exit(0)
    os.waitpid(child, 0)
