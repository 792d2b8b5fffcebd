"""The questions across profiles, asked of the graph of the samples: rows that are true of these lives."""

from __future__ import annotations

import pytest

from kg.graph import load
from kg.query import ask


@pytest.fixture(scope="module")
def graph(sample_graph):
    return load(sample_graph)


@pytest.mark.parametrize(
    ("question", "asked", "row"),
    [
        pytest.param(
            "overlap",
            {"org": "Columbia University"},
            {"one": "Maria Goeppert Mayer", "other": "Chien-Shiung Wu", "from": "1944-01-01", "until": "1945-12-31"},
            id="at one place in the same years",
        ),
        pytest.param(
            "ancestors",
            {"person": "Alan Turing"},
            {"ancestor": "Oswald Veblen", "advised": "Alonzo Church"},
            id="the teacher's teacher, over three pages",
        ),
        pytest.param(
            "descendants",
            {"person": "Oswald Veblen"},
            {"descendant": "Robin Gandy", "advisor": "Alan Turing"},
            id="pupils' pupils' pupils",
        ),
        pytest.param(
            "coauthors",
            {"person": "Enrico Fermi"},
            {"person": "Enrico Fermi", "coauthor": "Subrahmanyan Chandrasekhar", "works": "1"},
            id="co-authors, each with a page",
        ),
        pytest.param(
            "coauthors-colleagues",
            {"person": "Fermi"},
            {"coauthor": "Enrico Fermi", "shared": "University of Chicago"},
            id="co-authors who shared an employer",
        ),
        pytest.param(
            "coaffiliation",
            {"person": "Hermann Weyl"},
            {"one": "John von Neumann", "institutions": "ETH Zurich | Princeton University | University of Göttingen"},
            id="shared institutions",
        ),
        pytest.param(
            "mobility",
            {"org": "University of Chicago"},
            {"from": "Columbia University", "to": "University of Chicago", "people": "2"},
            id="moves between two institutions",
        ),
        pytest.param(
            "alumni-now",
            {"org": "ETH Zurich", "now": "Institute for Advanced Study"},
            {"person": "John von Neumann", "role": "Professor"},
            id="alumni of X now at Y",
        ),
        pytest.param(
            "laureates",
            {"award": "Nobel Prize in Physics"},
            {"person": "Maria Goeppert Mayer", "year": "1963"},
            id="one prize, on nine pages",
        ),
    ],
)
def test_the_samples_answer(graph, question, asked, row):
    rows = ask(graph, question, **asked).texts()
    assert [found for found in rows if row.items() <= found.items()], rows[:20]


def test_a_teacher_on_a_pupil_s_page_is_the_owner_of_the_teacher_s(graph):
    """Without this the chain of ancestors ends at the first page."""
    mentions = ask(graph, "mentions", words="Alonzo Church").texts()
    assert {row["source"] for row in mentions} >= {"turing.md", "church.html", "veblen.md"}
    assert len({row["entity"] for row in mentions}) == 1


def test_what_has_the_title_of_another_s_paper_stays_apart(graph):
    """Einstein and Bohr published under one title in one year."""
    title = "Can Quantum-Mechanical Description of Physical Reality Be Considered Complete?"
    query = f'SELECT ?work {{ ?work schema:name ?name FILTER(LCASE(?name) = LCASE("{title}")) }}'
    rows = ask(graph, "PREFIX schema: <https://schema.org/>\n" + query).texts()
    assert len({row["work"] for row in rows}) == 2
