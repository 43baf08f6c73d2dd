"""A coast comes out of its TopoJSON file where it lies, also across the edge of the map."""

import json
import re

from django.core.management import call_command

from activities.pages.projection import WIDTH, place

# Steps in tenths of a degree. A square off Africa run in two lines, one of them backwards; another across
# 169° W, where the map is cut; Antarctica; and an islet.
LINES = [
    [(0, 0), (100, 0), (0, 100)],
    [(0, 0), (0, 100), (100, 0)],
    [(-1740, 0), (100, 0), (0, 100), (-100, 0), (0, -100)],
    [(0, -850), (100, 0), (0, 100), (-100, 0), (0, -100)],
    [(300, 0), (1, 0), (0, 1), (-1, 0), (0, -1)],
]
TOPOLOGY = {
    "transform": {"scale": [0.1, 0.1], "translate": [0, 0]},
    "arcs": LINES,
    "objects": {"land": {"geometries": [{"arcs": [[[0, ~1]], [[2]], [[3]], [[4]]]}]}},
}


def outlines(path):
    """The points of each part of the path."""
    parts = []
    for part in re.findall(r"M([^z]*)z", path):
        numbers = [int(number) for number in re.findall(r"-?\d+", part)]
        x, y = numbers[:2]
        points = [(x, y)]
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        parts.append(points)
    return parts


def drawn(tmp_path):
    source, target = tmp_path / "land.json", tmp_path / "land.svg"
    source.write_text(json.dumps(TOPOLOGY))
    call_command("draw_land", source, target=target, verbosity=0)
    return outlines(re.search(r' d="([^"]*)"', target.read_text())[1])


def test_a_coast_lies_where_its_places_lie(tmp_path):
    square = drawn(tmp_path)[0]
    corners = {tuple(map(round, place(*corner))) for corner in [(0, 0), (10, 0), (10, 10), (0, 10)]}
    assert set(square) == corners


def test_a_coast_across_the_edge_is_cut_in_two(tmp_path):
    parts = drawn(tmp_path)[1:]
    assert len(parts) == 2
    left, right = sorted(parts)
    assert min(x for x, _y in left) == 0
    assert max(x for x, _y in right) == WIDTH
    assert all(x < WIDTH / 4 for x, _y in left)
    assert all(x > WIDTH * 3 / 4 for x, _y in right)
