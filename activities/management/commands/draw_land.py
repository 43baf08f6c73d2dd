"""Draws the land of the map once, from Natural Earth as packaged in world-atlas on npm.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python manage.py draw_land package/land-110m.json

A TopoJSON file stores each line once, as steps between points of a grid; a ring lists the indexes of its
lines, where a negative one (~index) means that the line is reversed.
"""

import json
from itertools import accumulate, pairwise
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from activities.pages.projection import SOUTH, from_centre, on_drawing

TARGET = settings.BASE_DIR / "templates" / "activities" / "_land.svg"
NOTE = "{# Natural Earth 1:110m land, in the public domain; drawn by the command draw_land. #}"
# In square units of the drawing, a quarter of a pixel each; anything smaller is a speck.
SMALLEST = 12


class Command(BaseCommand):
    help = "Writes the silhouette of the land from a TopoJSON file of Natural Earth."

    def add_arguments(self, parser):
        parser.add_argument("topology", type=Path)
        parser.add_argument("--target", type=Path, default=TARGET)

    def handle(self, topology, target, **options):
        data = path_data(json.loads(topology.read_text()))
        target.write_text(f'{NOTE}\n<path class="land" id="land-path" d="{data}"/>\n')
        self.stdout.write(f"{len(data)} bytes of path in {target}")


def path_data(topology):
    """Returns the `d` of an SVG path: one closed line for each part of the land."""
    rings = (part for ring in coastlines(topology) for part in _cut(_unrolled(ring)))
    outlines = (_outline(ring) for ring in rings)
    return "".join(_steps(points) for points in outlines if _area(points) >= SMALLEST)


def coastlines(topology):
    """Yields rings of (longitude, latitude); omits Antarctica, which has no State and lies below the map."""
    lines = [list(_line(steps, topology["transform"])) for steps in topology["arcs"]]
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"]:
            for ring in polygon:
                points = [point for number in ring for point in _run(lines, number)[:-1]]
                if max(latitude for _longitude, latitude in points) > SOUTH:
                    yield points


def _line(steps, transform):
    (scale_x, scale_y), (left, bottom) = transform["scale"], transform["translate"]
    for x, y in accumulate(steps, lambda point, step: (point[0] + step[0], point[1] + step[1])):
        yield x * scale_x + left, y * scale_y + bottom


def _run(lines, number):
    return lines[number] if number >= 0 else lines[~number][::-1]


def _unrolled(ring):
    """Returns (degrees east of the central meridian, latitude), continuous beyond ±180 at the edges."""
    longitudes = [from_centre(longitude) for longitude, _latitude in ring]
    leaps = (round((before - after) / 360) * 360 for before, after in pairwise(longitudes))
    turns = accumulate(leaps, initial=0)
    return [
        (east + turn, latitude)
        for east, turn, (_longitude, latitude) in zip(longitudes, turns, ring, strict=True)
    ]


def _cut(ring):
    """Yields the parts of a ring that lie on the map, those beyond one edge moved to the other."""
    for turn in (-360, 0, 360):
        part = [(east + turn, latitude) for east, latitude in ring]
        part = _one_side(part, lambda east: east <= 180, 180)
        part = _one_side(part, lambda east: east >= -180, -180)
        if len(part) > 2:
            yield part


def _one_side(ring, is_inside, edge):
    """Clips a polygon at one meridian (Sutherland–Hodgman)."""
    kept = []
    for (east, latitude), (next_east, next_latitude) in zip(ring, ring[1:] + ring[:1], strict=True):
        if is_inside(east):
            kept.append((east, latitude))
        if is_inside(east) != is_inside(next_east):
            share = (edge - east) / (next_east - east)
            kept.append((edge, latitude + share * (next_latitude - latitude)))
    return kept


def _outline(ring):
    """Rounds the points to whole units of the drawing and drops consecutive duplicates."""
    points = [tuple(map(round, on_drawing(*point))) for point in ring]
    return [point for point, after in zip(points, points[1:] + points[:1], strict=True) if point != after]


def _area(points):
    return abs(sum(x * v - u * y for (x, y), (u, v) in zip(points, points[1:] + points[:1], strict=True))) / 2


def _steps(points):
    """Returns relative path data, `M10 20l3-4 5 6z`; a minus sign separates two numbers as a space does."""
    (x, y), *_rest = points
    steps = [str(value) for (a, b), (c, d) in pairwise(points) for value in (c - a, d - b)]
    joined = "".join(step if i == 0 or step[0] == "-" else f" {step}" for i, step in enumerate(steps))
    return f"M{x} {y}l{joined}z"
