"""Limits what browsers load, frame and use on pages of the catalogue."""

# Named and shaped as Django 6's SECURE_CSP, which will replace the middleware.
CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
COLLECTOR = "csp"  # the name of the endpoint to which browsers report
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def csp(collector: str) -> dict[str, list[str]]:
    """Returns the policy, with the collector of its reports if there is one.

    Browsers that know report-to ignore report-uri, which the others need.
    """
    return {**CSP, "report-uri": [collector], "report-to": [COLLECTOR]} if collector else CSP
