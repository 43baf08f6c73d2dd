"""A list as a file: the URL of the page with the extension of a format."""

from django.http import Http404, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from activities.models import Activity
from activities.search import current_index, find, without_empty

from ..changes import last_changes
from ..exports import FORMATS, Export, atom, iati, in_current_language, statement
from .base import ReadView, SearchView
from .parameters import Parameter, of_form, one_of
from .throttling import FileThrottle

LAST = 100  # changes in the feed; the API has all of them

# Accepted and ignored: a file is the whole list, whatever page the visitor came from.
PAGE = Parameter("page", _("Not taken into account: a file has the whole list."), {"type": "integer"})
TABLE = Parameter("table", _("Which rows: one for each activity, country or figure."), {"type": "string"})
DELIMITER = Parameter(
    "delimiter",
    _("What separates the cells of CSV: comma, or semicolon with a decimal comma, for French spreadsheets."),
    {"type": "string"},
)


class FileView(ReadView):
    throttle_classes = [FileThrottle]
    schema = None

    def streamed(self, parts, content_type, **headers):
        # Search engines index the pages: crawling files of every query would cost much and find nothing new.
        headers["X-Robots-Tag"] = "noindex"
        return StreamingHttpResponse(in_current_language(parts), content_type=content_type, headers=headers)


class ListFile(FileView, SearchView):
    """Returns all activities that a query finds as one file, in the language of the URL."""

    def parameters(self):
        return [*of_form(self.form), PAGE, TABLE, DELIMITER]

    @property
    def given(self):
        """Returns the parameters of the page without the empty ones, which its form sends."""
        return without_empty(self.request.query_params)

    @property
    def address(self):
        """Returns the URL of this file, without the empty parameters."""
        asked = f"?{self.given.urlencode()}" if self.given else ""
        return self.request.build_absolute_uri(self.request.path + asked)

    def initial(self, request, *args, **kwargs):
        one_of(kwargs, "format", FORMATS)
        super().initial(request, *args, **kwargs)

    def get(self, request, format):  # the name in the URL pattern
        form = FORMATS[format]
        table = one_of(self.given, "table", sorted(form.tables), "activities")
        delimiter = one_of(self.given, "delimiter", sorted(form.delimiters), "comma")
        results = find(self.search, self.index)
        export = Export.of(
            results,
            site=self.site,
            address=self.address,
            table=table,
            asked=self.form.asked.urlencode(),
            delimiter=delimiter,
        )
        parts = [table] if table != "activities" else []
        name = "-".join(["unodc-activities", *parts, str(timezone.localdate()), str(len(results))])
        kind = "inline" if form.inline else "attachment"
        return self.streamed(
            form.write(export),
            form.content_type,
            **{
                "Content-Disposition": f'{kind}; filename="{name}.{form.saved_as or format}"',
                "X-Total-Count": str(len(results)),
                **({"Link": f'<{self._beside("statement")}>; rel="describedby"'} if form.described else {}),
            },
        )

    def _beside(self, format):
        """Returns the URL of the same list in another format."""
        asked = self.form.asked.urlencode()
        address = reverse("list_file", args=[format])
        return self.request.build_absolute_uri(f"{address}{asked and '?'}{asked}")


class IatiFile(FileView):
    """Returns one activity in IATI; if IATI cannot represent it, the file contains the reason instead."""

    def parameters(self):
        return []

    def get(self, request, ref):
        activity = Activity.objects.published().filter(ref=ref).only("report_order").first()
        if activity is None:
            raise Http404
        query = _("Activity %(ref)s") % {"ref": ref}
        stated = statement(query, 1, site=self.site, address=request.build_absolute_uri())
        return self.streamed(
            iati.document(current_index(), BitMap([activity.report_order]), stated),
            FORMATS["xml"].content_type,
            **{"Content-Disposition": f'attachment; filename="{ref}.iati.xml"'},
        )


class ChangesFeed(FileView):
    """Returns the latest changes as an Atom feed, withdrawals included."""

    def parameters(self):
        return []

    def get(self, request):
        activities = last_changes(LAST)
        updated = activities[0].updated_at if activities else timezone.now()
        parts = atom.write_changes(
            activities,
            site=self.site,
            address=request.build_absolute_uri(),
            page=request.build_absolute_uri(reverse("change_list")),
            updated=updated,
        )
        return self.streamed(parts, "application/atom+xml; charset=utf-8")
