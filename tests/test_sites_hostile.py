"""A site is a stranger's: nothing outside it is read, time and memory stay bounded, one bad file costs itself."""

from __future__ import annotations

import gzip
import io
import os
import struct
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from sites import ACADEMIC_PAGES, profile, rows, write

from kg import pipeline
from kg.errors import InputError
from kg.graph import to_quads
from kg.model import Kind
from kg.read import READERS, archive
from kg.read.archive import unpack
from kg.resolve import resolve

SECRET = "---\ntitle: Not yours to read\nvenue: Elsewhere\ndate: 2020-02-02\n---\n"


@pytest.fixture
def site(tmp_path) -> Path:
    return write(tmp_path / "edith", ACADEMIC_PAGES)


def talks(site: Path) -> list[tuple[str, ...]]:
    return rows(profile(site), Kind.TALKS, "title")


OWN = [("How basins fill",)]


# ---------------------------------------------------------------------------------------------------------------
# files


@pytest.mark.parametrize(
    "link",
    [
        pytest.param(lambda site, out: (site / "_talks" / "out.md").symlink_to(out / "secret.md"), id="to a file"),
        pytest.param(lambda site, out: (site / "_talks" / "out").symlink_to(out), id="to a folder"),
        pytest.param(lambda site, out: (site / "_presentations").symlink_to(out), id="in the place of a collection"),
        pytest.param(lambda site, out: (site / "_talks" / "up").symlink_to(site), id="to itself, round and round"),
        pytest.param(lambda site, out: (site / "_talks" / "self.md").symlink_to("self.md"), id="to its own name"),
        pytest.param(lambda site, out: (site / "_talks" / "none.md").symlink_to(out / "gone.md"), id="to nothing"),
    ],
)
def test_a_link_that_leads_out_of_the_folder_is_not_followed(site, tmp_path, link):
    out = write(tmp_path / "out", {"secret.md": SECRET})
    link(site, out)
    assert talks(site) == OWN


def test_a_configuration_that_is_a_link_out_of_the_folder_is_not_read(site, tmp_path):
    (site / "_config.yml").unlink()
    (tmp_path / "other.yml").write_text("author:\n  name: Cleo Other\n", encoding="utf-8")
    (site / "_config.yml").symlink_to(tmp_path / "other.yml")
    names = [fact for page in pipeline.find([site]) for fact in _facts(page) if fact.kind is Kind.IDENTITY]
    assert not any("Other" in value.text for fact in names for value in fact.slots["name"])


def _facts(page):
    reading = pipeline.read_page(page)
    return reading.profile.facts if reading.profile else ()


