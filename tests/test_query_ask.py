"""Asking: by name, by file, in SPARQL; values that stay values; and everything that can be wrong."""

from __future__ import annotations

import csv
import io
import json
import sys
import time

import pytest
import rdflib
from handmade import every_kind, graph, profile

from kg.errors import QueryError
from kg.query import FORMATS, Rows, ask, formatted, question, questions
from kg.query.questions import read, whole_words

GRAPH = graph(every_kind())


# ---------------------------------------------------------------------------------------------------------------
# ways to ask


def test_sparql_may_be_typed_without_its_prefixes():
    rows = ask(GRAPH, "SELECT ?name { ?who a schema:Person ; schema:name ?name } ORDER BY ?name")
    assert rows.columns == ("name",)
    assert [row["name"] for row in rows.texts()][:2] == ["Ada Lovelace", "Augustus De Morgan"]


def test_a_query_may_lie_in_a_file(tmp_path):
    file = tmp_path / "mine.rq"
    file.write_text("\ufeff# question: Who?\nSELECT ?who { ?who a rkg:Interest }", encoding="utf-8")
    assert len(ask(GRAPH, file).rows) == len(ask(GRAPH, str(file)).rows) == 1


def test_any_graph_of_rdflib_can_be_asked():
    plain = rdflib.Graph()
    for triple in GRAPH.triples((None, None, None)):
        plain.add(triple)
    kept = rdflib.Dataset()
    for s, p, o, name in GRAPH.quads((None, None, None, None)):
        kept.graph(name).add((s, p, o))
    answers = [ask(found, "SELECT DISTINCT ?s { ?s a rkg:Award, vivo:Award }").rows for found in (GRAPH, plain, kept)]
    answers += [ask(found, "positions").texts() for found in (plain, kept)]
    assert answers[3] == answers[4] == ask(GRAPH, "positions").texts() != []


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        pytest.param("ASK { ?s a rkg:Interest }", "true", id="yes"),
        pytest.param("ASK { ?s a rkg:Nothing }", "false", id="no"),
    ],
)
def test_ask_is_answered_by_yes_or_no(query, answer):
    rows = ask(GRAPH, query)
    assert (rows.form, rows.texts()) == ("ASK", [{"answer": answer}])
    assert json.loads(formatted(rows, "json")) == {"head": {}, "boolean": answer == "true"}


@pytest.mark.parametrize(
    "query",
    ["CONSTRUCT { ?s rdfs:label ?l } WHERE { ?s a rkg:Interest ; rdfs:label ?l }", "DESCRIBE ?s { ?s a rkg:Interest }"],
)
def test_construct_and_describe_give_triples_sorted(query):
    rows = ask(GRAPH, query)
    assert rows.columns == ("subject", "predicate", "object")
    assert rows.rows
    assert list(rows.rows) == sorted(rows.rows, key=lambda row: " ".join(map(str, row)))


# ---------------------------------------------------------------------------------------------------------------
# values


@pytest.mark.parametrize(
    ("asked", "name", "is_found"),
    [
        pytest.param("mit", "MIT", True, id="case"),
        pytest.param("MIT", "Smith College", False, id="whole words"),
        pytest.param("Bologna", "University of Bologna", True, id="one word of several"),
        pytest.param("  Bologna ", "University of Bologna", True, id="blanks around"),
        pytest.param("a.b", "axb", False, id="a dot is a dot"),
        pytest.param("A*Star (SG)", "A*STAR (SG)", True, id="signs of patterns"),
        pytest.param("école", "École Normale", True, id="case of an accented letter"),
        pytest.param("北京大学", "北京大学", True, id="Chinese"),
        pytest.param("C++ [team]", "The C++ [Team]", True, id="brackets"),
        pytest.param("\\", "back \\ slash", True, id="a backslash"),
    ],
)
def test_words_match_whole_words_of_a_name(asked, name, is_found):
    page = profile("a.md", ("positions", {"organization": name, "role": "Reader"}))
    assert bool(ask(graph(page), "members", org=asked).rows) is is_found


def test_words_match_aliases_too():
    from handmade import resolution

    page = profile(
        "a.md",
        ("positions", {"organization": "UniBo", "role": "Reader"}),
        ("education", {"organization": "University of Bologna"}),
    )
    one = resolution(page, merged={"UniBo": "University of Bologna"})
    assert len(ask(graph(page, resolved=one), "members", org="unibo").rows) == 2


@pytest.mark.parametrize(
    "value",
    [
        '" } UNION { ?s ?p ?o } #',
        '"@en } ; DROP ALL ; {',
        "\\",
        '\\"',
        "'''",
        "x\n} SELECT * {",
        "?person",
        "{ } $ { }",
        "UNDEF",
        "\\1 \\g<0>",
    ],
)
def test_a_value_never_becomes_part_of_the_query(value):
    assert ask(GRAPH, "interests", person=value).rows == ()
    assert ask(GRAPH, "evidence", person=value, about=value).rows == ()


