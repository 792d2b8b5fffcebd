"""Liquid on a page of a site: values and included files are read, loops point to their files, nothing is executed."""

from __future__ import annotations

import pytest
from sites import profile, rows, write

from kg.model import Kind
from kg.read import read_text
from kg.read.liquid import MAX_ADDED, includes, loops, resolved
from kg.sites import read_site

CONFIG = "title: Home\nauthor:\n  name: Edith Sample\n  employer: Lakeside Institute\n"
VALUES = {"site.author.name": "Edith Sample", "site.author.employer": "Lakeside Institute"}


def texts(page, values=VALUES):
    document = read_text(page, path="x.md", format="markdown", values=values)
    return [line.text for block in document.blocks for line in block.lines]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param("I am {{ site.author.name }}.", ["I am Edith Sample."], id="a value"),
        pytest.param("I am {{site.author.name}}.", ["I am Edith Sample."], id="without blanks"),
        pytest.param(
            "I am {{ site.author.name | escape }}.", ["I am Edith Sample."], id="a filter that changes nothing"
        ),
        pytest.param("I am {{ site.author.name | size }}.", ["I am ."], id="a filter that computes"),
        pytest.param("I am {{ site.author.age }}.", ["I am ."], id="a value that is not there"),
        pytest.param("---\nrole: fellow\n---\nA {{ page.role }} at A.", ["A fellow at A."], id="a value of the page"),
        pytest.param("{% for x in site.talks %}{{ site.author.name }}{% endfor %}", [], id="in a loop"),
        pytest.param("<!-- {{ site.author.name }} -->", [], id="commented out"),
    ],
)
def test_a_value_of_the_site_is_read_in_its_place(page, expected):
    assert texts(page) == expected


def test_a_page_without_a_site_has_no_values():
    assert texts("---\nrole: fellow\n---\nA {{ page.role }} at A.", {}) == ["A at A."] or texts("x", {}) == ["x"]


def test_a_value_does_not_make_a_page_into_a_book():
    edits = list(resolved("{{ site.a }}" * 10_000, {"site.a": "x" * 1_000}))
    assert sum(len(edit.text) for edit in edits) <= MAX_ADDED


def test_the_words_of_a_value_are_evidence_where_the_page_asks_for_them(tmp_path):
    page = "---\ntitle: About\n---\nI am a professor at {{ site.author.employer }} in Graz.\n"
    found = profile(write(tmp_path / "e", {"_config.yml": CONFIG, "_pages/about.md": page}))
    (post,) = [fact for fact in found.facts if fact.kind is Kind.POSITIONS]
    assert post.slots["organization"][0].text == "Lakeside Institute"
    assert [e.source for e in post.evidence] == ["e/_config.yml", "e/_pages/about.md"]
    assert "{{ site.author.employer }}" in post.evidence[1].quote


INCLUDED = {
    "_config.yml": CONFIG,
    "_pages/about.md": "---\ntitle: About\n---\n# Education\n\n{% include degrees.md %}\n\n# Other\n\nText.\n",
    "_includes/degrees.md": "- Ph.D. in Physics, University of Vienna, 1921\n",
}


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(INCLUDED, id="from _includes, under the heading of the page"),
        pytest.param(
            {
                "_config.yml": CONFIG,
                "_pages/about.md": "---\ntitle: About\n---\n# Education\n\n{% include_relative parts/degrees.md %}\n",
                "_pages/parts/degrees.md": INCLUDED["_includes/degrees.md"],
            },
            id="from beside the page",
        ),
        pytest.param(
            {
                **INCLUDED,
                "_pages/about.md": "---\ntitle: About\n---\n# Education\n\n{% include more/a.md %}\n",
                "_includes/more/a.md": "{% include degrees.md %}\n",
            },
            id="from a file that is included",
        ),
    ],
)
def test_an_included_file_is_read_where_it_is_shown(tmp_path, files):
    found = profile(write(tmp_path / "e", files))
    assert rows(found, Kind.EDUCATION, "organization", "level", "end") == [
        ("University of Vienna", "doctorate", "1921")
    ]
    (fact,) = [fact for fact in found.facts if fact.kind is Kind.EDUCATION]
    assert fact.evidence[0].source.endswith("degrees.md") and fact.evidence[0].quote


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("../secret.md", id="above the folder of includes, and in the site"),
        pytest.param("../../out.md", id="outside the site"),
        pytest.param("/etc/hostname", id="absolute"),
        pytest.param("loop.md", id="itself"),
        pytest.param("around.md", id="itself, by another way"),
        pytest.param("x" * 5_000 + ".md", id="a name longer than any"),
        pytest.param("gone.md", id="nothing"),
        pytest.param("degrees", id="no text by its name"),
    ],
)
def test_what_is_included_lies_in_the_site(tmp_path, name):
    (tmp_path / "out.md").write_text("# Education\n\n- Ph.D., University of Elsewhere, 1999\n", encoding="utf-8")
    page = f"---\ntitle: About\n---\n# Education\n\n{{% include {name} %}}\n"
    files = {**INCLUDED, "_pages/about.md": page, "_includes/loop.md": "{% include loop.md %}\n"}
    files["_includes/around.md"] = "{% include_relative ../_includes/around.md %}\n"
    found = profile(write(tmp_path / "e", files))
    assert rows(found, Kind.EDUCATION, "organization") == []
    assert len(found.documents) <= 3


