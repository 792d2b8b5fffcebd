"""A small network made by hand, with every kind of thing, for the tests of the drawing. All the people are invented."""

from __future__ import annotations

from kg.draw.network import Edge, Network, Node, Quote, Statement
from kg.model import EntityKind, Kind

HOSTILE = (
    '</script><script>document.title="owned"</script>',
    "<img src=x onerror=\"document.title='owned'\">",
    "<!--<script>",
    "{{7*7}}${7*7}\u2028\u2029\u0000",
    '"><svg onload=document.title="owned">',
)


def statement(number: int, kind: Kind, person: str, label: str, **fields: object) -> Statement:
    quote = Quote(
        file="mira.md", exact=f"* {label}", prefix="# News\n", suffix="\nmore", heading="Life", line=number, rule="list"
    )
    return Statement(id=f"f{number:02}", kind=kind, person=person, label=label, quotes=(quote,), **fields)  # type: ignore[arg-type]


NODES = (
    Node("award/fjord", EntityKind.AWARD, "Fjord Medal"),
    Node("course/waves", EntityKind.COURSE, "Waves and Tides"),
    Node("event/icw", EntityKind.EVENT, "Conference on Waves"),
    Node("organization/north", EntityKind.ORGANIZATION, "Northern University", aliases=("NU",), location="Oslo"),
    Node("organization/south", EntityKind.ORGANIZATION, "Southern Institute", location="Lisbon, Portugal"),
    Node(
        "person/mira",
        EntityKind.PERSON,
        "Mira Sólberg",
        pages=("mira.md",),
        links=(("ORCID", "https://orcid.org/0000-0000-0000-0000"), ("Home", "javascript:document.title='owned'")),
    ),
    Node("person/tove", EntityKind.PERSON, "Tove Lindqvist", pages=("tove.md",)),
    Node("person/ulf", EntityKind.PERSON, "Ulf Brandt"),
    Node("place/bergen", EntityKind.PLACE, "Harbour Town", location="Bergen, Norway"),
    Node("project/tidelab", EntityKind.PROJECT, "tidelab"),
    Node("topic/tides", EntityKind.TOPIC, "tides"),
    Node("work/spray", EntityKind.WORK, "On Spray"),
    Node("zz/alone", EntityKind.TOPIC, "glaciers"),
)

STATEMENTS = (
    statement(1, Kind.EDUCATION, "person/mira", "Ph.D., Northern University (2006–2009)", start="2006", end="2009"),
    statement(
        2, Kind.POSITIONS, "person/mira", "Professor, Southern Institute (since 2015-03)", start="2015-03", current=True
    ),
    statement(3, Kind.POSITIONS, "person/tove", "Postdoc, Southern Institute (2016–2018)", start="2016", end="2018"),
    statement(4, Kind.AWARDS, "person/mira", "Fjord Medal (2012)", dates=("2012",)),
    statement(5, Kind.PUBLICATIONS, "person/mira", "On Spray (2017)", dates=("2017",)),
    statement(6, Kind.INTERESTS, "person/mira", "tides"),
    statement(7, Kind.PEOPLE, "person/mira", "advisor, Ulf Brandt"),
    statement(8, Kind.TALKS, "person/mira", "Talk, Conference on Waves (2018-05-02)", dates=("2018-05-02",)),
    statement(9, Kind.TEACHING, "person/tove", "Waves and Tides (autumn 2017)", dates=("2017-23",)),
    statement(10, Kind.PROJECTS, "person/tove", "tidelab"),
    statement(11, Kind.EDUCATION, "person/tove", "M.Sc., Northern University (2014)", end="2014"),
)

EDGES = (
    Edge("organization/south", "place/bergen", "in", ("f02",)),
    Edge("person/mira", "award/fjord", "won", ("f04",)),
    Edge("person/mira", "event/icw", "spoke at", ("f08",)),
    Edge("person/mira", "organization/north", "Ph.D.", ("f01",)),
    Edge("person/mira", "organization/south", "Professor", ("f02",)),
    Edge("person/mira", "topic/tides", "works on", ("f06",)),
    Edge("person/mira", "work/spray", "wrote", ("f05",)),
    Edge("person/tove", "course/waves", "taught", ("f09",)),
    Edge("person/tove", "organization/north", "M.Sc.", ("f11",)),
    Edge("person/tove", "organization/south", "Postdoc", ("f03",)),
    Edge("person/tove", "project/tidelab", "built", ("f10",)),
    Edge("person/tove", "work/spray", "wrote", ("f05",)),
    Edge("person/ulf", "person/mira", "advised", ("f07",)),
)

SAMPLE = Network(NODES, EDGES, STATEMENTS, title="Tides", left_out=("2 things that no fact ties to another",))


def hostile() -> Network:
    """The same shape, with text that tries to run wherever a page's text goes."""
    nodes = tuple(
        Node(
            f"n{k}",
            EntityKind.PERSON,
            text,
            category=text,
            aliases=(text + "!",),
            links=((text, f"javascript:{text}"),),
            location="Oslo",
        )
        for k, text in enumerate(HOSTILE)
    )
    quotes = (Quote(file=HOSTILE[0], exact=HOSTILE[1], prefix=HOSTILE[2], suffix=HOSTILE[3], heading=HOSTILE[4]),)
    statements = tuple(
        Statement(f"s{k}", Kind.POSITIONS, "n0", text, start="2006", end="2009", quotes=quotes)
        for k, text in enumerate(HOSTILE)
    )
    edges = tuple(Edge("n0", f"n{k}", HOSTILE[k], (f"s{k}",)) for k in range(1, len(HOSTILE)))
    return Network(nodes, edges, statements, title=HOSTILE[0], left_out=HOSTILE)
