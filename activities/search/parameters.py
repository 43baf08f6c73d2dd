"""Which parameters a page takes. What it does not know, or what is beyond all measure, never comes back in a link."""

from collections.abc import Iterable
from functools import wraps

from django.http import QueryDict
from django.utils.text import Truncator

MAX_QUERY = 200  # characters
MAX_VALUES = 50  # of one parameter
SHOWN = 40  # characters of a value that an error names
PAGE = "page"


def taking(names: Iterable[str]):
    """Decorates a view that takes these parameters: of any other it sees nothing, and so shows nothing."""
    known = frozenset(names)

    def decorate(view):
        @wraps(view)
        def answered(request, *args, **kwargs):
            see_only(request, _measured(request.GET, known))
            return view(request, *args, **kwargs)

        return answered

    return decorate


def see_only(request, params: QueryDict) -> None:
    """Makes these the parameters of a request, for whatever reads them or the address."""
    request.GET = params
    request.META["QUERY_STRING"] = params.urlencode()


def without(params: QueryDict, names: Iterable[str]) -> QueryDict:
    left = params.copy()
    for name in names:
        left.pop(name, None)
    return left


def shown(value: str) -> str:
    """A value that is refused, as an error names it."""
    return Truncator(value).chars(SHOWN)


def _measured(params, known):
    """Each value once. One more than may be given, or one character, is enough to refuse them."""
    measured = QueryDict(mutable=True)
    for name, values in params.lists():
        if name in known:
            once = dict.fromkeys(value[: MAX_QUERY + 1] for value in values)
            measured.setlist(name, list(once)[: MAX_VALUES + 1])
    return measured
