"""The settings by which browsers insist on HTTPS (HSTS): for how long, and for which hosts."""

from .variables import flag, whole

SECONDS = whole(
    "HSTS_SECONDS", 60 * 60 * 24 * 365, help="How long browsers insist on HTTPS; 0 for not at all."
)
INCLUDE_SUBDOMAINS = flag(
    "HSTS_INCLUDE_SUBDOMAINS", default=True, help="0 leaves the subdomains of the host out of HSTS_SECONDS."
)
# The browsers' preload list accepts no host without its subdomains.
PRELOAD = (
    flag("HSTS_PRELOAD", default=True, help="0 asks browsers not to list the host as one of HTTPS alone.")
    and INCLUDE_SUBDOMAINS
)
