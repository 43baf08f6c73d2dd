"""Answers with a problem, in the format and the language in which the URL answers otherwise.

Nothing here queries the database, which may be the problem.
"""

from contextlib import suppress

from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils import translation

from .cors import for_programs, opened
from .languages import API, language_of, language_of_url

PROBLEM = "application/problem+json"
JSON_PAGES = {"suggestions"}  # requested by scripts of our own pages


def details(status: int, title, detail, **members) -> dict[str, object]:
    """Returns the members of a problem (RFC 9457)."""
    return {"type": "about:blank", "title": str(title), "status": status, "detail": str(detail), **members}


def when_to_retry(wait: int | None) -> dict[str, str]:
    """Returns the headers of a response that no cache may store, retried after `wait` seconds if any."""
    return {"Cache-Control": "no-store", **({"Retry-After": str(wait)} if wait else {})}


def answer(request, status, title, detail, *, wait=None, headers=None, template="problem.html", **context):
    """Returns a problem as problem+json, plain text or a page, which `template` makes with `context`."""
    language = language_of_url(request.path_info)
    # The middleware that activates the language may not have run, nor any that resolves the URL.
    with translation.override(language):
        view, name = _view(request)
    is_api = request.path_info.startswith(API) or hasattr(view, "cls")
    if is_api:
        language = language_of(request)
    with translation.override(language):
        if is_api or name in JSON_PAGES:
            response = _as_json(status, title, detail)
        elif for_programs(view) or "." in request.path_info.rpartition("/")[2]:
            response = HttpResponse(f"{title}. {detail}\n", content_type="text/plain; charset=utf-8")
        else:
            page = {"title": title, "detail": detail, **context}
            response = HttpResponse(render_to_string(template, page, request))
    response.status_code = status
    response["Content-Language"] = language
    response["Content-Length"] = str(len(response.content))
    for header, value in {**when_to_retry(wait), **(headers or {})}.items():
        response[header] = value
    return opened(response) if is_api or for_programs(view) else response


def _view(request):
    """Returns the view of the URL and its name, both None if there is no such URL."""
    with suppress(Resolver404):
        match = request.resolver_match or resolve(request.path_info)
        return match.func, match.url_name
    return None, None


def _as_json(status, title, detail):
    readable = {"ensure_ascii": False}
    return JsonResponse(details(status, title, detail), content_type=PROBLEM, json_dumps_params=readable)
