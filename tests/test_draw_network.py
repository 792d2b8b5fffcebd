"""From RDF to what a drawing shows, its parts, its dates, its layout and its pictures without a browser."""

from __future__ import annotations

import itertools
import json
import math
import os
import subprocess
import sys
from dataclasses import replace
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from draw_samples import EDGES, HOSTILE, SAMPLE, STATEMENTS, hostile
from rdflib import Dataset, Graph, Literal, URIRef

from kg import vocab
from kg.draw import draw, show, to_html
from kg.draw.layout import layers, place, radius
from kg.draw.look import FACTS, LOOKS, icons
from kg.draw.network import Edge, Network, Node, Quote, Statement, degrees
from kg.draw.page import as_json
from kg.draw.pictures import PICTURES, scene, svg
from kg.draw.rdf import TIES, network
from kg.draw.views import VIEWS, advising, between, coauthors, near, people_named, thing_named
from kg.draw.when import Stretch, holds, stretches
from kg.errors import GraphError, SettingsError
from kg.model import EntityKind, Kind

BASE = "https://example.org/kg/"


def _graph(kind: Kind, facts: dict[str, str], things: dict[str, EntityKind]) -> Graph:
    """One fact of Mira's with evidence; ``facts`` are its properties, a value with a slash is the IRI of a thing."""
    graph = Graph()

    def add(subject: str, property_: str, value: str) -> None:
        term = URIRef(BASE + value) if value in things or value in ("e1", "s1", "d1") else Literal(value)
        graph.add((URIRef(BASE + subject), URIRef(property_), term))

    for name, of in {"person/mira": EntityKind.PERSON, **things}.items():
        graph.add((URIRef(BASE + name), URIRef(vocab.TYPE), URIRef(vocab.ENTITY_CLASS[of][0])))
        add(name, vocab.NAME, name.partition("/")[2])
    graph.add((URIRef(BASE + "f1"), URIRef(vocab.TYPE), URIRef(vocab.FACT_CLASS[kind])))
    graph.add((URIRef(BASE + "f1"), URIRef(vocab.PERSON), URIRef(BASE + "person/mira")))
    graph.add((URIRef(BASE + "d1"), URIRef(vocab.MAIN_ENTITY), URIRef(BASE + "person/mira")))
    for subject, property_, value in [
        ("f1", vocab.LABEL, "the fact"),
        ("f1", vocab.EVIDENCE, "e1"),
        ("e1", vocab.HAS_SOURCE, "d1"),
        ("e1", vocab.HAS_SELECTOR, "s1"),
        ("e1", vocab.LINE, "7"),
        ("s1", vocab.EXACT, "the words"),
        ("d1", vocab.PATH, "mira.md"),
        *(("f1", property_, value) for property_, value in facts.items()),
    ]:
        add(subject, property_, value)
    return graph


def _lines(graph: Graph) -> set[tuple[str, str, str]]:
    return {(e.source.removeprefix(BASE), e.label, e.target.removeprefix(BASE)) for e in network(graph).edges}


