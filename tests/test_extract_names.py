"""``kg build --spacy-model``: a pipeline of the user's has a vote on names that the rules are not sure of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import spacy

from kg.errors import SettingsError
from kg.extract import extract, names
from kg.model import RULES_ALONE, Fact, Kind, Voters, texts
from kg.read import read


@pytest.fixture
def pipeline(tmp_path: Path) -> Callable[..., str]:
    """The folder of a pipeline that gives words their labels: ``pipeline(Quarrix="ORG")``."""

    def made(**labels: str) -> str:
        nlp = spacy.blank("en")
        ruler = nlp.add_pipe("entity_ruler")
        ruler.add_patterns([{"label": label, "pattern": words.replace("_", " ")} for words, label in labels.items()])
        folder = tmp_path / "pipeline"
        nlp.to_disk(folder)
        names.load.cache_clear()
        return str(folder)

    return made


def fact_of(text: str, kind: Kind, folder: Path, model: str = "") -> Fact | None:
    """The one fact of a kind on a page, after the vote."""
    path = folder / "page.md"
    path.write_text(text, encoding="utf-8")
    facts = extract(read(path, root=folder), Voters(spacy_model=model) if model else RULES_ALONE).facts
    return next((fact for fact in facts if fact.kind is kind), None)


def row_of(fact: Fact) -> dict[str, str]:
    return {slot: "|".join(texts(fact, slot)) for slot in fact.slots}


POST = "# Edith Sample\n\n## Experience\n\n- Research Engineer, *Quarrix*, 2015 - 2019\n"
PERSON = "# Edith Sample\n\nI was advised by Ilse Muster.\n"


@pytest.mark.parametrize(
    ("page", "kind", "labels", "row", "surer"),
    [
        pytest.param(
            POST, Kind.POSITIONS, {"Quarrix": "ORG"},
            {"organization": "Quarrix", "role": "Research Engineer", "start": "2015", "end": "2019"}, 1,
            id="a bare name is an organization",
        ),
        pytest.param(
            POST, Kind.POSITIONS, {"Quarrix": "GPE"},
            {"role": "Research Engineer", "location": "Quarrix", "start": "2015", "end": "2019"}, -1,
            id="a bare name is a place",
        ),
        pytest.param(
            POST, Kind.POSITIONS, {"Quarrix": "PER"},
            {"role": "Research Engineer", "start": "2015", "end": "2019"}, -1,
            id="a bare name is a person, in another scheme of labels",
        ),
        pytest.param(
            POST, Kind.POSITIONS, {"Quarrix": "WORK_OF_ART"},
            {"organization": "Quarrix", "role": "Research Engineer", "start": "2015", "end": "2019"}, 0,
            id="a label that is no name has no vote",
        ),
        pytest.param(
            POST, Kind.POSITIONS, {"Engineer, Quarrix, 2015 - 2019": "PERSON"},
            {"organization": "Quarrix", "role": "Research Engineer", "start": "2015", "end": "2019"}, 0,
            id="a span of another length has no vote",
        ),
        pytest.param(
            POST.replace("Quarrix", "University of Vienna"), Kind.POSITIONS, {"University_of_Vienna": "PERSON"},
            {"organization": "University of Vienna", "role": "Research Engineer", "start": "2015", "end": "2019"}, 0,
            id="what the rules know is not put to the vote",
        ),
        pytest.param(
            PERSON, Kind.PEOPLE, {"Ilse_Muster": "persName"}, {"name": "Ilse Muster", "relation": "advisor"}, 1,
            id="a person is one",
        ),
        pytest.param(
            PERSON, Kind.PEOPLE, {"Ilse_Muster": "ORG"}, {"name": "Ilse Muster", "relation": "advisor"}, -1,
            id="a person is none, but words say the relation",
        ),
    ],
)  # fmt: skip
def test_a_vote_makes_surer_moves_or_takes_out(page, kind, labels, row, surer, pipeline, tmp_path):
    before = fact_of(page, kind, tmp_path)
    after = fact_of(page, kind, tmp_path, pipeline(**labels))
    assert before and after and row_of(after) == row
    assert (after.confidence > before.confidence) - (after.confidence < before.confidence) == surer
    assert after.evidence == before.evidence


def test_a_name_in_front_matter_is_put_to_the_vote_too(pipeline, tmp_path):
    page = "---\nexperience:\n  - company: Quarrix\n    position: Research Engineer\n---\n# Edith Sample\n\nHello.\n"
    before = fact_of(page, Kind.POSITIONS, tmp_path)
    after = fact_of(page, Kind.POSITIONS, tmp_path, pipeline(Quarrix="ORG"))
    assert before and after and after.confidence > before.confidence


# ---------------------------------------------------------------------------------------------------------------
# the command


@pytest.mark.parametrize("workers", [1, 2])
def test_the_graph_has_what_came_of_the_vote(workers, kg, pipeline, tmp_path):
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(2):
        (pages / f"{number}.md").write_text(POST, encoding="utf-8")
    options = ("--workers", workers, "--spacy-model", pipeline(Quarrix="PERSON"))
    ended = kg("build", pages, "-o", tmp_path / "graph.nt", *options)
    assert ended.status == 0, ended.err
    graph = (tmp_path / "graph.nt").read_text()
    assert "Research Engineer" in graph and '"Quarrix"' not in graph


def test_a_pipeline_that_is_not_installed_is_one_sentence_with_the_command_for_it(kg, tmp_path):
    (tmp_path / "page.md").write_text(POST, encoding="utf-8")
    ended = kg("build", tmp_path / "page.md", "-o", tmp_path / "g.nt", "--spacy-model", "xx_no_such_names")
    assert ended.status == 2 and not (tmp_path / "g.nt").exists()
    assert ended.err == (
        "kg: xx_no_such_names: no such spaCy pipeline is installed; install it with:"
        " python -m spacy download xx_no_such_names\n"
    )


def test_a_folder_that_is_no_pipeline_is_one_sentence(tmp_path):
    with pytest.raises(SettingsError, match="no folder of a spaCy pipeline that loads here"):
        names.check(str(tmp_path))


def test_a_pipeline_that_names_nothing_is_one_sentence(pipeline):
    with pytest.raises(SettingsError, match="names no people, organizations or places"):
        names.check(pipeline(Quarrix="WORK_OF_ART"))
