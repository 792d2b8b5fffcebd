"""Marked-up text, templates and labelled pages as training examples, and learning that can be repeated."""

from __future__ import annotations

import itertools
import json
import random
from dataclasses import replace

import pytest

from kg.extract.headings import Section
from kg.extract.tagger import LABELS, Tag, TaggerError, TaggerInput, load, spans_of, tokens
from kg.extract.training import Settings, digest, read_written, states, tally, train
from kg.extract.training.examples import MarkupError, assemble, read_examples, runs, show
from kg.extract.training.generate import expand, generate, read_grammar, spoil, vary
from kg.extract.training.pages import read_pages
from kg.resources import resource

TINY = Settings(width=16, depth=1, hidden=8, steps=4, batch=100)


@pytest.fixture(scope="module")
def grammar():
    return read_grammar(resource("data", "training"))


# ---------------------------------------------------------------------------------------------------------------
# markup


@pytest.mark.parametrize(
    ("marked", "lines", "tags"),
    [
        pytest.param(
            "[ROLE Intern] at [ORG Acme Labs], 2019",
            ("Intern at Acme Labs, 2019",),
            [(0, 0, 6, "ROLE"), (0, 10, 19, "ORG")],
            id="two spans",
        ),
        pytest.param(
            "[ORG Acme] ¶ [ROLE Clerk]",
            ("Acme", "Clerk"),
            [(0, 0, 4, "ORG"), (1, 0, 5, "ROLE")],
            id="two lines",
        ),
        pytest.param("[PDF] [Code]", ("[PDF] [Code]",), [], id="brackets of the page's own"),
        pytest.param("[TITLE On [a, b\\]]", ("On [a, b]",), [(0, 0, 9, "TITLE")], id="a bracket inside"),
        pytest.param("[[DATE 2020]] News", ("[2020] News",), [(0, 1, 5, "DATE")], id="a bracket around"),
        pytest.param("nothing here", ("nothing here",), [], id="no span"),
    ],
)
def test_markup_is_read(marked, lines, tags):
    example = assemble(Section.NONE, runs(marked, where="here"))
    assert example.block.lines == lines
    assert [(t.line, t.start, t.end, t.label) for t in example.tags] == tags
    assert runs(show(example), where="here") == runs(marked, where="here")


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        pytest.param("[ROLE Intern at Acme", r"page.txt:2: \[ROLE … is not closed", id="not closed"),
        pytest.param("[JOB Intern]", "page.txt:2: unknown label 'JOB'; the labels are AUTHOR", id="unknown label"),
        pytest.param("[ORG Acme [PLACE Rome]]", "page.txt:2: .* holds another label", id="nested"),
        pytest.param("[ORG  Acme]", "page.txt:2: .* without blanks at its ends", id="blank at the start"),
        pytest.param("[ORG A ¶ B]", "page.txt:2: .* words of one line", id="over two lines"),
    ],
)
def test_a_mistake_in_the_markup_is_named_with_its_line(tmp_path, marked, message):
    file = tmp_path / "page.txt"
    file.write_text(f"# heading: Work\n{marked}\n", encoding="utf-8")
    with pytest.raises(MarkupError, match=message):
        read_examples(file)


def test_a_heading_gives_the_section_of_the_lines_under_it(tmp_path):
    file = tmp_path / "page.txt"
    file.write_text("# a remark\nfirst\n# heading: Education\nsecond\n# heading:\nthird\n", encoding="utf-8")
    assert [e.block.section for e in read_examples(file)] == [Section.NONE, Section.EDUCATION, Section.NONE]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("Ph.D., 2019–21", ["Ph.D.", ",", "2019", "–", "21"], id="abbreviation and years"),
        pytest.param("Tokyo's", ["Tokyo", "'s"], id="genitive"),
        pytest.param("Jean-Luc O'Neil", ["Jean-Luc", "O", "'", "Neil"], id="hyphen"),
        pytest.param("北京大学2019年", ["北", "京", "大", "学", "2019", "年"], id="Chinese"),
        pytest.param("Prof. Li", ["Prof.", "Li"], id="title"),
        pytest.param("", [], id="empty"),
    ],
)
def test_text_is_cut_into_tokens(text, words):
    assert [text[start:end] for start, end in tokens(text)] == words


# ---------------------------------------------------------------------------------------------------------------
# the training text that ships


def test_the_shipped_text_is_large_and_varied(grammar):
    assert sum(map(len, grammar.templates.values())) >= 700
    assert len(read_written(resource("data", "training"))) >= 400
    written = {tag.label for example in read_written(resource("data", "training")) for tag in example.tags}
    assert written == set(LABELS)


