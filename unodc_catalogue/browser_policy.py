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
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
