"""CVs in PDF and DOCX: the text that they stand for, its blocks and facts, and files made to do harm."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from written import bomb, changed_docx, pdf, pdf_of, with_password

from kg.errors import InputError
from kg.extract import extract
from kg.model import BlockKind, Kind, source_span, texts
from kg.read import read
from kg.read.written import shown

SECONDS = 60


def opened(folder: Path, name: str, data: bytes):
    path = folder / name
    path.write_bytes(data)
    return read(path)


def outline(document):
    """Each block as its kind, its depth and its lines; every line is checked to stand in the text."""
    for block in document.blocks:
        for line in block.lines:
            span = source_span(line, 0, len(line.text))
            assert line.text.split()[0] in document.text[span.start : span.end]
            assert line.text.split()[-1] in document.text[span.start : span.end].replace("-\n", "")
    return [(block.kind.value, block.depth, [line.text for line in block.lines]) for block in document.blocks]


def rows(document, kind: Kind):
    facts = [fact for fact in extract(document).facts if fact.kind is kind]
    for fact in facts:
        for evidence in (*fact.evidence, *(v.evidence for values in fact.slots.values() for v in values)):
            assert evidence.quote == document.text[evidence.span.start : evidence.span.end] != ""
    return [{slot: ", ".join(texts(fact, slot)) for slot in fact.slots if slot != "scheme"} for fact in facts]


# ---------------------------------------------------------------------------------------------------------------
# PDF

CV = [
    [
        (72, 60, 20, "B", "Emmy Noether"),
        (72, 85, 11, "R", "emmy@algebra.example | GitHub"),
        (72, 120, 14, "B", "Education"),
        (72, 142, 11, "B", "Ph.D. in Mathematics"),
        (181, 142, 11, "R", ", University of Erlangen"),
        (470, 142, 11, "R", "2003 – 2007"),
        (72, 170, 14, "B", "Experience"),
        (72, 192, 11, "B", "Professor of Mathematics"),
        (470, 192, 11, "R", "2019 – present"),
        (72, 206, 11, "R", "University of Göttingen"),
        (84, 224, 11, "R", "•"),
        (
            96,
            224,
            11,
            "R",
            "Leads a group that works on the algebra of rings and modules and on the old problem of invari-",
        ),
        (96, 238, 11, "R", "ants."),
        (84, 252, 11, "R", "• Teaches."),
        (72, 280, 11, "B", "Visiting Professor"),
        (470, 280, 11, "R", "2017 – 2018"),
        (72, 294, 11, "R", "Moscow State University"),
    ],
    [
        (72, 60, 14, "B", "Awards"),
        (72, 82, 11, "R", "2022"),
        (150, 82, 11, "R", "Teubner Memorial Award"),
        (72, 98, 11, "R", "2020"),
        (150, 98, 11, "R", "Medal of the Academy"),
    ],
]


def test_a_pdf_is_read_as_its_headings_entries_and_items(tmp_path):
    document = opened(tmp_path, "cv.pdf", pdf(CV))
    assert document.source.format == "pdf" and not document.notes
    assert outline(document) == [
        ("heading", 1, ["Emmy Noether"]),
        ("paragraph", 0, ["emmy@algebra.example | GitHub"]),
        ("heading", 2, ["Education"]),
        ("paragraph", 0, ["Ph.D. in Mathematics, University of Erlangen", "2003 – 2007"]),
        ("heading", 2, ["Experience"]),
        ("item", 1, ["Professor of Mathematics", "2019 – present", "University of Göttingen"]),
        (
            "item",
            2,
            ["Leads a group that works on the algebra of rings and modules and on the old problem of invariants."],
        ),
        ("item", 2, ["Teaches."]),
        ("paragraph", 0, ["Visiting Professor", "2017 – 2018", "Moscow State University"]),
        ("heading", 1, ["Awards"]),
        ("row", 0, ["2022", "Teubner Memorial Award"]),
        ("row", 0, ["2020", "Medal of the Academy"]),
    ]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        pytest.param(Kind.IDENTITY, [{"name": "Emmy Noether"}], id="name"),
        pytest.param(
            Kind.IDENTIFIERS, [{"value": "emmy"}, {"value": "emmy@algebra.example"}], id="a link and an address"
        ),
        pytest.param(
            Kind.EDUCATION,
            [
                {
                    "organization": "University of Erlangen",
                    "level": "doctorate",
                    "degree": "Ph.D.",
                    "field": "Mathematics",
                    "start": "2003",
                    "end": "2007",
                }
            ],
            id="education",
        ),
        pytest.param(
            Kind.POSITIONS,
            [
                {
                    "organization": "University of Göttingen",
                    "role": "Professor of Mathematics",
                    "start": "2019",
                    "current": "true",
                },
                {
                    "organization": "Moscow State University",
                    "role": "Visiting Professor",
                    "start": "2017",
                    "end": "2018",
                },
            ],
            id="positions",
        ),
        pytest.param(
            Kind.AWARDS,
            [{"title": "Teubner Memorial Award", "date": "2022"}, {"title": "Medal of the Academy", "date": "2020"}],
            id="awards",
        ),
    ],
)
def test_a_pdf_states(kind, expected, tmp_path):
    links = [(190, 74, 240, 90, "https://github.com/emmy")]
    document = opened(
        tmp_path,
        "cv.pdf",
        pdf(
            [
                [*CV[0][:1], (72, 85, 11, "R", "emmy@algebra.example |"), (192, 85, 11, "R", "GitHub"), *CV[0][2:]],
                CV[1],
            ],
            links=links,
        ),
    )
    assert sorted(map(str, rows(document, kind))) == sorted(map(str, expected))


def test_two_columns_are_read_one_after_the_other(tmp_path):
    left = [(50, 60 + 14 * n, 10, "R", f"Skill number {'abcdefghijkl'[n]}") for n in range(12)]
    right = [
        (300, 60 + 14 * n, 10, "R", f"A line of the story of a long career {'abcdefghijkl'[n]}") for n in range(12)
    ]
    document = opened(tmp_path, "cv.pdf", pdf([[*left, *right]]))
    words = document.text.split()
    assert words.index("story") > max(index for index, word in enumerate(words) if word == "Skill")


@pytest.mark.parametrize(
    ("printed", "seen"),
    [
        pytest.param("e\ufb03cient \ufb01elds", "efficient fields", id="ligatures"),
        pytest.param("G¨ottingen, Poincar´e", "Göttingen, Poincaré", id="accents before their letters"),
        pytest.param("a (cid:12) b\x00c", "a b c", id="glyphs without a character"),
        pytest.param("  two \n lines ", " two lines ", id="white space"),
        pytest.param("soft\u00adware", "software", id="soft hyphens"),
    ],
)
def test_what_a_pdf_prints_is_read_as_it_is_seen(printed, seen):
    assert shown(printed) == seen


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(with_password(), "the PDF asks for a password; save it without one", id="password"),
        pytest.param(b"%PDF-1.7\n", "no PDF that can be read", id="cut off"),
        pytest.param(b"", "no PDF that can be read", id="empty"),
        pytest.param(b"\x89PNG" * 1000, "no PDF that can be read", id="a picture"),
        pytest.param(pdf([[]]), "no text in this PDF, perhaps pictures of it", id="no words"),
    ],
)
def test_a_pdf_that_cannot_be_read_gets_one_sentence(data, sentence, tmp_path):
    with pytest.raises(InputError) as error:
        opened(tmp_path, "cv.pdf", data)
    assert str(error.value).startswith(f"{tmp_path / 'cv.pdf'}: {sentence}")
    assert "\n" not in str(error.value)


def _nested(opening: bytes, closing: bytes, depth: int) -> bytes:
    return pdf_of([opening * depth + b"BT /R 12 Tf 72 700 Td (Ada Lovelace) Tj ET" + closing * depth])


HOSTILE = {
    "arrays ten thousand deep": pdf_of([b"[" * 10_000 + b"] TJ BT /R 12 Tf 72 700 Td (Ada Lovelace) Tj ET"]),
    "states that nest": _nested(b"q ", b"Q ", 50_000),
    "a page that is its own parent": pdf([CV[1]]).replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]"),
    "many words": pdf([[(72, 60 + n % 700, 8, "R", f"word {n}") for n in range(5_000)]]),
    "one long paragraph": pdf([[(72, 20 + n * 0.9, 1, "R", "words of a line of it") for n in range(800)]] * 8),
    "many items": pdf([[(72, 20 + n, 1, "R", "• item") for n in range(760)]] * 8),
    "huge numbers": pdf_of([b"BT /R 9" + b"9" * 5_000 + b" Tf 1e999 1e999 Td (Ada) Tj ET"]),
    "no end": pdf([CV[1]])[:-200],
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_pdf_is_read_or_refused_within_a_minute(data, tmp_path):
    begin = time.monotonic()
    try:
        opened(tmp_path, "cv.pdf", data)
    except InputError as error:
        assert "\n" not in str(error)
    assert time.monotonic() - begin < SECONDS


def test_a_pdf_that_unpacks_to_more_than_the_memory_is_refused(tmp_path):
    with pytest.raises(InputError, match="unpacks to more than fits|more time or memory"):
        opened(tmp_path, "cv.pdf", bomb(1_200_000_000))


# ---------------------------------------------------------------------------------------------------------------
# DOCX


def linked(paragraph, text: str, url: str) -> None:
    """A link in a paragraph; python-docx reads them, but writes none."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = OxmlElement("w:r")
    words = OxmlElement("w:t")
    words.text = text
    run.append(words)
    link.append(run)
    paragraph._p.append(link)


