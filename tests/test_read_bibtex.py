"""Bibliographies: what a .bib file states, where it stands, and what a broken or hostile one costs."""

from __future__ import annotations

import time

import pytest

from kg.extract import extract
from kg.model import Kind, first, source_span, texts
from kg.read import read, read_text

SECONDS = 15


def read_bib(text: str):
    return read_text(text, path="works.bib", format="bibtex")


def value(text: str, name: str) -> str:
    """The value of a field of the first entry, written in braces."""
    return next(f.value for f in read_bib(f"@misc{{key, {name} = {{{text}}}}}").fields if f.path[1] == name)


def works(text: str):
    facts = extract(read_bib(text)).facts
    assert all(fact.kind is Kind.PUBLICATIONS for fact in facts)
    return facts


# ---------------------------------------------------------------------------------------------------------------
# LaTeX


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        pytest.param(r"{\"U}ber die Gr{\"o}{\ss}e", "Über die Größe", id="accents in braces"),
        pytest.param(r"\'El\`eve, na\"\i ve, Fran\c{c}ois", "Élève, naïve, François", id="accents without braces"),
        pytest.param(r"Ho\v{r}ava and Erd\H{o}s, \L{}ukasiewicz", "Hořava and Erdős, Łukasiewicz", id="named accents"),
        pytest.param(r"\AA ngstr\"{o}m, \O rsted, \ae ther", "Ångström, Ørsted, æther", id="letters swallow the blank"),
        pytest.param(r"{DNA} and the {G}reek alphabet", "DNA and the Greek alphabet", id="braces that keep capitals"),
        pytest.param(r"\emph{On} \textbf{the \textit{Origin}}", "On the Origin", id="commands of type"),
        pytest.param(r"{\it Old} and {\bf new}", "Old and new", id="switches of type"),
        pytest.param(r"$\alpha$-decay at $10^{-3}$", "α-decay at 10^-3", id="mathematics"),
        pytest.param(r"Rock \& Roll, 50\% off, a\_b", "Rock & Roll, 50% off, a_b", id="escaped signs"),
        pytest.param("``Quoted'' -- a --- b~c", "“Quoted” – a — b c", id="quotes, dashes and ties"),
        pytest.param("Two\n      lines", "Two lines", id="white space is folded"),
        pytest.param(r"\LaTeX\ for \TeX{} users", "LaTeX for TeX users", id="a command that is a word"),
        pytest.param(
            r"See \url{https://a.example/~b_c}", "See https://a.example/~b_c", id="an address keeps its tilde"
        ),
        pytest.param(r"\href{https://a.example}{The title}", "The title", id="a link keeps its words"),
        pytest.param(r"back\slash and \ ", "backslash and", id="what nobody knows loses no words"),
    ],
)
def test_a_title_is_decoded(written, shown):
    assert value(written, "title") == shown


@pytest.mark.parametrize(
    ("written", "names"),
    [
        pytest.param("Noether, Emmy and David Hilbert", ["Emmy Noether", "David Hilbert"], id="both orders"),
        pytest.param("van der Waerden, Bartel L.", ["Bartel L. van der Waerden"], id="particles"),
        pytest.param("King, Jr., Martin Luther", ["Martin Luther King Jr."], id="lineage"),
        pytest.param("Curie, Marie and others", ["Marie Curie"], id="and others"),
        pytest.param("Curie, Marie\n  and\n  Curie, Pierre", ["Marie Curie", "Pierre Curie"], id="over several lines"),
        pytest.param(
            "{Barnes and Noble, Inc.} and Noether, Emmy", ["Barnes and Noble, Inc.", "Emmy Noether"], id="a body"
        ),
        pytest.param(r"G{\"o}del, Kurt and Poincar\'e, Henri", ["Kurt Gödel", "Henri Poincaré"], id="accents"),
        pytest.param(r"Noether*, Emmy and Hilbert$^{*}$, David", ["Emmy Noether", "David Hilbert"], id="marks"),
        pytest.param(
            "Emmy Noether, David Hilbert, Felix Klein", ["Emmy Noether", "David Hilbert", "Felix Klein"], id="commas"
        ),
        pytest.param("Anderson, Alexander", ["Alexander Anderson"], id="and inside a name"),
        pytest.param("Emmy Noether", ["Emmy Noether"], id="one name"),
        pytest.param("张衡 and 祖冲之", ["张衡", "祖冲之"], id="Chinese names"),
        pytest.param("", [], id="none"),
    ],
)
def test_authors_are_read_in_order_given_name_first(written, names):
    (work,) = works(f"@article{{key, title = {{A Title of Some Length}}, author = {{{written}}}}}")
    assert list(texts(work, "authors")) == names


# ---------------------------------------------------------------------------------------------------------------
# entries


