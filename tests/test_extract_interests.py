"""Which words of a page are research interests, and where one topic ends and the next begins."""

from __future__ import annotations

import pytest
from extracted import rows

from kg.extract.leads import HINT, LEADS
from kg.extract.topics import topics
from kg.model import Kind


def named(text: str, *, suffix: str = ".md") -> list[str]:
    """The topics that a page states."""
    return [row["topic"] for row in rows(text, Kind.INTERESTS, suffix=suffix)]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("wave optics, plasma physics, and tides", ["wave optics", "plasma physics", "tides"], id="commas"),
        pytest.param("soil chemistry and plant hormones", ["soil chemistry", "plant hormones"], id="two by and"),
        pytest.param("robotics and computer vision", ["robotics", "computer vision"], id="a field of one word"),
        pytest.param("heat and mass transfer", ["heat and mass transfer"], id="and inside a name"),
        pytest.param("synthesis and analysis of polymers", ["synthesis and analysis of polymers"], id="shared object"),
        pytest.param("knot theory and its applications", ["knot theory"], id="its applications"),
        pytest.param("pure and applied logic", ["pure and applied logic"], id="two adjectives"),
        pytest.param("the ecology of bogs", ["ecology of bogs"], id="article left out"),
        pytest.param("labour markets; migration; trade", ["labour markets", "migration", "trade"], id="semicolons"),
        pytest.param("Type theory | Proof search", ["Type theory", "Proof search"], id="bars"),
        pytest.param("i) glacier flow, ii) snow chemistry", ["glacier flow", "snow chemistry"], id="numbered"),
        pytest.param("tumour growth, which is hard", ["tumour growth"], id="relative clause"),
        pytest.param("crop models using satellite images", ["crop models"], id="means"),
        pytest.param("graph drawing (GD), layout", ["graph drawing (GD)", "layout"], id="acronym in brackets"),
        pytest.param("quakes (their depth, their size)", ["quakes"], id="explanation in brackets"),
        pytest.param("trade between towns, ports and farms", ["trade between towns, ports and farms"], id="between"),
        pytest.param("how ants find food, share it and sleep", ["how ants find food, share it and sleep"], id="clause"),
        pytest.param("plan synthesis, repair and reuse", ["plan synthesis", "repair", "reuse"], id="plain list"),
        pytest.param("古代货币、丝绸贸易和港口考古", ["古代货币", "丝绸贸易", "港口考古"], id="Chinese"),
        pytest.param("optics, etc.", ["optics"], id="et cetera"),
        pytest.param("opportunities to collaborate", [], id="an invitation"),
    ],
)
def test_topics_are_cut_where_a_reader_would_cut_them(written, expected):
    assert [written[a:b] for a, b in topics(written, 0, len(written))] == expected


def test_words_set_in_bold_are_topics_of_their_own():
    text = "heat and mass"
    assert [text[a:b] for a, b in topics(text, 0, len(text), [(0, 4), (9, 13)])] == ["heat", "mass"]


