"""The trained model that ships: what it must get right, whatever text it is given."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.headings import Section
from kg.extract.tagger import LABELS, MAX_TOKENS, TaggerInput, _load, load, tag_page, tags_in, tokens
from kg.extract.training import digest
from kg.resources import resource

MODEL = resource("data", "model")


def test_the_model_is_small_and_loads_in_under_a_second():
    assert sum(path.stat().st_size for path in MODEL.iterdir()) <= 15_000_000
    import thinc.api  # noqa: F401  (a first import is not loading)

    _load.cache_clear()
    began = time.perf_counter()
    load().tag([TaggerInput(Section.NONE, ("warm",))])
    assert time.perf_counter() - began < 1.0
    assert load() is load()


def test_the_model_says_what_it_was_trained_on():
    meta = json.loads((MODEL / "meta.json").read_text(encoding="utf-8"))
    assert meta["trained_on"]["text_sha256"] == digest(resource("data", "training")), (
        "train again: the text has changed"
    )
    assert meta["trained_on"]["templates"] >= 700 and meta["trained_on"]["written"] >= 400
    assert set(meta["versions"]) == {"numpy", "spacy", "thinc"}


@pytest.mark.parametrize(
    ("section", "lines", "expected"),
    [
        pytest.param(
            Section.EDUCATION,
            ("Ph.D. in Plant Pathology, University of Pretoria, 2012",),
            ["DEGREE Ph.D.", "FIELD Plant Pathology", "ORG University of Pretoria", "DATE 2012"],
            id="degree line",
        ),
        pytest.param(
            Section.EDUCATION,
            ("Universidad de Sevilla", "Grado en Historia", "2008 – 2012"),
            ["ORG Universidad de Sevilla", "DEGREE Grado", "FIELD Historia", "DATE 2008 – 2012"],
            id="Spanish degree in three lines",
        ),
        pytest.param(
            Section.POSITIONS,
            ("Research Intern, Microsoft Research, Redmond, WA, June 2019 - Aug 2019",),
            ["ROLE Research Intern", "ORG Microsoft Research", "PLACE Redmond, WA", "DATE June 2019 - Aug 2019"],
            id="post line",
        ),
        pytest.param(
            Section.NONE,
            ("I am a postdoctoral fellow at the University of Iceland, working with Prof. Helga Sigurdsson.",),
            ["ROLE postdoctoral fellow", "ORG University of Iceland", "PERSON Helga Sigurdsson"],
            id="prose",
        ),
        pytest.param(
            Section.AWARDS,
            ("Best Paper Award, CHI 2018",),
            ["AWARD Best Paper Award", "VENUE CHI 2018"],
            id="award of a conference",
        ),
        pytest.param(
            Section.PUBLICATIONS,
            ("Anna Berg, Li Wei, Omar Haddad. Soil Carbon under Drought. Nature Geoscience, 2020.",),
            ["AUTHOR Anna Berg", "AUTHOR Li Wei", "AUTHOR Omar Haddad", "TITLE Soil Carbon under Drought",
             "VENUE Nature Geoscience", "DATE 2020"],
            id="publication",
        ),
        pytest.param(
            Section.ABOUT,
            ("My research interests include computer vision, robotics and soil microbiology.",),
            ["TOPIC computer vision", "TOPIC robotics", "TOPIC soil microbiology"],
            id="interests",
        ),
        pytest.param(
            Section.EDUCATION,
            ("2018.09 - 2022.06，武汉大学，计算机学院，本科",),
            ["DATE 2018.09 - 2022.06", "ORG 武汉大学", "UNIT 计算机学院", "DEGREE 本科"],
            id="Chinese degree line",
        ),
        pytest.param(Section.NONE, ("In my free time I enjoy hiking and baking bread.",), [], id="hobbies"),
        pytest.param(Section.NONE, ("Home | About | Publications | Contact",), [], id="navigation"),
    ],
)  # fmt: skip
def test_it_reads_what_people_write(section, lines, expected):
    (found,) = load().tag([TaggerInput(section, lines)])
    assert [f"{tag.label} {lines[tag.line][tag.start : tag.end]}" for tag in found] == expected


TEXTS = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\n\r"), max_size=80)


@given(st.lists(TEXTS, max_size=4), st.sampled_from(list(Section)))
@settings(max_examples=60, deadline=None)
def test_tags_of_any_text_are_sound(lines, section):
    block = TaggerInput(section, tuple(lines))
    (found,) = load().tag([block])
    last = (-1, 0)
    for tag in found:
        assert tag.label in LABELS and 0.0 <= tag.score <= 1.0
        words = lines[tag.line][tag.start : tag.end]
        assert words and words == words.strip()
        assert (tag.line, tag.start) >= last
        last = (tag.line, tag.end)


def test_blocks_are_read_the_same_together_and_alone():
    blocks = [
        TaggerInput(Section.POSITIONS, ("Data Scientist, Spotify, Stockholm", "2019 – now")),
        TaggerInput(Section.NONE, ("",)),
        TaggerInput(Section.TEACHING, ("Linear Algebra, University of Oslo, Fall 2016",) * 5),
        TaggerInput(Section.NONE, ()),
    ]
    together = load().tag(blocks)
    alone = [load().tag([block])[0] for block in blocks]
    assert [[(t.line, t.start, t.end, t.label) for t in tags] for tags in together] == [
        [(t.line, t.start, t.end, t.label) for t in tags] for tags in alone
    ]
    assert together[0] and not together[1] and not together[3]


def test_a_very_long_block_is_read_up_to_its_limit():
    line = "I worked at Google. " * 2000
    assert len(tokens(line)) > MAX_TOKENS
    (found,) = load().tag([TaggerInput(Section.ABOUT, (line,))])
    assert found and max(tag.end for tag in found) <= MAX_TOKENS * 5


def test_the_tags_of_a_page_are_found_again_in_its_passages(tmp_path):
    from kg.extract.page import analyse
    from kg.read import read

    (tmp_path / "a.md").write_text(
        "# About\n\nI am a lecturer at the University of Malta.\n\n# Experience\n\n* 2019-2021: Research Assistant\n"
        "  * University of Bergen\n  * Supervisor: Prof. Ingrid Dahl\n",
        encoding="utf-8",
    )
    page = analyse(read(tmp_path / "a.md"))
    tagged = tag_page(page)
    found = [
        f"{tag.label} {passage.text[tag.start : tag.end]}"
        for passage in page.passages
        for tag in tags_in(passage, tagged)
    ]
    assert found == [
        "ROLE lecturer",
        "ORG University of Malta",
        "DATE 2019-2021",
        "ROLE Research Assistant",
        "ORG University of Bergen",
        "PERSON Ingrid Dahl",
    ]