@pytest.fixture(scope="module")
def cv() -> bytes:
    document = docx.Document()
    document.add_heading("Ada Lovelace", 0)
    contact = document.add_paragraph("ada@engine.example, ")
    linked(contact, "GitHub", "https://github.com/ada")
    document.add_heading("Education", 1)
    degree = document.add_paragraph()
    degree.add_run("Ph.D. in Mathematics").bold = True
    degree.add_run(", University of London\t2015 – 2019")
    document.add_paragraph().add_run("Experience").bold = True
    document.add_paragraph("Research Scientist, Acme Labs, 2019 – present", style="List Bullet")
    document.add_paragraph("with a smaller part", style="List Bullet 2")
    document.add_paragraph("• Intern, Beta Inc., 2018")
    document.add_heading("Awards", 1)
    table = document.add_table(3, 2)
    for index, (year, title) in enumerate(
        [("Year", "Award"), ("2020", "Medal of the Society"), ("2021", "Prize of Turin")]
    ):
        for cell, text in zip(table.rows[index].cells, (year, title), strict=True):
            cell.paragraphs[0].add_run(text).bold = index == 0
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_docx_is_read_as_its_headings_items_and_rows(cv, tmp_path):
    document = opened(tmp_path, "cv.docx", cv)
    assert document.source.format == "docx"
    assert outline(document) == [
        ("heading", 1, ["Ada Lovelace"]),
        ("paragraph", 0, ["ada@engine.example, GitHub"]),
        ("heading", 2, ["Education"]),
        ("paragraph", 0, ["Ph.D. in Mathematics, University of London", "2015 – 2019"]),
        ("heading", 6, ["Experience"]),
        ("item", 1, ["Research Scientist, Acme Labs, 2019 – present"]),
        ("item", 2, ["with a smaller part"]),
        ("item", 1, ["Intern, Beta Inc., 2018"]),
        ("heading", 2, ["Awards"]),
        ("row", 0, ["2020", "Medal of the Society"]),
        ("row", 0, ["2021", "Prize of Turin"]),
    ]
    assert document.blocks[-1].header == ("Year", "Award")
    assert document.blocks[6].parent == 5


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        pytest.param(Kind.IDENTITY, [{"name": "Ada Lovelace"}], id="name"),
        pytest.param(Kind.IDENTIFIERS, [{"value": "ada"}, {"value": "ada@engine.example"}], id="a link and an address"),
        pytest.param(
            Kind.EDUCATION,
            [
                {
                    "organization": "University of London",
                    "level": "doctorate",
                    "degree": "Ph.D.",
                    "field": "Mathematics",
                    "start": "2015",
                    "end": "2019",
                }
            ],
            id="education",
        ),
        pytest.param(
            Kind.AWARDS,
            [{"title": "Medal of the Society", "date": "2020"}, {"title": "Prize of Turin", "date": "2021"}],
            id="awards in a table",
        ),
    ],
)
def test_a_docx_states(kind, expected, cv, tmp_path):
    assert sorted(map(str, rows(opened(tmp_path, "cv.docx", cv), kind))) == sorted(map(str, expected))


