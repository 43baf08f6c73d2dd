"""Reports errors to the service that SENTRY_DSN names, without visitors' data."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def begin() -> None:
    """Does nothing without SENTRY_DSN; raises ImproperlyConfigured if sentry-sdk is not installed."""
    if not settings.SENTRY_DSN:
        return
    try:
        import sentry_sdk
    except ImportError:
        raise ImproperlyConfigured("SENTRY_DSN needs sentry-sdk: pip install sentry-sdk.") from None
    sentry_sdk.init(
        dsn=settings.SENTRY_DSN, send_default_pii=False, max_request_body_size="never", before_send=_anonymous
    )


def _anonymous(event, hint):
    """Removes what a visitor typed and who they are."""
    request = event.get("request", {})
    for name in ("query_string", "cookies", "headers", "env", "data"):
        request.pop(name, None)
    request["url"] = request.get("url", "").partition("?")[0]
    event.pop("user", None)
    return event