def test_files_that_include_each_other_to_no_end_are_read_to_a_depth(tmp_path):
    files = {f"_includes/{n}.md": f"{{% include {n + 1}.md %}}\n" for n in range(2_000)}
    page = "---\ntitle: About\n---\n{% include 0.md %}\n"
    found = profile(write(tmp_path / "e", {"_config.yml": CONFIG, "_pages/about.md": page, **files}))
    assert len(found.documents) == 12


def test_a_link_among_the_includes_that_leads_out_is_not_followed(tmp_path):
    (tmp_path / "out.md").write_text("- Ph.D., University of Elsewhere, 1999\n", encoding="utf-8")
    site = write(tmp_path / "e", {**INCLUDED, "_includes/x.md": ""})
    (site / "_includes" / "degrees.md").unlink()
    (site / "_includes" / "degrees.md").symlink_to(tmp_path / "out.md")
    assert rows(profile(site), Kind.EDUCATION, "organization") == []


def test_includes_of_loops_and_comments_are_none():
    text = "{% include a.md %}<!-- {% include b.md %} -->{% for x in y %}{% include c.md %}{% endfor %}"
    text += "{% include_relative d.md %}"
    assert [(found.name, found.beside) for found in includes(text)] == [("a.md", False), ("d.md", True)]


def test_a_loop_points_to_its_collection():
    text = "{% for p in site.publications reversed %}{% endfor %}{% assign t = site.data.cv.talks | where: 'a' %}"
    assert [loop.name for loop in loops(text)] == ["publications", "data.cv.talks"]


def test_a_data_file_under_no_telling_name_is_read_by_the_heading_that_it_is_shown_under(tmp_path):
    files = {
        "_config.yml": CONFIG,
        "_pages/about.md": "# Talks\n\n{% for x in site.data.given %}{{ x.title }}{% endfor %}\n",
        "_data/given.yml": "- title: How basins fill\n  event: Sea Days\n  date: 2020-05-04\n",
    }
    site = write(tmp_path / "e", files)
    assert rows(profile(site), Kind.TALKS, "title", "event", "date") == [("How basins fill", "Sea Days", "2020-05-04")]
    told = read_site(site, source="e", root=tmp_path).told
    assert [note.message for note in told][1:] == ["its pages show data.given"]


@pytest.mark.parametrize(
    ("name", "text", "kind", "slots", "expected"),
    [
        pytest.param(
            "publications",
            "main:\n- title: Tides in shallow basins\n  authors: Edith Sample, Bert Muster\n  conference: Sea Days\n"
            "  year: 2019\n",
            Kind.PUBLICATIONS,
            ("title", "venue", "date", "authors"),
            ("Tides in shallow basins", "Sea Days", "2019", "Edith Sample | Bert Muster"),
            id="minimal-light's list of papers",
        ),
        pytest.param(
            "cv/teaching",
            "- class: Hydraulics\n  term: Fall 2020\n  university: University of Graz\n",
            Kind.TEACHING,
            ("course", "organization", "date"),
            ("Hydraulics", "University of Graz", "2020-23"),
            id="a list of courses",
        ),
        pytest.param(
            "cv/education",
            "- degree: Ph.D.\n  university: University of Graz\n  date: June 2016\n",
            Kind.EDUCATION,
            ("organization", "level", "end"),
            ("University of Graz", "doctorate", "2016-06"),
            id="a list of degrees",
        ),
    ],
)
def test_a_list_in_a_data_file_is_called_as_the_file_is(tmp_path, name, text, kind, slots, expected):
    files = {"_config.yml": CONFIG, "_pages/about.md": "Hello.\n", f"_data/{name}.yml": text}
    assert rows(profile(write(tmp_path / "e", files)), kind, *slots) == [expected]
