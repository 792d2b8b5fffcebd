"""Where cities lie, who went from one to the next, and the pictures of it without a browser."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import SAMPLES
from draw_samples import SAMPLE

from kg import build
from kg.draw import draw
from kg.draw.map import journeys, moves, sites, stays
from kg.draw.page import page
from kg.draw.world import WIDTH, city, outline, project
from kg.errors import GraphError


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("Berlin", "Berlin, Germany", id="a name of one city"),
        pytest.param("Zürich, Switzerland", "Zurich, Switzerland", id="an accent, and the country"),
        pytest.param("princeton, nj", "Princeton, United States", id="a state by its letters"),
        pytest.param("Cambridge, Massachusetts, USA", "Cambridge, United States", id="a state and the country"),
        pytest.param("Cambridge, England", "Cambridge, United Kingdom", id="a part of a country"),
        pytest.param("Cambridge", None, id="a name of several cities"),
        pytest.param("Paris, Texas", None, id="what is written behind it speaks against it"),
        pytest.param("Germany", None, id="a country is no city"),
        pytest.param("Georgia", None, id="nor is a state"),
        pytest.param("Nowhere, Switzerland", None, id="a city that nobody knows"),
        pytest.param(" , ", None, id="nothing"),
    ],
)
def test_a_place_is_found_where_it_can_only_be_one(text: str, found: str | None) -> None:
    where = city(text)
    assert (where and f"{where.name}, {where.country}") == found


def test_the_map_has_north_above_and_east_to_the_right() -> None:
    assert project(0.0, 0.0) == (0.0, 0.0)
    assert project(0.0, 180.0)[0] == WIDTH / 2
    (tokyo, _), (_, oslo), (_, sydney) = project(35.7, 139.7), project(59.9, 10.8), project(-33.9, 151.2)
    assert tokyo > 0
    assert oslo < 0 < sydney


def test_a_line_of_the_outline_never_crosses_the_whole_map() -> None:
    for path in (outline().land, outline().borders):
        for line in path.split("M")[1:]:
            steps = [int(pair.split(",")[0]) for pair in line.rstrip("z").split("l")[1].split()]
            assert max(map(abs, steps)) < WIDTH / 4


def test_a_person_goes_from_stay_to_stay_in_the_order_of_their_beginnings() -> None:
    names = [(stay.person.partition("/")[2], stay.city.name, stay.fact) for stay in stays(SAMPLE)]
    assert names == [
        ("mira", "Oslo", "f01"),
        # The post's own place goes before the seat of the employer.
        ("mira", "Bergen", "f02"),
        ("tove", "Oslo", "f11"),
        ("tove", "Lisbon", "f03"),
    ]
    assert [(a.city.name, b.city.name) for a, b in moves(SAMPLE)] == [("Oslo", "Bergen"), ("Oslo", "Lisbon")]


def test_a_city_has_all_that_is_in_it() -> None:
    inside = {where.name: things for where, things in sites(SAMPLE).items()}
    assert inside == {
        "Bergen": ("place/bergen",),
        "Lisbon": ("organization/south",),
        "Oslo": ("organization/north",),
    }


def test_a_picture_of_the_map_has_its_cities_on_the_outline(tmp_path: Path) -> None:
    graph = build(SAMPLES / "fermi.md")
    drawn = draw(graph, tmp_path / "map.svg", view="map")
    assert {"Chicago", "Leiden", "New York"} <= {node.name for node in drawn.nodes}
    svg = (tmp_path / "map.svg").read_text(encoding="utf-8")
    ElementTree.fromstring(svg)
    assert outline().land in svg
    draw(graph, tmp_path / "map.dot", view="map")
    assert '"Enrico Fermi"' in (tmp_path / "map.dot").read_text(encoding="utf-8")
    pytest.importorskip("matplotlib")
    draw(graph, tmp_path / "map.png", view="map")
    assert (tmp_path / "map.png").read_bytes().startswith(b"\x89PNG")


def test_without_a_known_place_there_is_no_map_and_the_page_carries_no_outline(tmp_path: Path) -> None:
    page_of_nobody = tmp_path / "ada.md"
    page_of_nobody.write_text("# Ada Moor\n\n## Awards\n\n- Silver Medal, 2019\n", encoding="utf-8")
    graph = build(page_of_nobody)
    with pytest.raises(GraphError, match="the map knows no place that the graph names"):
        draw(graph, tmp_path / "map.html", view="map")
    draw(graph, tmp_path / "network.html")
    assert outline().land[:200] not in (tmp_path / "network.html").read_text(encoding="utf-8")


def test_the_page_carries_the_outline_once() -> None:
    _, places = journeys(SAMPLE)
    assert len(places) == 3
    everywhere = {node.id: (0.0, 0.0) for node in SAMPLE.nodes}
    assert page(SAMPLE, everywhere, view="map").count(outline().land[:200]) == 1
