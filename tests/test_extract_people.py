"""Who is tied to a page's owner, and how."""

from __future__ import annotations

import pytest
from extracted import rows

from kg.model import Kind


def tied(text: str) -> list[tuple[str, str]]:
    """Name and relation of the people that a page states."""
    return [(row["name"], row["relation"]) for row in rows(text, Kind.PEOPLE)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param(
            "I did my Ph.D. at Lund University, advised by Prof. Karin Holm.",
            [("Karin Holm", "advisor")],
            id="advised by",
        ),
        pytest.param(
            "My supervisors are Dr. Amina Diallo and Prof. Jorge Paz.",
            [("Amina Diallo", "advisor"), ("Jorge Paz", "advisor")],
            id="two with titles",
        ),
        pytest.param(
            "I wrote my thesis under the supervision of [Li Wei](https://example.org/li) (李伟).",
            [("Li Wei", "advisor")],
            id="a link, and the name in other letters",
        ),
        pytest.param(
            "I was a visiting student at Aalto University, supervised by Prof. Timo Laine.",
            [("Timo Laine", "host")],
            id="a visit has a host",
        ),
        pytest.param(
            "In 2021 I was an intern at Bosch, where I was mentored by Eva Brandt.",
            [("Eva Brandt", "host")],
            id="an internship",
        ),
        pytest.param(
            "I am advised by Ola Berg in Oslo and, during my visit to Kyoto, by Rin Sato.",
            [("Ola Berg", "advisor"), ("Rin Sato", "host")],
            id="the preposition once more",
        ),
        pytest.param(
            "I am a postdoc in Professor Ruth B. Amos's laboratory.",
            [("Ruth B. Amos", "advisor")],
            id="somebody's laboratory",
        ),
        pytest.param("I am a postdoc in the group of Noor Khan.", [("Noor Khan", "advisor")], id="the group of"),
        pytest.param("I work closely with Inés Vidal.", [("Inés Vidal", "collaborator")], id="closely with"),
        pytest.param(
            "I collaborate with Mei Tan and Paul Roy.",
            [("Mei Tan", "collaborator"), ("Paul Roy", "collaborator")],
            id="collaborate",
        ),
        pytest.param(
            "My doctoral students are Ana Reis and Bo Lind.",
            [("Ana Reis", "advisee"), ("Bo Lind", "advisee")],
            id="my students",
        ),
        pytest.param("Ana Reis was my doctoral student.", [("Ana Reis", "advisee")], id="a name first"),
        pytest.param(
            "Omar Haddad is my collaborator in all this.", [("Omar Haddad", "collaborator")], id="is my collaborator"
        ),
        pytest.param("Je suis encadrée par Luc Morel.", [("Luc Morel", "advisor")], id="French"),
        pytest.param("Mein Doktorvater: Hans Vogt.", [("Hans Vogt", "advisor")], id="German"),
        pytest.param("师从王小明教授。", [("王小明", "advisor")], id="Chinese"),
        pytest.param("I collaborated with Stanford University.", [], id="an institution is nobody"),
        pytest.param("I work with Python and Julia.", [], id="tools are nobody"),
        pytest.param("The talk by Sir Tim was good.", [], id="in passing"),
    ],
)
def test_a_sentence_ties_people_to_the_owner(sentence, expected):
    assert tied(sentence + "\n") == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(
            "## Education\n\n- Ph.D. in Geology, University of Graz, 2019\n  - Advisor: Ilse Kern\n",
            [("Ilse Kern", "advisor")],
            id="under a degree",
        ),
        pytest.param(
            "## Experience\n\n- Research Intern, Fraunhofer, 2020\n  - Supervisor: Dr. Max Thiel\n",
            [("Max Thiel", "host")],
            id="under an internship",
        ),
        pytest.param(
            "## Students\n\n- Sara Nilsson (2018)\n- Tom Achebe (2020)\n",
            [("Sara Nilsson", "advisee"), ("Tom Achebe", "advisee")],
            id="a list of students",
        ),
        pytest.param(
            "## Doctoral students\n\n| Name | Year |\n|---|---|\n| Eli Stone | 2001 |\n",
            [("Eli Stone", "advisee")],
            id="a table",
        ),
        pytest.param(
            "## Students\n\n<p>Eli Stone (2001) &middot; May Wood (2003)</p>\n",
            [("Eli Stone", "advisee"), ("May Wood", "advisee")],
            id="a line with points",
        ),
        pytest.param("## Collaborators\n\n- Ugo Conti, Pisa\n", [("Ugo Conti", "collaborator")], id="collaborators"),
        pytest.param(
            "## Publications\n\n- Joint work with Ugo Conti. *On tides*. 2020.\n", [], id="co-authors are not listed"
        ),
        pytest.param("## Awards\n\n- Best poster, with Ugo Conti\n", [], id="nor those who share a prize"),
    ],
)
def test_a_list_ties_people_to_the_owner(page, expected):
    assert tied(page) == expected


def test_the_fuller_form_of_a_name_is_kept():
    page = "I worked with Professor Okafor on dams. I did my Ph.D. in Lagos, advised by Chidi Okafor.\n"
    assert tied(page) == [("Chidi Okafor", "advisor")]


def test_the_owner_is_not_tied_to_the_owner():
    page = "---\ntitle: Jane Poe\nfirst_name: Jane\n---\n\n## Students\n\n- Jane Poe\n- Kim Low\n"
    assert tied(page) == [("Kim Low", "advisee")]