@pytest.mark.parametrize(
    ("kind", "facts", "things", "lines"),
    [
        pytest.param(
            Kind.EDUCATION,
            {vocab.ORGANIZATION: "org/nu", vocab.TEXTS[Kind.EDUCATION, "degree"]: "Ph.D."},
            {"org/nu": EntityKind.ORGANIZATION},
            {("person/mira", "Ph.D.", "org/nu")},
            id="a degree leads to the university",
        ),
        pytest.param(
            Kind.EDUCATION,
            {vocab.UNIT: "org/dept"},
            {"org/dept": EntityKind.ORGANIZATION},
            {("person/mira", "studied at", "org/dept")},
            id="and to the department where only that is named",
        ),
        pytest.param(
            Kind.POSITIONS,
            {vocab.ORGANIZATION: "org/nu", vocab.UNIT: "org/dept", vocab.LINKS[Kind.POSITIONS, "location"]: "place/x"},
            {"org/nu": EntityKind.ORGANIZATION, "org/dept": EntityKind.ORGANIZATION, "place/x": EntityKind.PLACE},
            {("person/mira", "worked at", "org/nu"), ("org/nu", "in", "place/x")},
            id="a post leads to the employer, the employer to the place",
        ),
        pytest.param(
            Kind.PUBLICATIONS,
            {vocab.WORK: "work/w", vocab.LINKS[Kind.PUBLICATIONS, "venue"]: "event/v"},
            {"work/w": EntityKind.WORK, "event/v": EntityKind.EVENT},
            {("person/mira", "wrote", "work/w"), ("work/w", "published in", "event/v")},
            id="a paper leads to its venue",
        ),
        pytest.param(
            Kind.PEOPLE,
            {vocab.RELATED_PERSON: "person/ulf", vocab.RELATION: "advisor"},
            {"person/ulf": EntityKind.PERSON},
            {("person/ulf", "advised", "person/mira")},
            id="an advisor stands before the advised",
        ),
        pytest.param(
            Kind.PEOPLE,
            {vocab.RELATED_PERSON: "person/ulf", vocab.RELATION: "advisee"},
            {"person/ulf": EntityKind.PERSON},
            {("person/mira", "advised", "person/ulf")},
            id="and an advisee behind",
        ),
        pytest.param(
            Kind.SERVICE,
            {vocab.EVENT: "event/v", vocab.ROLE_NAME: "reviewer"},
            {"event/v": EntityKind.EVENT},
            {("person/mira", "reviewer", "event/v")},
            id="a service leads to its venue",
        ),
        pytest.param(Kind.IDENTIFIERS, {}, {}, set(), id="an identifier ties nothing"),
    ],
)
def test_a_fact_ties_its_things_together(
    kind: Kind, facts: dict[str, str], things: dict[str, EntityKind], lines: set[tuple[str, str, str]]
) -> None:
    assert _lines(_graph(kind, facts, things)) == lines


def test_a_fact_brings_its_words_dates_and_evidence() -> None:
    graph = _graph(Kind.AWARDS, {vocab.AWARD: "award/m", vocab.DATE: "2012"}, {"award/m": EntityKind.AWARD})
    (statement,) = network(graph).statements
    assert statement.label == "the fact"
    assert statement.dates == ("2012",)
    assert statement.quotes == (Quote(file="mira.md", exact="the words", line=7),)
    assert next(node for node in network(graph).nodes if node.kind is EntityKind.PERSON).pages == ("mira.md",)


@pytest.mark.parametrize(
    ("scheme", "value", "link"),
    [
        pytest.param("orcid", "0000-0001", ("ORCID", "https://orcid.org/0000-0001"), id="an ORCID iD"),
        pytest.param("email", "m@nu.example", ("E-mail", "mailto:m@nu.example"), id="a letter"),
        pytest.param("github", "a?b#c", ("GitHub", "https://github.com/a%3Fb%23c"), id="signs are quoted"),
        pytest.param("homepage", "https://m.example", ("Homepage", "https://m.example"), id="a homepage"),
        pytest.param("homepage", "javascript:alert(1)", None, id="a script is no homepage"),
    ],
)
def test_an_account_becomes_a_link(scheme: str, value: str, link: tuple[str, str] | None) -> None:
    texts = {vocab.TEXTS[Kind.IDENTIFIERS, slot]: text for slot, text in (("scheme", scheme), ("value", value))}
    (mira,) = network(_graph(Kind.IDENTIFIERS, texts, {})).nodes
    assert mira.links == ((link,) if link else ())


def test_every_kind_has_a_look_a_heading_and_a_row() -> None:
    assert set(LOOKS) == set(icons()) == set(EntityKind)
    assert set(FACTS) == set(TIES) == set(Kind)
    assert len({look.fill for look in LOOKS.values()}) == len({look.shape for look in LOOKS.values()}) == len(LOOKS)