@pytest.mark.parametrize(
    ("name", "parameters", "sentence"),
    [
        pytest.param(
            "posts-on", {"date": "yesterday"}, "'yesterday' is no date for --date; write it as 1999-12-31", id="date"
        ),
        pytest.param("timeline", {"year": "MCM"}, "'MCM' is no year for --year; write it as 1999", id="year"),
        pytest.param(
            "laureates", {"orgs": "x"}, "laureates has no parameter --orgs; it takes --award", id="unknown parameter"
        ),
        pytest.param(
            "educations", {}, "no question is named 'educations'; there are awards, education, ", id="unknown question"
        ),
        pytest.param("no/such.rq", {}, "no/such.rq: cannot be read", id="missing file"),
        pytest.param(
            "SELECT * { ?s ?p ?o }", {"org": "x"}, "the query has no parameter --org; it takes none", id="no header"
        ),
        pytest.param(
            "# parameter: org (words) — words\nSELECT * { ?s ?p ?o }",
            {"org": "x"},
            "says that it takes --org but has no place for it; write VALUES ?ask_org { UNDEF } into the query",
            id="a parameter without a place",
        ),
    ],
)
def test_a_wrong_question_is_one_sentence(name, parameters, sentence):
    with pytest.raises(QueryError) as caught:
        ask(GRAPH, name, **parameters)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_parameter_that_is_not_given_is_no_condition():
    assert ask(GRAPH, "laureates", award=None).rows == ask(GRAPH, "laureates").rows != ()


def test_a_file_of_ones_own_can_have_parameters_with_a_default():
    text = "# parameter: year (year) — a year\nSELECT ?y { VALUES ?ask_year { 1900 } BIND(?ask_year + 1 AS ?y) }"
    assert ask(GRAPH, text).texts() == [{"y": "1901"}]
    assert ask(GRAPH, text, year="1815").texts() == [{"y": "1816"}]


# ---------------------------------------------------------------------------------------------------------------
# what is refused


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        pytest.param("SELECT ?s\nWHERE { ?s ?p }", "line 2, column 16: no SPARQL at the end", id="half a triple"),
        pytest.param(
            "SELCT ?s { ?s ?p ?o }",
            "line 1, column 1: a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, not with 'SELCT'",
            id="typo",
        ),
        pytest.param("SELECT ?s { ?s ?p ?o ", "line 1, column 22: no SPARQL at the end", id="a bracket is missing"),
        pytest.param("SELECT ?s { ?s foo:bar ?o }", "line 1, column 16: the prefix foo: is not declared", id="prefix"),
        pytest.param("SELECT ?s { ?s ?p ?o } GROUP BY ?o", "neither grouped by nor aggregated", id="grouping"),
        pytest.param("DELETE WHERE { ?s ?p ?o }", "line 1, column 1: a query begins with SELECT", id="an update"),
        pytest.param(
            "SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }",
            "line 1, column 12: SERVICE would call",
            id="service",
        ),
        pytest.param(
            "SELECT * { service\tsilent <http://x/> {} }", "SERVICE would call", id="service in small letters"
        ),
        pytest.param(
            "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "FROM <file:///etc/passwd> would read", id="from a file"
        ),
        pytest.param("SELECT * FROM NAMED <http://x/> { ?s ?p ?o }", "FROM <http://x/> would read", id="from named"),
        pytest.param(
            "SELECT * { \\u0053ERVICE <http://x/> {} }", "an escape stands outside of text", id="escaped letters"
        ),
        pytest.param(
            "SELECT * { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }", "nest deeper than 100", id="nesting"
        ),
        pytest.param("SELECT * { ?s ?p " + "?o, " * 50_000 + "?o }", "at most 100,000 are read", id="length"),
    ],
)
def test_a_query_that_is_wrong_or_unsafe_is_one_sentence(query, sentence):
    with pytest.raises(QueryError) as caught:
        ask(GRAPH, query)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("SELECT * { ex:a\\# SERVICE <http://x/> {} }", id="behind an escaped number sign"),
        pytest.param("SELECT * { ?s ex:a\\' SERVICE <http://x/> {} }", id="behind an escaped quote"),
        pytest.param('SELECT * { ?s ?p "a\\"" . SERVICE <http://x/> {} }', id="behind a literal with an escaped quote"),
        pytest.param("SELECT * { ?s ?p '''it's''' . SERVICE <http://x/> {} }", id="behind a long literal"),
        pytest.param("SELECT * { FILTER(?a<?b) SERVICE<http://x/> {} FILTER(?a>?b) }", id="between comparisons"),
        pytest.param("SELECT * { # a comment\nSERVICE <http://x/> {} }", id="behind a comment"),
    ],
)
def test_service_cannot_hide(query):
    with pytest.raises(QueryError, match="SERVICE would call"):
        ask(GRAPH, query)