@pytest.mark.parametrize(
    ("entry", "venue", "date", "url"),
    [
        pytest.param("@article{k, title={T}, journal={Acta}, year=1905}", "Acta", "1905", "", id="article"),
        pytest.param(
            '@Article(k, Title="T", Journal="Acta", YEAR="1905")', "Acta", "1905", "", id="parentheses, quotes"
        ),
        pytest.param(
            "@inproceedings{k, title={T}, booktitle={Proc. X}, year=1999, month=jun}",
            "Proc. X",
            "1999-06",
            "",
            id="month",
        ),
        pytest.param("@article{k, title={T}, month={15 July}, year={1999}}", "", "1999-07-15", "", id="a day"),
        pytest.param("@article{k, title={T}, month=3, year={1999}}", "", "1999-03", "", id="a month by number"),
        pytest.param(
            "@article{k, title={T}, date={1999-03-02}, journaltitle={Acta}}", "Acta", "1999-03-02", "", id="biblatex"
        ),
        pytest.param("@article{k, title={T}, year={to appear}}", "", "", "", id="no year is no date"),
        pytest.param(
            "@phdthesis{k, title={T}, school={University of Y}, year=1950}", "University of Y", "1950", "", id="thesis"
        ),
        pytest.param(
            "@misc{k, title={T}, eprint={2001.00001}, archivePrefix={arXiv}}",
            "arXiv",
            "",
            "https://arxiv.org/abs/2001.00001",
            id="arXiv",
        ),
        pytest.param(
            "@misc{k, title={T}, arxiv={2001.00001}, abbr={CONF}}",
            "CONF",
            "",
            "https://arxiv.org/abs/2001.00001",
            id="keys of a theme",
        ),
        pytest.param("@misc{k, title={T}, doi={10.9999/a\\_b(1)}}", "", "", "https://doi.org/10.9999/a_b(1)", id="DOI"),
        pytest.param(
            "@misc{k, title={T}, doi={https://doi.org/10.9999/ab}}",
            "",
            "",
            "https://doi.org/10.9999/ab",
            id="DOI as address",
        ),
        pytest.param(
            "@misc{k, title={T}, pdf={mine.pdf}, html={https://a.example/t}}",
            "",
            "",
            "https://a.example/t",
            id="a file is no address",
        ),
        pytest.param(
            "@misc{k, title={T}, howpublished={\\url{https://a.example/~t}}}",
            "",
            "",
            "https://a.example/~t",
            id="howpublished",
        ),
        pytest.param("@misc{k, title={T}, url={javascript:alert(1)}}", "", "", "", id="a script is no address"),
        pytest.param("@misc{k, title={T}, doi={none yet}}", "", "", "", id="no DOI"),
    ],
)
def test_an_entry_gives_one_publication(entry, venue, date, url):
    (work,) = works(entry)
    assert first(work, "title") == "T"
    assert (first(work, "venue"), first(work, "date"), first(work, "url")) == (venue, date, url)


def test_the_names_of_strings_stand_for_what_they_define_and_where():
    text = '@string{ahes = "Archive for History"}\n@article{k, title={T}, journal=AHES, year=1960}'
    (work,) = works(text)
    (venue,) = work.slots["venue"]
    assert venue.text == "Archive for History" == venue.evidence.quote


def test_a_joined_value_stands_where_it_is_written():
    text = '@string{soc = "Royal Society"}\n@inproceedings{k, title={T}, booktitle="Notes of the " # soc}'
    (work,) = works(text)
    (venue,) = work.slots["venue"]
    assert venue.text == "Notes of the Royal Society"
    assert venue.evidence.quote == 'Notes of the " # soc'


def test_a_paper_takes_the_proceedings_that_it_names():
    text = (
        "@inproceedings{paper, title={T}, author={Lovelace, Ada}, crossref={Book}}\n"
        "@proceedings{book, title={Notes and Queries}, year=1843, editor={Babbage, Charles}}"
    )
    (work,) = works(text)
    assert (first(work, "venue"), first(work, "date")) == ("Notes and Queries", "1843")
    assert texts(work, "authors") == ("Ada Lovelace",)


@pytest.mark.parametrize(
    "entry",
    [
        "@comment{k, title={T}}",
        '@preamble{"title = {T}"}',
        "@proceedings{k, title={T}, year=2000}",
        "% @article{k, title={T}}",
        "write to me@here.example {title = {T}}",
        "@article{k, year=2000}",
        "@article{k, title={}}",
        "@article{k}",
    ],
)
def test_what_is_no_work_gives_no_fact(entry):
    assert works(entry) == ()


def test_a_comment_before_an_entry_is_none_of_it():
    (work,) = works("% I like this one\n@article{k, title={T}}")
    assert first(work, "title") == "T"


def test_nothing_but_publications_is_read():
    assert {
        f.kind for f in extract(read_bib("@phdthesis{k, title={T}, author={Noether, Emmy}, award={A prize}}")).facts
    } == {Kind.PUBLICATIONS}


# ---------------------------------------------------------------------------------------------------------------
# places

EVERYTHING = r"""---
---
@string{jn = {Journal {\"u}ber Nichts}}
@string(both = "Both " # jn)
@article{goedel:1931, % the famous one
  author = {G{\"o}del, Kurt and {\'E}variste Galois and others},
  title = "{\"U}ber   ``formal''
           \emph{unentscheidbare} S{\"a}tze",
  journal = jn, month = sep # "~1", year = 1931,
  % note = {Commented out},
  doi = {10.9999/x\_y}
}
@inproceedings{p, title={Paper}, crossref={b}} @book{b, title={Book}, publisher=both, year={1932}}
"""


