"""Which words of pages stand for one organization, venue or topic, and which stay apart."""

from __future__ import annotations

import gzip
import json
import zipfile

import pytest

from kg.errors import InputError
from kg.model import EntityKind as E
from kg.model import Evidence, Fact, Kind, Mention, Profile, Span, Value
from kg.resolve import build_ror_index, resolve


def page(source: str, *posts: dict[str, str]) -> Profile:
    made = []
    for post in posts:
        slots = {
            k: (Value(t, Evidence(source, Span(0, 1), t, "", "test"), post.get("url", "")),) for k, t in post.items()
        }
        slots.pop("url", None)
        kind = Kind.INTERESTS if "topic" in post else Kind.TALKS if "event" in post else Kind.POSITIONS
        made.append(Fact(kind, slots, (), 1.0))
    return Profile(source, (), tuple(made))


def keys(*pages: Profile, ror=None) -> dict[tuple[str, str], str]:
    return {(m.profile, m.text): key for m, key in resolve(pages, ror=ror).of.items() if m.text}


def posts(*names: str) -> list[dict[str, str]]:
    return [{"organization": name} for name in names]


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(("MIT", "Massachusetts Institute of Technology", "麻省理工学院"), id="acronym and language"),
        pytest.param(
            ("The University of Glasgow", "University of Glasgow, UK", "Glasgow University"), id="country behind"
        ),
        pytest.param(
            ("Univ. of Oslo", "University of Oslo (UiO)", "Universitetet i Oslo"), id="short word, acronym behind"
        ),
        pytest.param(("CUHK-Shenzhen", "The Chinese University of Hong Kong (Shenzhen)"), id="campus"),
        pytest.param(("California Institute of Technology Pasadena", "Caltech"), id="its town behind a known one"),
        pytest.param(("Atlantis Center for Deep Studies (ACDS)", "ACDS"), id="acronym that the page explains"),
        pytest.param(
            ("Tide Lab, Duke University", "Duke Tide Lab", "Tide Lab"), id="a part, however its whole is named"
        ),
        pytest.param(("Atlantis Loom Works", "Atlantis Loom Works, Berlin"), id="its town behind it"),
        pytest.param(("Loomly", "Loomly Technologies", "Loomly AI, Inc."), id="words that companies add"),
        pytest.param(("Atlantis Univeristy", "Atlantis University"), id="a slip in a word that many names have"),
        pytest.param(("Atlantis Weaving Center", "Atlantis Weawing Center"), id="a slip in its own word"),
        pytest.param(("Atlantis Tide Lab", "Tide Lab of Atlantis"), id="words in another order"),
    ],
)
def test_names_of_one_organization(names):
    assert len(set(keys(page("a.md", *posts(*names))).values())) == 1


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(("CUHK", "CUHK-Shenzhen"), id="campus of its own"),
        pytest.param(("Duke University", "Tide Lab, Duke University"), id="a part and its whole"),
        pytest.param(("Duke University", "Duke University and Emory University"), id="two at once"),
        pytest.param(("University of Washington", "Washington University"), id="words turned round"),
        pytest.param(("York University", "University of York, UK"), id="two towns' York"),
        pytest.param(("Institute of Northern Looms", "Institute of Southern Looms"), id="a word's worth of difference"),
        pytest.param(("Atlantis Chemical Center", "Atlantis Chemistry Center"), id="words of one stem"),
        pytest.param(("Loom Institute 1", "Loom Institute 2"), id="numbers"),
    ],
)
def test_names_of_two_organizations(names):
    assert len(set(keys(page("a.md", *posts(*names))).values())) == 2


@pytest.mark.parametrize(
    ("post", "key"),
    [
        pytest.param({"location": "Singapore"}, "organization/nanyang-technological-university", id="place"),
        pytest.param({"location": "Taipei, Taiwan"}, "organization/national-taiwan-university", id="another place"),
        pytest.param({"url": "https://www.ntu.ac.uk/staff"}, "organization/nottingham-trent-university", id="link"),
    ],
)
def test_an_ambiguous_acronym_needs_evidence(post, key):
    assert keys(page("a.md", {"organization": "NTU", **post}))["a.md", "NTU"] == key


@pytest.mark.parametrize(
    ("written", "candidates", "reason"),
    [
        pytest.param(
            "NTU",
            {"nanyang-technological-university", "national-taiwan-university", "nottingham-trent-university"},
            "nothing on the page says which",
            id="several",
        ),
        pytest.param("University of Konstance", {"university-of-konstanz"}, "is alike", id="a name that is alike"),
    ],
)
def test_a_candidate_that_was_turned_down_is_a_decision_with_its_reason(written, candidates, reason):
    found = resolve([page("a.md", *posts(written))])
    refused = [d for d in found.decisions if not d.accepted]
    assert {d.right for d in refused} == {f"organization/{name}" for name in candidates}
    assert all(reason in d.reasons[0] and d.left == written and d.mention for d in refused)
    assert not {d.right for d in refused} & {e.key for e in found.entities}