BAD: Mapping[str, bytes] = {
    "binary": b"\0\1\2" * 100,
    "not UTF-8": b"---\ntitle: \xff\xfe\xfa\n---\n",
    "empty": b"",
    "a YAML tag that runs code": b'---\ntitle: !!python/object/apply:os.system ["touch pwned"]\n---\n',
    "YAML aliases, a billion values": b"---\n"
    + b"".join(b"a%d: &a%d [%s]\n" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 9) if n else b"x") for n in range(12))
    + b"---\n",
    "YAML nested ten thousand deep": b"---\ntitle: " + b"[" * 10_000 + b"\n---\n",
    "front matter without an end": b"---\ntitle: x\n" + b"k: v\n" * 3_000,
    "50 MB of front matter": b"---\ntitle: " + b"x" * 50_000_000 + b"\n---\n",
    "a script": b"<script>while(true){}</script>\n" * 1000,
    "Liquid without an end": b"---\ntitle: Loop\n---\n" + b"{% for a in site.talks %}{% include x.md %}" * 3000,
    "half a character": "---\ntitle: \ud800\n---\n".encode("utf-8", "surrogatepass"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_costs_nothing_but_itself(site, name, monkeypatch):
    monkeypatch.chdir(site)
    (site / "_talks" / "bad.md").write_bytes(BAD[name])
    (site / "_pages" / "bad.md").write_bytes(BAD[name])
    assert set(OWN) <= set(talks(site))
    assert not (site / "pwned").exists()


def test_a_file_that_cannot_be_read_is_told_by_its_name_in_the_site(site):
    (site / "_talks" / "bad.md").write_bytes(b"\0\1\2")
    told = {note.source: note.message for note in profile(site).notes}
    assert told["edith/_talks/bad.md"].startswith("bad.md: a binary file")


def test_a_bibliography_nested_ten_thousand_deep_costs_nothing_but_itself(site):
    deep = "@article{a, title={" + "{" * 10_000 + "x" + "}" * 10_000 + "}, author={Sample, Edith}, year={2019}}"
    write(site, {"_bibliography/deep.bib": deep, "_bibliography/open.bib": "@article{a, title={" + "{" * 10_000})
    assert talks(site) == OWN


def test_a_mistake_of_ours_costs_the_file_and_not_the_site(site, monkeypatch):
    def fails(document, kind, *, names):
        raise ZeroDivisionError("of ours")

    monkeypatch.setattr("kg.sites.collection_item", fails)
    found = profile(site)
    assert rows(found, Kind.IDENTITY, "name") == [("Edith Sample",)]
    told = [note.message for note in found.notes if note.source == "edith/_talks/one.md"]
    assert told == ["kg failed on this file (ZeroDivisionError: of ours); please report it with the file"]


@pytest.mark.parametrize("front", ["just words", "- a\n- b", "'x': {y: [1, {z: 2}]}", "? [a, b]\n: c", "1: 2\n2.5: x"])
def test_front_matter_of_another_shape_costs_nothing_but_itself(site, front):
    for folder in ("_talks", "_pages", "_news"):
        write(site, {f"{folder}/odd.md": f"---\n{front}\n---\n"})
    write(site, {"_data/talks.yml": front, "_data/socials.yml": front, "_data/authors.yml": front})
    found = profile(site)
    assert set(OWN) <= set(rows(found, Kind.TALKS, "title"))
    assert not [note for note in found.notes if "kg failed" in note.message]


STRANGE = ["two\nlines.md", "\u202efdp.md", "a\tb.md", "*?[x].md", "'; rm -rf ~.md", "x" * 200 + ".md", "\x1b[2J.md"]


@pytest.mark.parametrize("name", STRANGE, ids=ascii)
def test_a_file_of_any_name_is_read_and_named(site, name):
    text = "---\ntitle: A talk of another name\n---\n"
    (site / "_talks" / name).write_text(text, encoding="utf-8")
    found = profile(site)
    assert ("A talk of another name",) in rows(found, Kind.TALKS, "title")
    quads = to_quads([found], resolve([found]), read_on=pipeline.date(2026, 1, 1))
    assert all("\n" not in line for line in quads.lines)


def test_a_name_does_not_write_a_line_of_the_report_by_itself(site, kg, tmp_path):
    (site / "_talks" / "x\nforged: all is well\u202e.md").write_bytes(b"\0\1\2")
    ended = kg("build", site, "-o", tmp_path / "graph.ttl")
    assert not any(line.startswith("forged") for line in ended.err.splitlines())
    assert "\u202e" not in ended.err


def test_the_facts_of_a_script_are_none(site):
    write(site, {"_pages/cv.html": "<h1>Education</h1><script>Ph.D., University of Nowhere, 2001</script>"})
    assert rows(profile(site), Kind.EDUCATION, "organization") == []


def test_more_documents_than_a_site_has_are_passed_over(site, monkeypatch):
    monkeypatch.setattr("kg.read.site.MAX_DOCUMENTS", 5)
    assert [note.message for note in profile(site).notes if "more than 5 documents" in note.message]


def test_more_text_than_a_site_has_is_passed_over(site, monkeypatch):
    monkeypatch.setattr("kg.read.site.MAX_TEXT", 300)
    assert [note.message for note in profile(site).notes if "more than 0 MB of text" in note.message]


def test_more_values_than_a_site_has_are_not_read(site, monkeypatch):
    monkeypatch.setattr("kg.sites.MAX_VALUES", 10)
    found = profile(site)
    assert len(found.documents) < 5
    assert [note.message for note in found.notes if "more than 10 values" in note.message]


def test_a_pipe_in_a_site_is_not_waited_for(site):
    os.mkfifo(site / "_talks" / "pipe.md")
    assert talks(site) == OWN


# ---------------------------------------------------------------------------------------------------------------
# archives


def zipped(path: Path, files: Mapping[str, bytes | str], top: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in files.items():
            out.writestr(f"{top}{name}", text)
    return path


def tarred(path: Path, files: Mapping[str, str], top: str = "") -> Path:
    with tarfile.open(path, f"w:{path.suffix[1:]}" if path.suffix != ".tar" else "w") as out:
        for name, text in files.items():
            info = tarfile.TarInfo(f"{top}{name}")
            info.size = len(text.encode())
            out.addfile(info, io.BytesIO(text.encode()))
    return path


@pytest.mark.parametrize("top", ["", "edith-main/"], ids=["plain", "a download of a repository"])
@pytest.mark.parametrize(
    ("name", "pack"), [("e.zip", zipped), ("e.tar.gz", tarred), ("e.tar", tarred), ("e.tar.xz", tarred)]
)
def test_an_archive_of_a_site_says_what_its_folder_says(site, tmp_path, name, pack, top):
    found = profile(pack(tmp_path / name, ACADEMIC_PAGES, top))
    folder = profile(site)
    assert [(fact.kind, {s: [v.text for v in vs] for s, vs in fact.slots.items()}) for fact in found.facts] == [
        (fact.kind, {s: [v.text for v in vs] for s, vs in fact.slots.items()}) for fact in folder.facts
    ]
    assert found.source == name
    assert {source.path for source in found.documents} == {
        f"{name}/{top}{source.path.removeprefix('edith/')}" for source in folder.documents
    }


def test_what_a_mac_packs_beside_a_site_is_left_out(tmp_path):
    files = {f"edith/{name}": text for name, text in ACADEMIC_PAGES.items()}
    files["__MACOSX/edith/._about.md"] = "x"
    assert rows(profile(zipped(tmp_path / "e.zip", files)), Kind.TALKS, "title") == OWN


def test_an_archive_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(write(tmp_path / "temporary", {})))
    (tmp_path / "temporary").mkdir(exist_ok=True)
    profile(zipped(tmp_path / "e.zip", ACADEMIC_PAGES))
    assert list((tmp_path / "temporary").iterdir()) == []


TRAVERSAL = [
    "../out.md",
    "/out.md",
    "a/../../out.md",
    "..\\out.md",
    "C:\\out.md",
    "a\0b.md",
    "",
    "." * 300 + ".md",
    "x/" * 40 + "a.md",
]


@pytest.mark.parametrize("name", TRAVERSAL, ids=ascii)
def test_a_member_that_leads_elsewhere_is_left_out(tmp_path, name):
    into = tmp_path / "inner" / "into"
    into.mkdir(parents=True)
    target = archive._target(into, name)
    assert target is None or target.resolve().is_relative_to(into)


@pytest.mark.parametrize("pack", [zipped, tarred], ids=["zip", "tar"])
def test_nothing_is_written_outside_the_folder(tmp_path, pack):
    path = pack(tmp_path / ("e.zip" if pack is zipped else "e.tar.gz"), {"../out.md": "x", "in.md": "y"})
    into = tmp_path / "into"
    into.mkdir()
    unpack(path, into, frozenset(READERS))
    assert sorted(p.name for p in tmp_path.rglob("*.md")) == ["in.md"]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_links_and_devices_of_an_archive_are_not_made(tmp_path, kind):
    with tarfile.open(tmp_path / "e.tar", "w") as out:
        info = tarfile.TarInfo("x.md")
        info.type, info.linkname = kind, "/etc/hostname"
        out.addfile(info)
    into = tmp_path / "into"
    into.mkdir()
    unpack(tmp_path / "e.tar", into, frozenset(READERS))
    assert list(into.iterdir()) == []


def test_a_link_in_a_zip_is_not_made(tmp_path):
    info = zipfile.ZipInfo("x.md")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "e.zip", "w") as out:
        out.writestr(info, "/etc/hostname")
    into = tmp_path / "into"
    into.mkdir()
    unpack(tmp_path / "e.zip", into, frozenset(READERS))
    assert list(into.iterdir()) == []


