"""Makes a view usable by programs anywhere: open to scripts of other sites, and cached."""

from activities.caching import per_version
from unodc_catalogue.cors import shared


def public(view):
    """Decorates a view that is public: cached by version of the catalogue, and open to other sites."""
    return shared(per_version(view))