def test_a_table_that_lays_out_the_page_is_read_cell_by_cell(tmp_path):
    document = docx.Document()
    left, right = document.add_table(1, 2).rows[0].cells
    left.text = "Contact"
    for text in ("ada@engine.example", "London", "Looms"):
        left.add_paragraph(text)
    right.paragraphs[0].add_run("Experience").bold = True
    for text in ("Programmer, Engine Works, 2019 – present", "Intern, Loom Inc., 2018", "Tutor, School, 2017"):
        right.add_paragraph(text, style="List Bullet")
    out = io.BytesIO()
    document.save(out)
    found = outline(opened(tmp_path, "cv.docx", out.getvalue()))
    assert found[:2] == [("paragraph", 0, ["Contact"]), ("paragraph", 0, ["ada@engine.example"])]
    assert found[4:6] == [
        ("heading", 6, ["Experience"]),
        ("item", 1, ["Programmer, Engine Works, 2019 – present"]),
    ]


ENTITIES = b"""<?xml version="1.0"?>
<!DOCTYPE d [<!ENTITY a "Ada Lovelace"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;">
<!ENTITY file SYSTEM "file:///etc/passwd">]>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>
<w:p><w:r><w:t>Before &f; &file; behind</w:t></w:r></w:p></w:body></w:document>"""


