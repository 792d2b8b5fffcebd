"""A Network and its layout to one HTML file that needs nothing but a browser.

The page is pyvis's, by way of a template of our own. Its text stands in the page as JSON in a block that no browser
runs, and the page's script writes it with ``textContent`` only; a Content-Security-Policy allows exactly the scripts
and the style that are in the file, by their hashes, and no request to anywhere.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

from kg.draw.layout import Places, radius
from kg.draw.look import FACTS, LOOKS, VENDOR, icons
from kg.draw.map import sites, stays
from kg.draw.network import Network, Quote, Statement, degrees
from kg.draw.when import stretches
from kg.draw.world import outline

WEB = Path(__file__).parent / "web"

#: The parts of the page's script, in the order in which they build on each other.
SCRIPTS = ("words.js", "graph.js", "panel.js", "picture.js", "timeline.js", "map.js", "list.js", "page.js")


def page(network: Network, places: Places, *, view: str = "network", most: int = 5000) -> str:
    """The HTML of a drawing. ``most`` nodes are in the picture at a time; the others open on demand."""
    from pyvis.edge import Edge as PyvisEdge
    from pyvis.network import Network as Pyvis

    class Page(Pyvis):  # type: ignore[misc]
        """pyvis's network with our template: pyvis's own loads from elsewhere and writes titles as HTML."""

        def generate_html(self, name: str = "", local: bool = True, notebook: bool = False) -> str:
            nodes, edges, *_ = self.get_network_data()
            return _html(_payload(network, nodes, edges, view=view, most=most), network.title)

    drawing = Page(directed=True, cdn_resources="in_line", bgcolor="", height="100%")
    count = degrees(network)
    number = {node.id: index for index, node in enumerate(network.nodes)}
    for node in network.nodes:
        x, y = places[node.id]
        # Numbers as text: pyvis loses the label of a node whose id is a number.
        drawing.add_node(
            str(number[node.id]), label=node.name, shape="custom", x=x, y=y, size=radius(count[node.id]), kind=node.kind
        )
    for edge in network.edges:
        # Not add_edge: it searches all the nodes for each edge.
        drawn = PyvisEdge(str(number[edge.source]), str(number[edge.target]), True, label=edge.label)
        drawing.edges.append(drawn.options)
    return str(drawing.generate_html())


def frame(html: str, *, height: int = 640) -> str:
    """A page within a frame that can run its own script and reach nothing around it, for a notebook."""
    return (
        '<iframe sandbox="allow-scripts allow-downloads allow-popups" allow="fullscreen" title="Knowledge graph" '
        f'srcdoc="{escape(html)}" '
        f'style="width:100%;height:{height}px;border:1px solid #8884;border-radius:6px"></iframe>'
    )


# ---------------------------------------------------------------------------------------------------------------
# what the page's script is given


def _payload(
    network: Network, nodes: list[dict[str, Any]], edges: list[dict[str, Any]], *, view: str, most: int
) -> Mapping[str, Any]:
    number = {statement.id: index for index, statement in enumerate(network.statements)}
    node_number = {node.id: index for index, node in enumerate(network.nodes)}
    files = sorted({quote.file for statement in network.statements for quote in statement.quotes})
    file_number = {file: index for index, file in enumerate(files)}
    paint = icons()
    return {
        "title": network.title,
        "view": view,
        "most": most,
        "leftOut": network.left_out,
        "kinds": {
            kind: {"one": look.one, "many": look.many, "fill": look.fill, "ink": look.ink, "shape": look.shape}
            | {"icon": paint[kind]}
            for kind, look in LOOKS.items()
        },
        "factKinds": FACTS,
        "map": _map(network, node_number, number),
        "files": files,
        "nodes": [
            {"id": drawn["id"], "name": drawn["label"], "kind": drawn["kind"], "x": drawn["x"], "y": drawn["y"]}
            | {"size": drawn["size"]}
            | _stated(iri=node.id, category=node.category, aliases=node.aliases, links=node.links, pages=node.pages)
            for drawn, node in zip(nodes, network.nodes, strict=True)
        ],
        "edges": [
            {"from": drawn["from"], "to": drawn["to"], "label": drawn["label"]}
            | {"facts": [number[fact] for fact in edge.facts if fact in number]}
            for drawn, edge in zip(edges, network.edges, strict=True)
        ],
        "statements": [
            {"kind": s.kind, "person": str(node_number[s.person]) if s.person in node_number else None}
            | {"label": s.label}
            | _stated(
                confidence=s.confidence,
                quotes=[_quote(quote, file_number) for quote in s.quotes],
                when=list(_when(s)),
                dates=_dates(s),
            )
            for s in network.statements
        ],
    }


def _map(network: Network, nodes: Mapping[str, int], facts: Mapping[str, int]) -> Mapping[str, Any] | None:
    """The outline, the cities with what is in each, and people's stays there; None where no place is known."""
    held = sites(network)
    if not held:
        return None
    number = {city: index for index, city in enumerate(held)}
    return {
        "land": outline().land,
        "borders": outline().borders,
        "sites": [
            {
                "name": city.name,
                "country": city.country,
                "x": city.x,
                "y": city.y,
                "things": [nodes[id] for id in inside],
            }
            for city, inside in held.items()
        ],
        "stays": [[nodes[stay.person], number[stay.city], facts[stay.fact]] for stay in stays(network)],
    }


def _stated(**fields: Any) -> dict[str, Any]:
    """Only what there is: most fields of most things are empty, and a page of 5,000 things is long enough."""
    return {name: value for name, value in fields.items() if value not in (None, "", (), [])}


def _quote(quote: Quote, files: Mapping[str, int]) -> list[Any]:
    # A row instead of an object: there is one for every statement.
    return [files[quote.file], quote.line, quote.prefix, quote.exact, quote.suffix, quote.heading, quote.rule]


def _when(statement: Statement) -> Iterator[Mapping[str, Any]]:
    for stretch in stretches(statement):
        yield _stated(start=stretch.start, end=stretch.end) | {
            flag: 1 for flag in ("open", "point") if getattr(stretch, flag)
        }


def _dates(statement: Statement) -> str:
    """The dates as EDTF, for those who want to know exactly."""
    if statement.start or statement.end:
        return f"{statement.start or '..'}/{'..' if statement.current and not statement.end else statement.end or '..'}"
    return ", ".join(statement.dates)


# ---------------------------------------------------------------------------------------------------------------
# the file


def _html(payload: Mapping[str, Any], title: str) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    scripts, style = _scripts(), _text("page.css")
    policy = (
        f"default-src 'none'; script-src {' '.join(_hash(script) for script in scripts)}; style-src {_hash(style)}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    environment = Environment(loader=FileSystemLoader(WEB), autoescape=True, undefined=StrictUndefined)
    # The template itself escapes the title and the policy; the rest is marked as safe there, since it is ours or JSON.
    return environment.get_template("page.html").render(
        title=title, policy=policy, style=style, scripts=scripts, data=as_json(payload)
    )


def as_json(value: object) -> str:
    """JSON that can stand within a script element: nothing in it can end the element or a line of script.

    >>> as_json("</script>")
    '"\\\\u003c/script\\\\u003e"'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    # Half of a surrogate pair cannot be written as UTF-8.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


@cache
def _scripts() -> tuple[str, str]:
    library = (VENDOR / "vis-network.min.js").read_text(encoding="utf-8")
    ours = "\n".join(_text(name) for name in SCRIPTS)
    return library, f'"use strict";\n(() => {{\n{ours}\n}})();\n'


@cache
def _text(name: str) -> str:
    return (WEB / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
