"""The list page in the plain Django way: a paginator, and for each facet a query with joins and GROUP BY."""

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse, QueryDict
from django.template import engines

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
