"""Pages in the plain Django way.

The list has a paginator, and for each facet a query with joins and GROUP BY; the page of an activity prefetches every
relation that it shows.
"""

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.template import engines

from activities.models import Activity
from activities.pages.cards import rendered
from activities.search import PAGE_SIZE, ActivityFilter, current_index, dropped
from activities.search.description import CHOICES
from activities.search.index import PATHS
from activities.search.parameters import toggled
from tests.search import oracle

TEMPLATE = """{% extends "base.html" %}
{% block content %}
  <h1>{{ page.paginator.count }}</h1>
  {% include "activities/_search_form.html" %}
  {% include "activities/_activities.html" with cards=cards only %}
  {% include "activities/_pagination.html" %}
  {% for label, choices in facets %}
    <details open>
      <summary>{{ label }}</summary>
      <ul>
        {% for choice in choices %}
          <li{% if choice.selected %} aria-current="true"{% endif %}>
            <a href="{{ choice.url }}">{{ choice.label|capfirst }}</a> <span class="count">{{ choice.count }}</span>
          </li>
        {% endfor %}
      </ul>
    </details>
  {% endfor %}
{% endblock %}"""

DETAIL = """{% extends "base.html" %}
{% block content %}
  <h1>{{ activity.text.title }}</h1>
  <p>{{ activity.text.summary }}</p>
  <ul>
    {% for figure in activity.figures.all %}
      <li>{{ figure.quantity }} {{ figure.unit }}, {{ figure.get_role_display }}: {{ figure.countries.all|join:", " }}</li>
    {% endfor %}
  </ul>
  {% for citation in activity.citations.all %}
    <blockquote>{{ citation.paragraph.section }}, {{ citation.paragraph.report }}: {{ citation.paragraph.gist_fr }}</blockquote>
  {% endfor %}
  <dl>
    <dt>{{ activity.ref }}</dt><dd>{{ activity.get_kind_display }}, {{ activity.get_scope_display }}, {{ activity.start }}</dd>
    {% for role in activity.country_roles.all %}
      <dd>{{ role.country }} ({{ role.get_role_display }}) {{ role.localities.all|join:", " }}</dd>
    {% endfor %}
    {% for part in activity.partner_parts.all %}<dd>{{ part.partner }} ({{ part.get_part_display }})</dd>{% endfor %}
    <dd>{{ activity.regions.all|join:", " }}</dd>
    <dd>{{ activity.themes.all|join:", " }}</dd>
    <dd>{{ activity.programmes.all|join:", " }}</dd>
    <dd>{{ activity.instruments.all|join:", " }}</dd>
    {% for publication in activity.publications.all %}<dd>{{ publication }}</dd>{% endfor %}
  </dl>
{% endblock %}"""
SHOWN = (
    "texts", "citations__paragraph__section", "citations__paragraph__report", "country_roles__country",
    "country_roles__localities", "regions", "themes", "programmes", "instruments", "partner_parts__partner",
    "publications", "figures__unit", "figures__countries",
)  # fmt: skip


def activity_detail(request, ref):
    activity = get_object_or_404(Activity.objects.published().prefetch_related(*SHOWN), ref=ref)
    return HttpResponse(engines["django"].from_string(DETAIL).render({"activity": activity}, request))


def activity_list(request):
    query, page = results(request.GET)
    context = {
        "page": page,
        "cards": rendered(page, query),
        "facets": facets(request.GET),
    }
    return HttpResponse(engines["django"].from_string(TEMPLATE).render(context, request))


def results(params):
    query, found = _found(params)
    page = Paginator(found.for_list(), PAGE_SIZE).page(params.get("page") or 1)
    list(page)
    return query, page


def _found(params):
    """Returns the query and the activities that match it, by SQL."""
    form = ActivityFilter(params)
    form.is_valid()
    results = current_index().find(form.search)
    return results.query, oracle.activities_of(results)


def facets(params):
    return [(facet, _choices(facet, path, params)) for facet, path in PATHS.items()]


def _choices(facet, path, params):
    without = QueryDict(dropped(params, facet).removeprefix("?"))
    _query, found = _found(without)
    label = path.replace("slug", "name_fr").replace("iso3", "name_fr")
    groups = (
        found.order_by()
        .values_list(path, label)
        .annotate(count=Count("pk", distinct=True))
        .order_by("-count")
    )
    return [
        {
            "label": CHOICES.get(facet, {}).get(name, name),
            "count": count,
            "selected": str(key) in params.getlist(facet),
            "url": toggled(params, facet, str(key)),
        }
        for key, name, count in groups
        if key is not None
    ]
