"""A list as a file: the same address as the page, with the ending of a format."""

from django.http import StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..changes import last_changes
from ..exports import atom
from ..exports.export import Export, speaking
from ..exports.formats import FORMATS
from ..filters import ActivityFilter
from ..models import Activity
from ..results import Results
from .base import ReadView
from .parameters import Parameter, of_filterset, one_of
from .throttling import FileThrottle

LAST = 100  # changes in the feed; the API has all of them

# A file is the whole list: the page that the reader came from makes no difference to it.
PAGE = Parameter("page", _("Not taken into account: a file has the whole list."), {"type": "integer"})
TABLE = Parameter("table", _("Which rows: one for each activity, country or figure."), {"type": "string"})


class FileView(ReadView):
    throttle_classes = [FileThrottle]
    schema = None

    def streamed(self, parts, content_type, **headers):
        # A search engine has the pages: files of every query would be no use to it, and much work here.
        headers["X-Robots-Tag"] = "noindex"
        return StreamingHttpResponse(speaking(parts), content_type=content_type, headers=headers)


class ListFile(FileView):
    """Every activity that a query finds, in the language of the address."""

    def parameters(self):
        return [*of_filterset(ActivityFilter()), PAGE, TABLE]

    def initial(self, request, *args, **kwargs):
        one_of(kwargs, "format", FORMATS)
        super().initial(request, *args, **kwargs)

    def get(self, request, format):  # the name that the address gives it
        form = FORMATS[format]
        table = one_of(request.query_params, "table", sorted(form.tables), "activities")
        results = Results(self.filtered(ActivityFilter, Activity.objects.published()))
        export = Export.of(results, site=self.site, address=request.build_absolute_uri(), table=table)
        parts = [table] if table != "activities" else []
        name = "-".join(["unodc-activities", *parts, str(timezone.localdate()), str(len(results))])
        kind = "inline" if form.inline else "attachment"
        return self.streamed(
            form.write(export),
            form.content_type,
            **{
                "Content-Disposition": f'{kind}; filename="{name}.{form.saved_as or format}"',
                "X-Total-Count": str(len(results)),
            },
        )


class ChangesFeed(FileView):
    """What changed last, withdrawals included."""

    def parameters(self):
        return []

    def get(self, request):
        activities = list(last_changes(LAST))
        updated = activities[0].updated_at if activities else timezone.now()
        parts = atom.write_changes(
            activities,
            site=self.site,
            address=request.build_absolute_uri(),
            page=request.build_absolute_uri(reverse("activity_list")),
            updated=updated,
        )
        return self.streamed(parts, "application/atom+xml; charset=utf-8")