@pytest.mark.parametrize("lead", [pytest.param(lead, id=f"{i} {lead.name}") for i, lead in enumerate(LEADS)])
def test_a_lead_ends_where_the_topic_of_its_example_begins(lead):
    assert lead.second or HINT.search(lead.example)
    behind = [lead.example[match.end() :] for match in lead.regex.finditer(lead.example)]
    assert behind
    assert behind[-1].startswith(("tides", "潮汐"))
    assert not lead.regex.search("The weather on Tuesday was fine.")
    assert not lead.regex.search("")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param(
            "My research interests include bird song and mammal hearing.", ["bird song", "mammal hearing"], id="include"
        ),
        pytest.param(
            "My main research interests lie broadly in the areas of set theory and logic programming.",
            ["set theory", "logic programming"],
            id="lie in",
        ),
        pytest.param("Her current research focuses on coral reefs.", ["coral reefs"], id="third person"),
        pytest.param("I am broadly interested in tax law.", ["tax law"], id="interested in"),
        pytest.param(
            "I work on sparse solvers, with a particular focus on multigrid.",
            ["sparse solvers", "multigrid"],
            id="focus",
        ),
        pytest.param("I am interested in dialects, especially those of islands.", ["dialects"], id="especially those"),
        pytest.param(
            "My work lies at the intersection of topology and data analysis.",
            ["topology", "data analysis"],
            id="intersection",
        ),
        pytest.param("I am a chemist specializing in zeolites.", ["zeolites"], id="specializing in"),
        pytest.param(
            "Research interests: river deltas, sediment transport", ["river deltas", "sediment transport"], id="label"
        ),
        pytest.param("Me interesa la música de los Andes.", ["música de los Andes"], id="Spanish"),
        pytest.param("Mes travaux portent sur la théorie des jeux.", ["théorie des jeux"], id="French"),
        pytest.param("Ich interessiere mich für Pilze und Flechten.", ["Pilze und Flechten"], id="German"),
        pytest.param("我的研究方向包括湖泊生态、水文模型。", ["湖泊生态", "水文模型"], id="Chinese"),
        pytest.param("Outside of work, my interests include opera and rowing.", [], id="hours after work"),
        pytest.param("I am looking for students interested in fluid dynamics.", [], id="an opening"),
        pytest.param("If you are interested in lasers, write to me.", [], id="the reader"),
        pytest.param("Previously, I worked on payment systems at a bank.", [], id="a past job"),
        pytest.param("I am interested in pursuing a doctorate.", [], id="a wish"),
        pytest.param("I am no longer interested in alchemy.", [], id="negated"),
    ],
)
def test_a_sentence_states_interests(sentence, expected):
    assert named(sentence + "\n") == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(
            "## Research Interests\n\n- Bridge design\n- Wind loads on towers\n",
            ["Bridge design", "Wind loads on towers"],
            id="items",
        ),
        pytest.param(
            "## Research interests\n\nRiver ice, lake ice, sea ice\n", ["River ice", "lake ice", "sea ice"], id="a line"
        ),
        pytest.param(
            "## Interests\n\n- **Fire ecology**: how forests come back\n", ["Fire ecology"], id="explained in the item"
        ),
        pytest.param(
            "## Interests\n\n- **Semantics:** Tense, Negation\n",
            ["Semantics", "Tense", "Negation"],
            id="a head and its list",
        ),
        pytest.param(
            "## Research Themes\n\n### Cell walls\n\nWe look at how they grow.\n", ["Cell walls"], id="themes"
        ),
        pytest.param(
            "My research interests include:\n\n- Ore deposits\n- Meteorites\n",
            ["Ore deposits", "Meteorites"],
            id="a sentence leads the list in",
        ),
        pytest.param("**Research Interests**\n\n- Peat\n- Moss\n", ["Peat", "Moss"], id="a bold line for a heading"),
        pytest.param(
            "## Research\n\n- queueing theory\n- traffic flow\n",
            ["queueing theory", "traffic flow"],
            id="under Research",
        ),
        pytest.param("## 研究方向\n\n* 古文字学\n* 敦煌文献\n", ["古文字学", "敦煌文献"], id="Chinese heading"),
        pytest.param("## Intereses\n\n- Economía agraria\n", ["Economía agraria"], id="Spanish heading"),
        pytest.param(
            "## Interests\n\n- Other interests: hiking, chess\n- Virology\n", ["Virology"], id="other interests"
        ),
        pytest.param("## Hobbies\n\n- Bee keeping\n", [], id="hobbies"),
    ],
)
def test_a_headed_list_states_interests(page, expected):
    assert named(page) == expected


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        pytest.param("interests:\n- Seismic waves\n- Chess\n", ["Seismic waves"], id="a list, without what is a hobby"),
        pytest.param(
            "bio: My research interests include road nets and\n  bus queues.\n",
            ["road nets", "bus queues"],
            id="a folded biography",
        ),
        pytest.param("research_interests: optics, acoustics\n", ["optics", "acoustics"], id="one line"),
        pytest.param("# interests:\n# - Robotics\nname: Ada\n", [], id="commented out"),
    ],
)
def test_front_matter_states_interests(front, expected):
    assert named(f"---\n{front}---\n") == expected


def test_a_topic_told_twice_is_one_fact_with_two_evidences():
    page = "---\ninterests:\n- Tidal power\n---\n\nI am interested in tidal power.\n"
    assert named(page) == ["Tidal power"]


def test_a_data_file_states_interests_under_their_title():
    cv = """
- title: Academic Interests
  type: nested_list
  contents:
    - title: Salt marshes.
      items:
        - How they grow.
    - Eelgrass
- title: Hobbies
  contents:
    - Kites
"""
    assert named(cv, suffix=".yml") == ["Salt marshes", "Eelgrass"]