def test_every_value_has_its_verbatim_span():
    document = read_bib(EVERYTHING)
    assert len(document.fields) > 15 and not document.notes
    for field in document.fields:
        assert 0 <= field.span.start < field.span.end <= len(document.text)
        for line in field.lines:
            assert source_span(line, 0, len(line.text)).start < source_span(line, 0, len(line.text)).end
            for piece, after in zip(line.pieces, (*line.pieces[1:], None), strict=True):
                shown = line.text[piece.at : after.at if after else len(line.text)]
                if piece.verbatim:
                    assert document.text[piece.span.start :].startswith(shown)
    for fact in extract(document).facts:
        for evidence in (*fact.evidence, *(v.evidence for values in fact.slots.values() for v in values)):
            assert evidence.quote == document.text[evidence.span.start : evidence.span.end] != ""


# ---------------------------------------------------------------------------------------------------------------
# mistakes and hostile files


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        pytest.param("@article{a, title = {Never closed, year = 1\n\n", 5, id="a brace that never closes"),
        pytest.param('@article{a, title = "Never closed, year = 1\n', 5, id="a quote that never closes"),
        pytest.param("@article{a, title = , year = 1}\n", 2, id="no value"),
        pytest.param("@article{a, title {A} }\n", 2, id="no equals sign"),
        pytest.param("@article{a title = {A}\n", 2, id="no comma behind the key"),
        pytest.param("@article{a, journal = undefined}\n", 2, id="no such string"),
    ],
)
def test_a_broken_entry_costs_no_other_and_is_told(broken, line):
    text = f"@misc{{before, title={{Before it}}}}\n{broken}@misc{{after, title={{After it}}}}\n"
    document = read_bib(text)
    titles = [first(fact, "title") for fact in extract(document).facts]
    assert titles[0] == "Before it" and titles[-1] == "After it"
    assert document.notes and "broken BibTeX" in document.notes[0].message


def test_an_open_brace_does_not_take_the_next_fields_into_the_title():
    (work,) = works("@article{a, title = {A Title, year = {1905}\n}\n")
    assert first(work, "title") == "A Title"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_old_encodings_are_read(encoding, tmp_path):
    path = tmp_path / "works.bib"
    path.write_bytes("@misc{k, title={Über Größe}, author={Gödel, Kurt}}".encode(encoding))
    (work,) = extract(read(path)).facts
    assert (first(work, "title"), texts(work, "authors")) == ("Über Größe", ("Kurt Gödel",))


def test_a_missing_comma_costs_nothing():
    (work,) = works("@article{a, title = {A Title}\n journal = {Acta}\n year = 1905}")
    assert (first(work, "venue"), first(work, "date")) == ("Acta", "1905")


HOSTILE = {
    "braces ten thousand deep": "@misc{a, title = " + "{" * 10_000 + "x" + "}" * 10_000 + "}",
    "a million open braces": "@misc{a, title = " + "{" * 250_000,
    "entries that never close": "@misc{a, title={\n" * 25_000,
    "quotes that never close": '@misc{a, title="{}\n' * 12_500,
    "braces in a quote that never closes": '@misc{a, title="' + "{}" * 125_000,
    "strings that double": "@string{s0 = {lorem}}\n"
    + "".join(f"@string{{s{n + 1} = s{n} # s{n}}}\n" for n in range(200))
    + "@misc{a, title = s200}",
    "one long string many times": "@string{s = {" + "x" * 250_000 + "}}\n" + "@misc{a, title = s}\n" * 10_000,
    "crossref to a book of thousands": "@book{b, title={B}, "
    + "".join(f"k{n}={{v}}, " for n in range(10_000))
    + "}\n"
    + "@misc{a, title={T}, crossref={b}}\n" * 5_000,
    "crossref in a ring": "@misc{a, crossref={b}}\n@misc{b, crossref={a}}",
    "a hundred thousand authors": "@misc{a, title={T}, author={" + "A B and " * 25_000 + "C}}",
    "a million signs at": "@" * 250_000,
    "backslashes": "@misc{a, title={" + "\\" * 125_000 + "}}",
    "accents without a letter": "@misc{a, title={" + "\\'{" * 90 + "}" * 90 + "\\'" * 12_500 + "}}",
    "percent signs": "@misc{a, " + "%\n" * 75_000 + "}",
    "hash signs": "@misc{a, title=1" + "#1" * 75_000 + "}",
    "a huge number": "@misc{a, title={T}, year=" + "9" * 250_000 + ", month=" + "9" * 25_000 + "}",
    "fields of one entry": "@misc{a, title={T}, " + "b={c}," * 12_500 + "}",
    "null characters": "@misc{a, title={\0\0}}" * 1_000,
    "nothing": "",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_bibliography_is_read_within_seconds(text):
    begin = time.process_time()
    document = read_bib(text)
    extract(document)
    assert time.process_time() - begin < SECONDS
    assert sum(len(field.value) for field in document.fields) < 20_000_000
    assert len(document.notes) <= 25