def test_every_template_expands_to_sound_markup(grammar):
    rng = random.Random(1)
    for rows in grammar.templates.values():
        for _, template, where in rows:
            for _ in range(3):
                example = assemble(Section.NONE, spoil(runs(expand(grammar, template, rng), where=where), rng))
                for tag in example.tags:
                    words = example.block.lines[tag.line][tag.start : tag.end]
                    assert words == words.strip(), where


def test_the_same_seed_gives_the_same_examples(grammar):
    weights = dict.fromkeys(grammar.templates, 1.0)
    first, again, other = (
        list(itertools.islice(generate(grammar, random.Random(seed), weights), 50)) for seed in (7, 7, 8)
    )
    assert first == again != other


def test_varying_keeps_the_labels_in_their_order(grammar):
    example = assemble(Section.ABOUT, runs("I am a [ROLE clerk] at [ORG Acme] in [PLACE Rome].", where="here"))
    rng = random.Random(3)
    varied = [vary(example, grammar, rng) for _ in range(30)]
    assert {tuple(tag.label for tag in one.tags) for one in varied} == {("ROLE", "ORG", "PLACE")}
    assert len({one.block.lines for one in varied}) > 10


@pytest.mark.parametrize(
    ("words", "message"),
    [
        pytest.param("{nowhere}", r"\{nowhere\} has no list words/nowhere.txt", id="unknown list"),
        pytest.param("{a|b", "a brace is not closed", id="open brace"),
    ],
)
def test_a_mistake_in_a_word_list_is_named(tmp_path, words, message):
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "city.txt").write_text(words + "\n", encoding="utf-8")
    with pytest.raises(MarkupError, match=message):
        read_grammar(tmp_path)


# ---------------------------------------------------------------------------------------------------------------
# labelled pages


def test_gold_values_are_found_again_in_the_blocks_that_state_them(tmp_path, page_reader):
    (tmp_path / "pages").mkdir()
    (tmp_path / "gold").mkdir()
    page = "## Education\n\n* M.A. in History, University of Tartu, 2011\n\n## Hobbies\n\nI read about history.\n"
    gold = {"education": [{"organization": "University of Tartu | Tartu", "degree": "M.A.", "field": "History"}]}
    (tmp_path / "pages" / "a.md").write_text(page, encoding="utf-8")
    (tmp_path / "gold" / "a.json").write_text(json.dumps(gold), encoding="utf-8")
    (found,) = read_pages(tmp_path, page_reader)
    assert found.name == "a"
    assert [show(example) for example in found.examples] == [
        "[DEGREE M.A.] in [FIELD History], [ORG University of Tartu], [DATE 2011]",
        "I read about history.",
    ]


@pytest.fixture
def page_reader():
    from kg.read import read

    return read


# ---------------------------------------------------------------------------------------------------------------
# learning


def test_states_mark_first_and_other_tokens():
    places = [(0, 0, 3), (0, 4, 7), (0, 8, 9)]
    org = LABELS.index("ORG")
    path = states([Tag(0, 0, 7, "ORG")], places)
    assert path == [1 + org, 1 + org + len(LABELS), 0]
    assert list(spans_of(path)) == [(0, 2, org)]


def test_scores_count_exact_spans():
    gold = [Tag(0, 0, 4, "ORG"), Tag(0, 6, 9, "ROLE")]
    scores = tally([(gold, [Tag(0, 0, 4, "ORG", 0.7), Tag(0, 6, 8, "ROLE")])])
    assert (scores["ORG"].f1, scores["ROLE"].f1, scores["all"].precision) == (1.0, 0.0, 0.5)


def test_training_twice_gives_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        train(tmp_path / name, settings=TINY, seed=5)
    train(tmp_path / "three", settings=TINY, seed=6)
    one, two, three = ((tmp_path / name / "weights.npz").read_bytes() for name in ("one", "two", "three"))
    assert one == two != three
    meta = json.loads((tmp_path / "one" / "meta.json").read_text(encoding="utf-8"))
    assert meta["trained_on"]["text_sha256"] == digest(resource("data", "training"))
    assert meta["trained_on"]["page_blocks"] == 0
    load(tmp_path / "one").tag([TaggerInput(Section.NONE, ("a line",))])


def test_it_learns(tmp_path):
    meta = train(tmp_path, settings=replace(TINY, width=32, hidden=16, steps=120, batch=500, rate=0.005), seed=0)
    assert meta["f1_on_generated"]["all"] > 0.4


def test_a_folder_without_a_model_is_a_clear_error(tmp_path):
    with pytest.raises(TaggerError, match="no trained model here"):
        load(tmp_path)