def test_entities_of_a_docx_are_not_resolved(cv, tmp_path):
    try:
        document = opened(tmp_path, "cv.docx", changed_docx(cv, "word/document.xml", ENTITIES))
    except InputError as error:
        assert "broken DOCX" in str(error)
    else:
        assert "root:" not in document.text and len(document.text) < 1_000


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        pytest.param(lambda cv: b"PK\x03\x04", "no DOCX", id="cut off"),
        pytest.param(lambda cv: b"text", "no DOCX", id="a text"),
        pytest.param(lambda cv: cv[: len(cv) // 2], "no DOCX", id="half of it"),
        pytest.param(lambda cv: changed_docx(cv, "word/document.xml", b"<w:document"), "broken DOCX", id="broken XML"),
        pytest.param(lambda cv: changed_docx(cv, "[Content_Types].xml", b"<a/>"), "broken DOCX", id="no types"),
        pytest.param(
            lambda cv: changed_docx(cv, "word/media/image.png", b"\0" * 60_000_000),
            "the DOCX unpacks to more than 50 MB",
            id="zip bomb",
        ),
        pytest.param(
            lambda cv: changed_docx(cv, "word/document.xml", b"<w:p/>" * 500_000),
            "the DOCX has more than",
            id="elements",
        ),
        pytest.param(lambda cv: archive({"notes.txt": b"text"}), "an archive, not a DOCX", id="another archive"),
        pytest.param(
            lambda cv: archive({f"{n}.xml": b"" for n in range(3_000)}), "the DOCX unpacks to more", id="many parts"
        ),
        pytest.param(
            lambda cv: changed_docx(cv, "word/document.xml", b"<a>" * 100_000), "broken DOCX", id="nested XML"
        ),
    ],
)
def test_a_docx_that_cannot_be_read_gets_one_sentence(change, sentence, cv, tmp_path):
    with pytest.raises(InputError) as error:
        opened(tmp_path, "cv.docx", change(cv))
    assert str(error.value).startswith(f"{tmp_path / 'cv.docx'}: {sentence}")
    assert "\n" not in str(error.value)


def archive(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


# ---------------------------------------------------------------------------------------------------------------
# without the libraries


@pytest.mark.parametrize(("name", "module"), [("cv.pdf", "pdfminer"), ("cv.docx", "docx")])
def test_a_missing_library_is_named_with_the_way_to_get_it(name, module, tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, module, None)
    with pytest.raises(InputError, match=r"needs \S+: pip install 'researcher-kg\[documents\]'"):
        opened(tmp_path, name, b"%PDF")


def test_in_a_folder_of_pages_documents_must_be_named_and_json_must_be_somebodys(tmp_path):
    from kg.read import find_pages

    (tmp_path / "a.md").write_text("# Ada")
    (tmp_path / "cv.pdf").write_bytes(b"%PDF")
    (tmp_path / "package.json").write_text('{"name": "a package"}')
    (tmp_path / "resume.json").write_text('{"basics": {"name": "Ada Lovelace"}}')
    (tmp_path / "record.json").write_text('{"orcid-identifier": {"path": "0000-0000-0000-0001"}}')
    assert [path.name for path in find_pages(tmp_path)] == ["a.md", "record.json", "resume.json"]
    assert [path.name for path in find_pages(tmp_path / "cv.pdf")] == ["cv.pdf"]


def test_the_kinds_of_blocks_are_those_that_a_page_has():
    assert {kind.value for kind in BlockKind} == {"heading", "paragraph", "item", "row"}
