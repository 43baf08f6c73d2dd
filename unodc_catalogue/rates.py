"""Rate limits by IP address, counted in the memory of each process."""

import ipaddress
import math
import re
import time
from contextlib import suppress
from functools import wraps
from threading import Lock

from cachetools import LRUCache
from django.conf import settings
from django.core.cache import cache

from .middleware import ADMIN, address_behind_proxy
from .refusals import refuse

RATE = re.compile(r"([1-9]\d*)/(second|minute|hour|day)")
PERIODS = {"second": 1, "minute": 60, "hour": 60 * 60, "day": 24 * 60 * 60}
WITH_PORT = re.compile(r"^(?:([\d.]+)|\[(.+)\])(?::\d+)?$")  # as some proxies note an IP address
NETWORK = 64  # bits of an IPv6 address that one visitor cannot choose

TEXTS = 10_000  # remembered as searched before
ELSEWHERE = ("/api/", ADMIN)
OTHERWISE_LIMITED = {"suggestions", "list_file"}
MOST_LETTERS = 200  # as many as the search form accepts


def address_of(request) -> str:
    """Returns the visitor's IP address; for IPv6 the /64 network, in which a visitor has any number."""
    stated = address_behind_proxy(request) if settings.BEHIND_PROXY else request.META.get("REMOTE_ADDR", "")
    address = _parsed_address(stated) or _parsed_address(WITH_PORT.sub(r"\1\2", stated))
    if address is None:
        return "unknown"  # a Unix socket has none
    if address.version == 4:
        return str(address)
    return str(address.ipv4_mapped or ipaddress.ip_network((int(address), NETWORK), strict=False))


def _parsed_address(text):
    with suppress(ValueError):
        return ipaddress.ip_address(text)
    return None


def is_rate(text: str) -> bool:
    return bool(RATE.fullmatch(text))


def seconds_to_wait(request, name: str) -> int:
    """Counts a request against the rate in the setting `name`; returns 0 if it is within the limit."""
    if not (rate := getattr(settings, name)):
        return 0
    most, unit = rate.split("/")
    period = PERIODS[unit]
    now = time.time()
    key = f"{name}:{address_of(request)}"
    cache.add(key, now + period, period)
    ends = cache.get(key, now + period)
    counted = f"{key}:{ends}"
    cache.add(counted, 0, period)
    try:
        count = cache.incr(counted)
    except ValueError:  # evicted from the cache meanwhile
        count = 1
    return math.ceil(max(ends - now, 1)) if count > int(most) else 0


def limited(name: str):
    """Decorates a view: answers 429 to an IP address that exceeds the rate in the setting `name`."""

    def decorate(view):
        @wraps(view)
        def answered(request, *args, **kwargs):
            if wait := seconds_to_wait(request, name):
                return refuse(request, 429, wait=wait)
            return view(request, *args, **kwargs)

        return answered

    return decorate


class NewTextMiddleware:
    """Limits how often an IP address may search for texts that are new to this process.

    Only the first search for a text queries the database; its results are then in memory. The API and files
    have limits of their own, and suggestions search nothing.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.known: LRUCache[str, bool] = LRUCache(TEXTS)
        self.lock = Lock()

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.path_info.startswith(ELSEWHERE) or request.resolver_match.url_name in OTHERWISE_LIMITED:
            return None
        text = " ".join(request.GET.get("q", "").casefold().split())[:MOST_LETTERS]
        with self.lock:
            if not text or self.known.get(text):
                return None
        if wait := seconds_to_wait(request, "TEXT_RATE"):
            return refuse(request, 429, wait=wait)
        with self.lock:
            self.known[text] = True
        return None
