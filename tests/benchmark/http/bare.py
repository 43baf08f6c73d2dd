"""The least that a list page can cost in Python: two queries by primary key, and strings put together.

What it answers is stored beforehand by `store`: of each address its total, the keys of its rows and the counts of
all nine facets. It validates nothing, and knows neither languages nor versions.
"""

import os
from collections.abc import Iterable
from html import escape
from threading import local

import psycopg
from psycopg.types.json import Jsonb

FROM_THE_CATALOGUE = """
    DROP TABLE IF EXISTS bench_answer, bench_row;
    CREATE TABLE bench_answer (query text PRIMARY KEY, total integer, rows bigint[], facets jsonb);
    CREATE TABLE bench_row AS
        SELECT activity.id, activity.ref, activity.kind, text.title, text.summary, (
            SELECT coalesce(string_agg(country.name_fr, ', '), '')
            FROM activities_activitycountry AS role JOIN activities_country AS country ON country.id = role.country_id
            WHERE role.activity_id = activity.id
        ) AS countries
        FROM activities_activity AS activity
        JOIN activities_activitytext AS text ON text.activity_id = activity.id AND text.language = 'fr';
    ALTER TABLE bench_row ADD PRIMARY KEY (id);
"""
ANSWER = "SELECT total, rows, facets FROM bench_answer WHERE query = %s"
ROWS = "SELECT id, ref, kind, title, summary, countries FROM bench_row WHERE id = ANY(%s)"
HEAD = '<!doctype html><html lang="fr"><meta charset="utf-8"><title>Activités</title><h1>{total}</h1><ol>'
ROW = '<li><a href="/fr/activites/{}/">{}</a><p>{}</p><p>{} · {}</p></li>'
FACET = "<details open><summary>{}</summary><ul>"
CHOICE = '<li><a href="?{}&amp;{}={}">{}</a> <span>{}</span></li>'

of_thread = local()


def store(answers: Iterable[tuple[str, int, list[int], list]]) -> None:
    """Stores (query string, total, keys of the rows, [[facet, [[value, label, count], …]], …])."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection, connection.cursor() as cursor:
        cursor.execute(FROM_THE_CATALOGUE)
        with cursor.copy("COPY bench_answer FROM STDIN") as copy:
            for query, total, rows, facets in answers:
                copy.write_row((query, total, rows, Jsonb(facets)))
        cursor.execute("ANALYZE bench_answer, bench_row")


def application(environ, start_response):
    query = environ["QUERY_STRING"]
    connection = _connection()
    total, keys, facets = connection.execute(ANSWER, [query]).fetchone()
    rows = {row[0]: row[1:] for row in connection.execute(ROWS, [keys])}
    body = "".join(_written(escape(query), total, [rows[key] for key in keys], facets)).encode()
    start_response(
        "200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
    )
    return [body]


def _written(query, total, rows, facets):
    yield HEAD.format(total=total)
    for ref, kind, title, summary, countries in rows:
        yield ROW.format(ref, escape(title), escape(summary), kind, escape(countries))
    yield "</ol>"
    for facet, choices in facets:
        yield FACET.format(escape(facet))
        for value, label, count in choices:
            yield CHOICE.format(query, facet, value, escape(label), count)
        yield "</ul></details>"


def _connection():
    if not hasattr(of_thread, "connection"):
        of_thread.connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    return of_thread.connection