def test_a_bomb_writes_no_more_than_a_page_may_have(tmp_path):
    path = zipped(tmp_path / "e.zip", {"big.md": b"\n" * 50_000_000})
    assert path.stat().st_size < 100_000
    into = tmp_path / "into"
    into.mkdir()
    unpack(path, into, frozenset(READERS))
    assert (into / "big.md").stat().st_size <= 5_000_001


def _zeros(size: int) -> Iterator[bytes]:
    for _ in range(size // 1_000_000):
        yield bytes(1_000_000)


@pytest.mark.parametrize(
    ("limit", "files", "reason"),
    [
        pytest.param("MAX_FILES", {f"{n}.md": "x" for n in range(40)}, "30 files", id="files"),
        pytest.param("MAX_WRITTEN", {f"{n}.md": "x" * 10 for n in range(10)}, "0 MB of text", id="bytes of text"),
        pytest.param("MAX_ARCHIVE", {"a.md": "x" * 100}, "more than 0 MB", id="bytes of the archive"),
    ],
)
def test_an_archive_of_more_than_a_site_has_is_refused(tmp_path, monkeypatch, limit, files, reason):
    monkeypatch.setattr(archive, limit, 30)
    into = tmp_path / "into"
    into.mkdir()
    with pytest.raises(InputError, match=reason):
        unpack(zipped(tmp_path / "e.zip", files), into, frozenset(READERS))


def test_a_tar_that_unpacks_to_gigabytes_is_refused_before_it_does(tmp_path):
    info = tarfile.TarInfo("big.png")
    info.size = 100_000_000_000
    with gzip.open(tmp_path / "e.tar.gz", "wb") as out:
        out.write(info.tobuf())
        for block in _zeros(3_000_000):
            out.write(block)
    into = tmp_path / "into"
    into.mkdir()
    with pytest.raises(InputError, match="unpacks to more than 500 MB"):
        unpack(tmp_path / "e.tar.gz", into, frozenset(READERS))


def test_a_zip_that_lists_more_than_memory_holds_is_refused(tmp_path):
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFF0, 0, 0)
    (tmp_path / "e.zip").write_bytes(end)
    into = tmp_path / "into"
    into.mkdir()
    with pytest.raises(InputError, match="unpacks to more than"):
        unpack(tmp_path / "e.zip", into, frozenset(READERS))


@pytest.mark.parametrize("name", ["e.zip", "e.tar.gz", "e.tar.xz", "e.tar"])
@pytest.mark.parametrize(
    "data", [b"", b"not an archive", b"\x1f\x8b\x08" + b"\0" * 50], ids=["empty", "text", "broken"]
)
def test_what_is_no_archive_gets_one_sentence(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    reading = pipeline.read_page(pipeline.find([tmp_path / name])[0])
    assert reading.profile is None and not reading.bug
    assert reading.failure.startswith(str(tmp_path / name)) and reading.failure.count("\n") == 0


def test_an_archive_without_a_site_gets_one_sentence(tmp_path):
    path = zipped(tmp_path / "e.zip", {"a.md": "x", "b.md": "y"})
    assert "no site of a known layout" in pipeline.read_page(pipeline.find([path])[0]).failure
