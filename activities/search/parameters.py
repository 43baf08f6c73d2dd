"""The parameters of a page: those that it takes, and query strings with others.

No link repeats an unknown or an oversized one.
"""

from collections.abc import Iterable
from functools import wraps

from django.http import QueryDict
from django.utils.text import Truncator

MAX_QUERY = 200  # characters
MAX_VALUES = 50  # of one parameter
SHOWN = 40  # characters of a value that an error names
PAGE = "page"


def taking(names: Iterable[str]):
    """Decorates a view that takes these parameters; it receives no others."""
    known = frozenset(names)

    def decorate(view):
        @wraps(view)
        def answered(request, *args, **kwargs):
            see_only(request, _measured(request.GET, known))
            return view(request, *args, **kwargs)

        return answered

    return decorate


def see_only(request, params: QueryDict) -> None:
    """Replaces the parameters of a request, in `GET` and in the query string."""
    request.GET = params
    request.META["QUERY_STRING"] = params.urlencode()


def without(params: QueryDict, names: Iterable[str]) -> QueryDict:
    left = params.copy()
    for name in names:
        left.pop(name, None)
    return left


def toggled(params: QueryDict, name: str, value: str) -> str:
    """Returns the query string with the value selected or, if it already is, dropped; back on page 1."""
    params = params.copy()
    values = params.getlist(name)
    params.setlist(name, [v for v in values if v != value] if value in values else [*values, value])
    return _first_page(params)


def replaced(params: QueryDict, name: str, value: str) -> str:
    """Returns the query string with another value of a parameter, back on page 1."""
    params = params.copy()
    params[name] = value
    return _first_page(params)


def dropped(params: QueryDict, *names: str) -> str:
    """Returns the query string without these parameters, back on page 1."""
    return _first_page(without(params, names))


def _first_page(params):
    params.pop(PAGE, None)
    return f"?{params.urlencode()}"


def shown(value: str) -> str:
    """Returns a refused value, truncated for an error message."""
    return Truncator(value).chars(SHOWN)


def _measured(params, known):
    """Returns the known parameters, each value once.

    They are cut one value or one character beyond the limits, enough to be refused.
    """
    measured = QueryDict(mutable=True)
    for name, values in params.lists():
        if name in known:
            once = dict.fromkeys(value[: MAX_QUERY + 1] for value in values)
            measured.setlist(name, list(once)[: MAX_VALUES + 1])
    return measured
