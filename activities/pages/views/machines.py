"""Resources that browsers and search engines request beside the pages."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

INK, PAPER = "#0b5563", "#fbfaf6"
SECURITY_VALID = timedelta(days=180)  # RFC 9116 recommends less than a year


@require_safe
def favicon(request):
    """Redirects to the icon, for browsers on pages that name none, such as the admin's."""
    return redirect(static("img/favicon.svg"))


@require_safe
def robots(request):
    sitemap = request.build_absolute_uri(reverse("sitemap"))
    # Filtered lists have noindex; a robot must be allowed to fetch them to see it.
    return HttpResponse(
        f"User-agent: *\nDisallow: /admin/\n\nSitemap: {sitemap}\n", content_type="text/plain"
    )


@require_safe
def security(request):
    """Says where to report a vulnerability (RFC 9116), if SECURITY_CONTACT names a place."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    lines = {
        "Contact": settings.SECURITY_CONTACT,
        "Expires": f"{timezone.now() + SECURITY_VALID:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages": "fr, en",
        "Canonical": request.build_absolute_uri(request.path),
    }
    text = "".join(f"{name}: {value}\n" for name, value in lines.items())
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def opensearch(request):
    """Describes the search, so that browsers and other programs can offer it in their own search box."""
    # At most 16 characters, a limit of the format.
    context = {"short_name": _("UNODC"), "list": request.build_absolute_uri(reverse("activity_list"))}
    return render(request, "opensearch.xml", context, "application/opensearchdescription+xml")


@require_safe
def manifest(request):
    """Returns the web app manifest, which describes the catalogue on a home screen."""
    icons = [{"src": static("img/favicon.svg"), "sizes": "any", "type": "image/svg+xml"}]
    icons += [
        {"src": static(f"img/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    content = {
        "name": _("UNODC activities catalogue"),
        "short_name": _("UNODC activities"),
        "lang": get_language(),
        "start_url": reverse("home"),
        "scope": "/",
        "display": "browser",
        "background_color": PAPER,
        "theme_color": INK,
        "icons": icons,
    }
    return JsonResponse(content, content_type="application/manifest+json")
