"""Files and folders: what is read, what is passed over, and one clear sentence for the rest."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.read import READERS, WRITTEN, find_pages, read, read_text
from kg.read.__main__ import show
from kg.read.files import MAX_BYTES


def written(folder: Path, name: str, data: bytes | str = "text") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_a_document_names_its_file_as_the_user_does(tmp_path):
    path = written(tmp_path, "people/ada.md", "# Ada")
    source = read(path, root=tmp_path).source
    assert (source.path, source.format) == ("people/ada.md", "markdown")
    assert source.sha256 == hashlib.sha256(b"# Ada").hexdigest()
    assert read(path).source.path == "ada.md"


#: A file of each format that says "Ada", where "name: Ada" is none.
SAYS_ADA = {".json": '{"name": "Ada"}', ".bib": "@misc{ada, title = {Ada}}"}


@pytest.mark.parametrize("suffix", sorted(s for s, format in READERS.items() if format not in WRITTEN))
def test_every_suffix_has_a_reader_that_reads(tmp_path, suffix):
    document = read(written(tmp_path, f"ada{suffix.upper()}", SAYS_ADA.get(suffix, "name: Ada")))
    words = [line.text for block in document.blocks for line in block.lines] + [
        field.value for field in document.fields
    ]
    assert any("Ada" in word for word in words)


def test_pages_are_found_in_the_order_of_their_paths(tmp_path):
    kept = ["a/x.md", "a.html", "b/c/d.MD", "b.yml"]
    passed_over = [
        *(".hidden.md", ".git/x.md", "b/.x/y.md"),
        *("node_modules/x.md", "_site/x.html"),
        *("README.md", "LICENSE.txt", "x.pdf"),
    ]
    for name in kept + passed_over:
        written(tmp_path, name)
    assert [page.relative_to(tmp_path).as_posix() for page in find_pages(tmp_path)] == kept


def test_links_are_followed_only_inside_the_folder(tmp_path):
    secret = written(tmp_path, "outside/secret.md")
    folder = tmp_path / "site"
    page = written(folder, "page.md")
    (folder / "away.md").symlink_to(secret)
    (folder / "away").symlink_to(secret.parent)
    (folder / "around").symlink_to(folder)
    (folder / "loop.md").symlink_to(folder / "loop.md")
    (folder / "same.md").symlink_to(page)
    assert [found.name for found in find_pages(folder)] == ["page.md", "same.md"]


def test_a_file_is_its_own_page(tmp_path):
    path = written(tmp_path, "README.md")
    assert list(find_pages(path)) == [path]


@pytest.mark.parametrize(
    ("data", "text", "note"),
    [
        pytest.param("Zoë".encode(), "Zoë", "", id="UTF-8"),
        pytest.param("\ufeffZoë".encode(), "Zoë", "", id="UTF-8 with a mark"),
        pytest.param("Zoë".encode("utf-16"), "Zoë", "utf-16", id="UTF-16"),
        pytest.param("Zoë “x”".encode("cp1252"), "Zoë “x”", "cp1252", id="Windows"),
        pytest.param(b"Zo\xeb \x81", "Zoë", "latin-1", id="Latin-1"),
        pytest.param(b"<meta charset='gb2312'>\xcd\xf5", "王", "gb2312", id="as the page declares"),
        pytest.param(b"<meta charset='nonsense'>Zo\xeb", "Zoë", "cp1252", id="as the page declares, wrongly"),
    ],
)
def test_a_text_is_decoded_and_a_note_says_how(tmp_path, data, text, note):
    document = read(written(tmp_path, "page.html", data))
    assert document.blocks[0].lines[0].text == text
    assert [note in n.message for n in document.notes] == [True] * bool(note)


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf"], ids=["nothing", "blank lines", "a mark only"])
def test_an_empty_file_is_a_page_with_a_note(tmp_path, data):
    document = read(written(tmp_path, "page.md", data))
    assert not document.blocks
    assert [note.message for note in document.notes] == ["the file is empty"]


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        pytest.param("a.md", b"\x89PNG\r\n\x00\x01", "a binary file", id="zeros"),
        pytest.param("a.md", b"ab\x01\x02\x03\x04cd" * 9, "a binary file", id="control characters"),
        pytest.param("a.md", b"a" * (MAX_BYTES + 1), "5.0 MB is more than the 5 MB", id="too large"),
        pytest.param("a.key", b"slides", "no reader for '.key'; kg reads .bib", id="no reader"),
        pytest.param("a", b"text", "no reader for ''", id="no suffix"),
    ],
)
def test_a_file_that_is_no_page_gets_one_sentence(tmp_path, name, data, sentence):
    path = written(tmp_path, name, data)
    with pytest.raises(InputError) as error:
        read(path)
    assert str(error.value).startswith(f"{path}: {sentence}")
    assert "\n" not in str(error.value)


def test_a_missing_path_gets_one_sentence(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read(tmp_path / "gone.md")
    with pytest.raises(InputError, match="no such file or folder"):
        list(find_pages(tmp_path / "gone"))
    (tmp_path / "folder.md").mkdir()
    with pytest.raises(InputError, match="a folder or a device, not a file"):
        read(tmp_path / "folder.md")


def test_half_a_character_is_read_as_a_mark_of_its_loss():
    document = read_text("Ada \ud800", path="ada.md", format="markdown")
    assert document.blocks[0].lines[0].text == "Ada \ufffd"


def test_an_unknown_format_gets_one_sentence():
    with pytest.raises(InputError, match="no reader for the format 'rtf'; kg has bibtex, cff, html, json, markdown"):
        read_text("x", path="x.rtf", format="rtf")


def test_the_view_for_people_shows_blocks_lines_links_and_fields(tmp_path):
    page = "---\nname: Ada\n---\n# Work\n- *On* [engines](e.html)\nand more\n"
    assert list(show(read(written(tmp_path, "ada.md", page)))) == [
        f"# ada.md (markdown, {len(page)} characters)",
        "10-13 name = 'Ada'",
        "[0] heading 1",
        "    20-24 'Work'",
        "[1]   item 1 list 0",
        "    28-58 'On engines and more'  (soft 10)",
        "        em: 'On'",
        "        link: 'engines' -> e.html @42-48",
    ]