def test_an_ambiguous_acronym_without_evidence_is_each_page_s_own():
    found = keys(page("a.md", *posts("NTU")), page("b.md", *posts("NTU")))
    assert found["a.md", "NTU"] != found["b.md", "NTU"]


def test_a_part_belongs_to_its_whole_and_each_join_has_a_reason():
    found = resolve([page("a.md", *posts("Tide Lab, Duke University"))])
    (part,) = [e for e in found.entities if e.kind is E.ORGANIZATION and e.parent]
    assert part.parent == "organization/duke-university" in {e.key for e in found.entities}
    assert all(d.reasons and d.mention for d in found.decisions)


def test_the_order_of_pages_does_not_matter_and_another_page_moves_no_key():
    a, b = page("a.md", *posts("MIT", "NTU", "ACDS")), page("b.md", *posts("NTU Singapore", "Atlantis Studies (ACDS)"))
    assert resolve([a, b]).entities == resolve([b, a]).entities
    assert keys(a).items() <= keys(a, b).items()


def test_a_short_form_of_a_topic_is_under_its_name():
    names = ("RL", "Reinforcement Learning", "reinforcement learning (RL)")
    assert len(set(keys(page("a.md", *({"topic": name} for name in names))).values())) == 1


RECORD = {
    "id": "https://ror.org/0atlantis", "status": "active", "types": ["education"], "domains": [], "relationships": [],
    "names": [
        {"value": "Atlantis Seafaring University", "types": ["ror_display", "label"], "lang": "en"},
        {"value": "Universitas Atlantica", "types": ["label"], "lang": "la"},
    ],
    "locations": [{"geonames_details": {"name": "Poseidonia", "country_code": "GR", "country_name": "Greece"}}],
    "links": [{"type": "website", "value": "https://www.atlantis.example"}],
    "external_ids": [{"type": "wikidata", "preferred": None, "all": ["Q0"]}],
}  # fmt: skip


@pytest.mark.parametrize("form", ["json", "gz", "zip"])
def test_a_dump_of_ror_links_names_that_the_gazetteer_lacks(tmp_path, form):
    text, file = json.dumps([RECORD]), tmp_path / f"ror.{form}"
    if form == "zip":
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("v1-ror-data_schema_v2.json", text)
    else:
        file.write_bytes(gzip.compress(text.encode()) if form == "gz" else text.encode())
    index = tmp_path / "index" / "ror.sqlite"
    assert build_ror_index(file, index) == 1
    found = resolve([page("a.md", *posts("Universitas Atlantica", "Atlantis Seafaring University"))], ror=index)
    (entity,) = [e for e in found.entities if e.kind is E.ORGANIZATION]
    assert entity.same_as == ("http://www.wikidata.org/entity/Q0", "https://ror.org/0atlantis")
    assert entity.place == "Poseidonia, Greece"
    assert found.of[Mention("a.md", E.ORGANIZATION, "Universitas Atlantica")] == entity.key


@pytest.mark.parametrize(
    ("more", "is_linked"),
    [
        pytest.param([], True, id="no Chinese name is known"),
        pytest.param([{"value": "南徐师范学院", "types": ["label"], "lang": "zh"}], False, id="another one is"),
    ],
)
def test_a_chinese_university_is_found_by_the_habits_of_translation(tmp_path, more, is_linked):
    names = [{"value": "Nanxu Normal University", "types": ["ror_display"], "lang": "en"}, *more]
    where = [{"geonames_details": {"name": "Nanxu", "country_code": "CN", "country_name": "China"}}]
    (tmp_path / "ror.json").write_text(json.dumps([RECORD | {"names": names, "locations": where}]), encoding="utf-8")
    build_ror_index(tmp_path / "ror.json", tmp_path / "ror.sqlite")
    found = resolve([page("a.md", *posts("南徐师范大学"))], ror=tmp_path / "ror.sqlite")
    (entity,) = [e for e in found.entities if e.kind is E.ORGANIZATION]
    assert (entity.name == "Nanxu Normal University") is is_linked


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"[", id="breaks off"),
        pytest.param(b"{}", id="no array"),
        pytest.param(b"[]", id="no record"),
        pytest.param(b'[{"id": 1}]', id="schema v1"),
        pytest.param(b"\x1f\x8bnothing", id="broken gz"),
        pytest.param(b"PK\x03\x04nothing", id="broken zip"),
        pytest.param(b"\xff\xfe[", id="no text"),
    ],
)
def test_a_broken_dump_is_one_sentence_and_leaves_nothing(tmp_path, content):
    (tmp_path / "dump").write_bytes(content)
    with pytest.raises(InputError, match="dump"):
        build_ror_index(tmp_path / "dump", tmp_path / "ror.sqlite")
    assert [path.name for path in tmp_path.iterdir()] == ["dump"]
