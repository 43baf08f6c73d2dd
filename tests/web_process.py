"""A process that answers requests and makes edits: a line of JSON in, a line of JSON out."""

import json
import re
import sys

import django

django.setup()

from django.db import transaction  # noqa: E402  # after the set-up
from django.test import Client  # noqa: E402

from activities.models import Activity  # noqa: E402
from activities.search import publish_changes  # noqa: E402


def get(address, etag=""):
    response = Client(headers={"host": "localhost"}).get(address, headers={"If-None-Match": etag})
    activities = re.findall(r'<h3><a href="/fr/activites/([\d-]+)/', response.text)
    return {"status": response.status_code, "etag": response["ETag"], "refs": activities}


def edit(ref, title):
    activity = Activity.objects.get(ref=ref)
    text = activity.texts.get(language="fr")
    with transaction.atomic():
        activity.texts.filter(pk=text.pk).update(title=title)
        publish_changes(Activity.objects.filter(pk=activity.pk))
    return {"old": text.title}


for line in sys.stdin:
    request = json.loads(line)
    answer = (
        get(request["get"], request.get("etag", ""))
        if "get" in request
        else edit(request["ref"], request["title"])
    )
    print(json.dumps(answer), flush=True)