@pytest.mark.parametrize(
    "query",
    [
        pytest.param('SELECT * { ?s ?p "SERVICE" }', id="in text"),
        pytest.param("SELECT * { ?s ?p '''FROM <file:///x> SERVICE''' }", id="in long text"),
        pytest.param("SELECT ?service { ?service ?p ?o } # SERVICE", id="in a variable and a comment"),
        pytest.param("PREFIX service: <http://service/SERVICE> SELECT * { ?s service:service ?o }", id="in a prefix"),
        pytest.param("SELECT * { ?s a rkg:Service . ?s <http://x/FROM> ?o }", id="in a name"),
    ],
)
def test_the_words_are_free_elsewhere(query):
    ask(GRAPH, query)


def test_a_query_that_takes_too_long_is_given_up():
    start = time.monotonic()
    with pytest.raises(QueryError, match="no answer within 0.2 seconds"):
        ask(
            GRAPH,
            "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a = ?i && ?c > ?f) }",
            seconds=0.2,
        )
    assert time.monotonic() - start < 5


def test_an_answer_of_too_many_rows_is_one_sentence(monkeypatch):
    # By its full name: in `kg` itself, `query` is the function.
    monkeypatch.setattr(sys.modules["kg.query.rows"], "MOST_ROWS", 10)
    with pytest.raises(QueryError, match="more than 10 rows; add a LIMIT"):
        ask(GRAPH, "SELECT * { ?s ?p ?o }")


# ---------------------------------------------------------------------------------------------------------------
# formats


HOSTILE = ask(
    GRAPH, 'SELECT ?a ?b { VALUES (?a ?b) { ("x|y, \\"z\\"\\n\\t\\u001b[31m" 7) (<https://schema.org/name> UNDEF) } }'
)


def test_csv_is_what_spreadsheets_read():
    assert list(csv.reader(io.StringIO(formatted(HOSTILE, "csv"), newline=""))) == [
        ["a", "b"],
        ['x|y, "z"\n\t\x1b[31m', "7"],
        ["https://schema.org/name", ""],
    ]


def test_tsv_has_terms_one_line_a_row():
    lines = formatted(HOSTILE, "tsv").splitlines()
    assert lines[0] == "?a\t?b"
    assert [len(line.split("\t")) for line in lines] == [2, 2, 2]
    assert lines[2] == "<https://schema.org/name>\t"


def test_json_is_the_results_format():
    assert json.loads(formatted(HOSTILE, "json"))["results"]["bindings"] == [
        {
            "a": {"type": "literal", "value": 'x|y, "z"\n\t\x1b[31m'},
            "b": {"type": "literal", "value": "7", "datatype": "http://www.w3.org/2001/XMLSchema#integer"},
        },
        {"a": {"type": "uri", "value": "https://schema.org/name"}},
    ]


def test_markdown_keeps_text_in_its_cell():
    assert formatted(HOSTILE, "markdown").splitlines() == [
        "| a | b |",
        "| --- | --- |",
        '| x\\|y, "z" \\[31m | 7 |',
        "| schema:name |  |",
    ]


@pytest.mark.parametrize("width", [30, 80, 200])
def test_a_table_fits_the_terminal_and_does_not_steer_it(width):
    text = formatted(ask(GRAPH, "evidence"), "table", width=width)
    assert max(map(len, text.splitlines())) <= width
    assert text.splitlines()[-1] == "13 rows"
    assert "\x1b" not in formatted(HOSTILE, "table", width=width)


def test_an_empty_answer_says_so():
    assert formatted(Rows(("a",), ()), "table").splitlines()[-1] == "0 rows"


def test_an_unknown_format_is_one_sentence():
    with pytest.raises(QueryError, match=f"no format is named 'xml'; there are {', '.join(FORMATS)}"):
        formatted(HOSTILE, "xml")


# ---------------------------------------------------------------------------------------------------------------
# the header of a file


def test_a_question_is_read_from_its_header():
    asked = read("# question: Who?\n# parameter: org (words) — words of a name\n\nSELECT * {}", "mine")
    assert (asked.name, asked.asks, asked.is_table) == ("mine", "Who?", False)
    assert [(p.name, p.kind, p.help) for p in asked.parameters] == [("org", "words", "words of a name")]


def test_a_pattern_for_whole_words_is_a_value_too():
    assert whole_words("a+b") == r"(^|[^\p{L}\p{N}])a\+b($|[^\p{L}\p{N}])"


def test_questions_are_found_by_name():
    assert question("laureates") in questions()