# ---------------------------------------------------------------------------------------------------------------
# dates


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({"start": "2006", "end": "2009"}, [Stretch((2006.0, 2007.0), (2009.0, 2010.0))], id="two years"),
        pytest.param({"start": "2015", "current": True}, [Stretch((2015.0, 2016.0), None, open=True)], id="open end"),
        pytest.param({"end": "2014"}, [Stretch(None, (2014.0, 2015.0))], id="only an end"),
        pytest.param({"dates": ("2012",)}, [Stretch((2012.0, 2013.0), (2012.0, 2013.0), point=True)], id="one date"),
        pytest.param({"dates": ("2019/2020",)}, [Stretch((2019.0, 2020.0), (2020.0, 2021.0))], id="a span as one date"),
        pytest.param({"dates": ("soon",)}, [], id="no date at all"),
    ],
)
def test_dates_become_stretches_with_their_precision(fields: dict[str, object], expected: list[Stretch]) -> None:
    assert list(stretches(Statement("f", Kind.AWARDS, "p", "x", **fields))) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "first", "last", "expected"),
    [
        pytest.param({"start": "2006", "end": "2009"}, 2009, None, True, id="ends in the first year"),
        pytest.param({"start": "2006", "end": "2009"}, 2010, None, False, id="ended before"),
        pytest.param({"start": "2006", "end": "2009"}, None, 2005, False, id="began after"),
        pytest.param({"start": "2006", "current": True}, 2020, 2021, True, id="still running"),
        pytest.param({}, 2000, 2030, False, id="without a date"),
    ],
)
def test_a_fact_holds_in_a_period(
    fields: dict[str, object], first: int | None, last: int | None, expected: bool
) -> None:
    assert holds(Statement("f", Kind.POSITIONS, "p", "x", **fields), first, last) is expected  # type: ignore[arg-type]


# ---------------------------------------------------------------------------------------------------------------
# views


def _names(shown: Network) -> set[str]:
    return {node.name for node in shown.nodes}


@pytest.mark.parametrize(
    ("view", "names"),
    [
        pytest.param(
            "affiliation",
            {"Mira Sólberg", "Tove Lindqvist", "Northern University", "Southern Institute"},
            id="people and institutions",
        ),
        pytest.param("coauthors", {"Mira Sólberg", "Tove Lindqvist"}, id="co-authors"),
        pytest.param("advising", {"Ulf Brandt", "Mira Sólberg"}, id="advising"),
        pytest.param("topics", {"Mira Sólberg", "tides"}, id="topics"),
        pytest.param("network", {node.name for node in SAMPLE.nodes}, id="all"),
    ],
)
def test_a_view_shows_its_things(view: str, names: set[str]) -> None:
    assert _names(VIEWS[view](SAMPLE)) == names


def test_coauthors_are_tied_by_their_works_and_the_facts_behind_them() -> None:
    assert coauthors(SAMPLE).edges == (Edge("person/mira", "person/tove", "a work together", ("f05",)),)


def test_a_person_is_shown_with_what_is_near() -> None:
    ulf = people_named(SAMPLE, ["ulf"])
    assert _names(near(SAMPLE, ulf, 1)) == {"Ulf Brandt", "Mira Sólberg"}
    assert "Northern University" in _names(near(SAMPLE, ulf, 2))
    assert _names(near(SAMPLE, [thing_named(SAMPLE, "Fjord Medal")], 0)) == {"Fjord Medal"}


