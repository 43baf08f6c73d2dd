"""Three questions that a data journalist asks, answered from a running site with requests and pandas alone.

    python tests/client_check.py http://127.0.0.1:8000

Nothing of the project is imported: what it knows of the site stands on the site's page about its data.
"""

import sys
from collections.abc import Iterator

import pandas as pd
import requests

LIMIT = 30  # seconds


def table(site: str, query: str) -> pd.DataFrame:
    """A CSV file of the site. Raises ValueError for one that was broken off."""
    # Texts stay as they are: pandas would take a period such as 2020 for a number.
    rows = pd.read_csv(f"{site}/en/activities.csv?{query}", dtype={"period": str}, keep_default_na=False)
    if len(rows) and not (rows["row"].iloc[-1] == rows["rows"].iloc[0] == len(rows)):
        raise ValueError(f"{len(rows)} rows of {rows['rows'].iloc[0]}: the file was broken off")
    return rows


def records(site: str, path: str, **params: str) -> Iterator[dict]:
    """Every record of a list of the API, page by page."""
    address: str | None = f"{site}/api/v1/{path}/"
    while address:
        answer = requests.get(address, params=params, timeout=LIMIT)
        answer.raise_for_status()
        page = answer.json()
        yield from page["results"]
        address, params = page["next"], {}


def activities_by_country(site: str) -> pd.Series:
    """Counts the activities that name each country, the most first."""
    places = table(site, "table=countries")
    return places.groupby("country_en")["ref"].nunique().sort_values(ascending=False, kind="stable")


def people_trained(site: str) -> pd.DataFrame:
    """The people trained by programme, each figure with its qualifier; figures that may overlap are not added up."""
    figures = pd.DataFrame(records(site, "figures", unit="people_trained", role="result", lang="en"))
    figures["value"] = figures["value"].map(float)
    activities = {
        record["ref"]: record for record in records(site, "activities", fields="ref,programmes,url")
    }
    figures["programmes"] = [
        "; ".join(activities[ref]["programmes"]) or "no programme named" for ref in figures["activity"]
    ]
    figures["url"] = [activities[ref]["url"] for ref in figures["activity"]]
    figures["label"] = figures["label"].str["en"]
    columns = ["programmes", "qualifier", "value", "label", "paragraph", "url"]
    return figures[columns].sort_values(["programmes", "paragraph"], ignore_index=True)


def prison_work(site: str) -> pd.DataFrame:
    """All work in prisons, by theme, with the paragraphs that say so."""
    found = pd.DataFrame(
        records(site, "activities", theme="prison-management", lang="en", fields="ref,texts,paragraphs,url")
    )
    found["title"] = [text["en"]["title"] for text in found["texts"]]
    return found[["ref", "title", "paragraphs", "url"]]


def main(site: str) -> None:
    pd.set_option("display.width", 220, "display.max_columns", None, "display.max_rows", None)
    for question in (activities_by_country, people_trained, prison_work):
        print(question.__doc__, question(site), sep="\n", end="\n\n")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