def test_what_is_near_is_counted_in_the_lines_of_the_view() -> None:
    # Tove is two steps from Ulf in the network, but nobody advised her.
    assert _names(near(advising(SAMPLE), people_named(SAMPLE, ["ulf"]), 9)) == {"Ulf Brandt", "Mira Sólberg"}
    assert near(advising(SAMPLE), people_named(SAMPLE, ["tove"]), 9).nodes == ()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        pytest.param("nobody", "'nobody': nothing in the graph has that name", id="nobody of that name"),
        pytest.param("i", "'i' may be Mira Sólberg", id="several"),
    ],
)
def test_a_name_that_is_not_clear_is_answered_with_a_sentence(name: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        people_named(SAMPLE, [name])


def test_a_period_keeps_what_holds_in_it_and_says_what_it_leaves_out() -> None:
    shown = between(SAMPLE, 2016, 2018)
    assert {s.id for s in shown.statements} == {"f02", "f03", "f05", "f08", "f09"}
    assert "Fjord Medal" not in _names(shown)
    assert "3 facts without a date" in shown.left_out[-1]


# ---------------------------------------------------------------------------------------------------------------
# layout


def _many(count: int) -> Network:
    """A network of hubs with leaves, a ring between the hubs, and some things alone."""
    hubs = count // 10
    nodes = tuple(
        Node(f"n{k:05}", EntityKind.PERSON if k < hubs else EntityKind.WORK, f"thing {k}") for k in range(count)
    )
    ring = [(k, (k + 1) % hubs) for k in range(hubs)]
    leaves = [(k % hubs, k) for k in range(hubs, count - hubs)]
    return Network(nodes, tuple(Edge(f"n{a:05}", f"n{b:05}", "x") for a, b in sorted({*ring, *leaves})))


@pytest.mark.parametrize("count", [30, 300, 3000])
def test_no_thing_lies_on_another(count: int) -> None:
    shown = _many(count)
    places, size = place(shown), degrees(shown)
    assert set(places) == {node.id for node in shown.nodes}
    by_cell: dict[tuple[int, int], list[str]] = {}
    for node, (x, y) in places.items():
        by_cell.setdefault((int(x // 80), int(y // 80)), []).append(node)
    covered = 0
    for (i, j), nodes in by_cell.items():
        near = [n for di in (-1, 0, 1) for dj in (-1, 0, 1) for n in by_cell.get((i + di, j + dj), ())]
        for a, b in itertools.product(nodes, near):
            if a < b and math.dist(places[a], places[b]) < (radius(size[a]) + radius(size[b])) * 0.8:
                covered += 1
    assert covered <= count * 0.02


def test_things_alone_do_not_shrink_the_picture() -> None:
    tied = _many(200)
    alone = replace(tied, nodes=(*tied.nodes, *(Node(f"z{k}", EntityKind.TOPIC, "z") for k in range(100))))

    def width(shown: Network) -> float:
        xs = [x for x, _ in place(shown).values()]
        return max(xs) - min(xs)

    assert width(alone) < 1.8 * width(tied)


def test_a_genealogy_has_a_row_for_each_generation() -> None:
    people = tuple(Node(name, EntityKind.PERSON, name) for name in "abcde")
    lines = (Edge("a", "b", "advised"), Edge("b", "c", "advised"), Edge("a", "d", "advised"), Edge("e", "c", "advised"))
    places = layers(advising(Network(people, lines)))
    height = {name: y for name, (_, y) in places.items()}
    assert height["a"] < height["b"] == height["d"] == height["e"] < height["c"]
    assert len(set(places.values())) == 5


def test_who_advised_each_other_stand_in_one_row() -> None:
    people = tuple(Node(name, EntityKind.PERSON, name) for name in "ab")
    places = layers(Network(people, (Edge("a", "b", "advised"), Edge("b", "a", "advised"))))
    assert places["a"][1] == places["b"][1]


# ---------------------------------------------------------------------------------------------------------------
# files


def _sample_graph() -> Graph:
    return _graph(Kind.AWARDS, {vocab.AWARD: "award/m", vocab.DATE: "2012"}, {"award/m": EntityKind.AWARD})


def test_json_within_a_script_element_cannot_end_it() -> None:
    for text in HOSTILE:
        written = as_json(text)
        assert not set("<>&\u2028\u2029") & set(written)
        assert json.loads(written) == text


def test_a_picture_in_svg_is_xml_with_every_thing_in_it() -> None:
    for shown in (SAMPLE, hostile()):
        tree = ElementTree.fromstring(svg(shown, place(shown)))
        names = {element.tag.rpartition("}")[2] for element in tree.iter()}
        assert names == {"svg", "title", "rect", "path", "g", "text"}
        assert sum(1 for element in tree if element.tag.endswith("}g")) == len(shown.nodes)


def test_labels_of_a_picture_do_not_cover_each_other() -> None:
    shown = _many(300)
    boxes = [
        (label.x - 30, label.top, label.x + 30, label.top + label.size * len(label.rows))
        for label in scene(shown, place(shown)).labels
    ]
    assert len(boxes) > 20
    assert not [
        (a, b)
        for a, b in itertools.combinations(boxes, 2)
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        pytest.param("n.html", b"<!DOCTYPE html>", id="a page"),
        pytest.param("n.svg", b"<svg", id="svg"),
        pytest.param("n.png", b"\x89PNG", id="png"),
        pytest.param("n.pdf", b"%PDF", id="pdf"),
        pytest.param("n.dot", b"digraph", id="dot"),
    ],
)
def test_the_suffix_says_what_is_written_and_two_runs_write_the_same(tmp_path: Path, name: str, begins: bytes) -> None:
    if name.endswith(("png", "pdf")):
        pytest.importorskip("matplotlib")
    first, second = tmp_path / name, tmp_path / f"again-{name}"
    assert _names(draw(_sample_graph(), first)) == {"mira", "m"}
    draw(_sample_graph(), second)
    assert first.read_bytes().startswith(begins)
    assert first.read_bytes() == second.read_bytes()


def test_a_page_has_the_same_bytes_whatever_the_hash_seed() -> None:
    code = (
        "from draw_samples import *; from kg.draw.page import page; from kg.draw.layout import place; "
        "import hashlib; print(hashlib.sha256(page(SAMPLE, place(SAMPLE)).encode()).hexdigest())"
    )
    prints = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(prints) == 1


def test_a_page_names_no_address_that_it_would_load() -> None:
    html = unescape(to_html(_sample_graph()))
    assert "default-src 'none'" in html
    assert not [
        word for word in ("src=", "@import", "url(", "<link rel=stylesheet") if word in html.split("</style>")[0]
    ]
    assert "unsafe" not in html.split("</head>")[0]


def test_a_notebook_shows_a_drawing_in_a_frame_of_its_own() -> None:
    shown = show(_sample_graph())._repr_html_()
    assert shown.startswith('<iframe sandbox="allow-scripts allow-downloads allow-popups"')
    assert "<script" not in shown
    assert unescape(shown).count("<script") == 3


def test_a_dataset_is_drawn_as_the_union_of_its_graphs(tmp_path: Path) -> None:
    dataset = Dataset(default_union=True)
    for index, triple in enumerate(_sample_graph()):
        dataset.graph(URIRef(f"{BASE}graph/{index % 3}")).add(triple)
    assert network(dataset) == network(_sample_graph())


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        pytest.param({"view": "stars"}, SettingsError, "no view 'stars'; kg draws network", id="no such view"),
        pytest.param({"view": "person"}, SettingsError, "needs --person", id="a person without a name"),
        pytest.param({"to": "gif"}, SettingsError, "no format 'gif'; kg draws html, svg", id="no such format"),
    ],
)
def test_a_wrong_setting_is_one_sentence(
    tmp_path: Path, options: dict[str, str], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        draw(_sample_graph(), tmp_path / "n.html", **options)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_a_graph_without_facts_and_a_missing_folder_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="no facts to draw"):
        draw(Graph(), tmp_path / "n.html")
    with pytest.raises(GraphError, match="in the view 'coauthors'"):
        draw(_sample_graph(), tmp_path / "n.html", view="coauthors")
    with pytest.raises(GraphError, match="cannot be written"):
        draw(_sample_graph(), tmp_path / "none" / "n.html")


def test_a_label_is_cut_where_it_is_long() -> None:
    long = replace(SAMPLE, nodes=(Node("n", EntityKind.WORK, "word " * 40),), edges=(), statements=())
    (label,) = scene(long, place(long)).labels
    assert len(label.rows) == 2
    assert label.rows[1].endswith("…")


def test_the_sample_is_whole() -> None:
    known = {node.id for node in SAMPLE.nodes}
    assert all({edge.source, edge.target} <= known for edge in EDGES)
    assert {fact for edge in EDGES for fact in edge.facts} <= {s.id for s in STATEMENTS}
    assert set(PICTURES) == {"svg", "png", "pdf", "dot"}
