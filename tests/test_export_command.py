"""``kg export`` and ``kg embed`` as users meet them, the Python functions, and the action for GitHub."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import networkx
import pytest
import yaml
from conftest import ROOT, SAMPLES
from export_samples import NASTY

import kg as package
from kg.errors import GraphError, SettingsError
from kg.export import EXPORTERS, embed, exported
from kg.export.heads import BEGIN, END, HEADS, embedded, head_of


def test_the_table_has_all_formats():
    assert list(EXPORTERS) == [
        "schema-org",
        "json-resume",
        "academicpages",
        "al-folio",
        "rendercv",
        "bibtex",
        "csl-json",
        "graphml",
        "gexf",
        "cytoscape",
        "neo4j-csv",
        "cypher",
        "dot",
        "json-ld-framed",
        "vivo",
        "nanopubs",
        "void",
        "markdown-cv",
        "latex-cv",
    ]


@pytest.mark.parametrize("form", EXPORTERS)
def test_a_format_is_written_and_the_same_twice(form, kg, sample_graph, tmp_path):
    for name in ("one", "two"):
        ended = kg("export", sample_graph, "--to", form, "--person", "Born", "-o", tmp_path / name)
        assert (ended.status, ended.out) == (0, "")
    one, two = tmp_path / "one", tmp_path / "two"
    if one.is_dir():
        assert {f.name: f.read_bytes() for f in one.iterdir()} == {f.name: f.read_bytes() for f in two.iterdir()}
    else:
        assert one.read_bytes() == two.read_bytes()
        assert one.stat().st_size > 100


def test_no_format_depends_on_the_order_of_a_set(sample_graph, tmp_path):
    code = (
        "import sys; from pathlib import Path; from kg.export import EXPORTERS, exported; from kg.graph import load\n"
        "graph = load(Path(sys.argv[1]))\n"
        "for name in EXPORTERS: print(name, exported(graph, to=name, person='Max Born'))"
    )
    said = set()
    for seed in ("1", "2"):
        command = [sys.executable, "-c", code, str(sample_graph)]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"}
        said.add(subprocess.run(command, capture_output=True, check=True, env=environment).stdout)
    assert len(said) == 1 and len(said.pop()) > 100_000


def test_a_file_is_named_after_its_graph_and_never_replaces_it(kg, sample_graph, tmp_path):
    graph = tmp_path / "me.ttl"
    shutil.copy(sample_graph, graph)
    for form in ("vivo", "bibtex"):
        assert kg("export", graph, "--to", form).status == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["me-bibtex.bib", "me-vivo.ttl", "me.ttl"]
    assert graph.read_bytes() == sample_graph.read_bytes()


def test_a_folder_keeps_what_else_is_in_it(kg, sample_graph, tmp_path):
    (tmp_path / "import").mkdir()
    (tmp_path / "import" / "mine.txt").write_text("mine")
    assert kg("export", sample_graph, "--to", "neo4j-csv", "-o", tmp_path / "import").status == 0
    assert {path.name for path in (tmp_path / "import").iterdir()} == {"mine.txt", "nodes.csv", "relationships.csv"}


def test_the_formats_are_listed(kg):
    lines = kg("export", "--list").out.splitlines()
    assert [line.split()[0] for line in lines] == list(EXPORTERS)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        pytest.param(["--to", "pdf"], "--list", id="no such format"),
        pytest.param([], "--to", id="no format"),
        pytest.param(["--to", "json-resume"], "holds one person, and 23 are asked for", id="which of several"),
        pytest.param(["--to", "json-resume", "--person", "Nobody"], "nobody's page has that name", id="nobody"),
        pytest.param(["--to", "bibtex", "-o", "/nowhere/works.bib"], "cannot be written", id="no folder"),
    ],
)
def test_a_mistake_is_one_sentence(options, says, kg, sample_graph):
    ended = kg("export", sample_graph, *options)
    assert ended.status == 2
    assert says in ended.err and "Traceback" not in ended.err


def test_a_name_that_two_people_have_is_asked_about():
    from handmade import graph, profile

    pages = [profile(f"{n}.md", ("identity", {"name": f"Grace {n}"})) for n in ("Hopper", "Murray")]
    with pytest.raises(SettingsError, match="may be Grace Hopper <.*>, Grace Murray <.*>; give the IRI"):
        package.export(graph(*pages), "x", to="bibtex", person="grace")


def test_a_graph_without_a_page_is_refused(tmp_path):
    (tmp_path / "empty.ttl").write_text("<urn:a> <urn:b> <urn:c> .")
    with pytest.raises(GraphError, match="nobody's page"):
        package.export(tmp_path / "empty.ttl", tmp_path / "x", to="bibtex")


def test_python_has_the_same(sample_graph, tmp_path):
    written = package.export(str(sample_graph), tmp_path / "born.json", to="json-resume", person="Max Born")
    assert json.loads(written.read_text(encoding="utf-8"))["basics"]["name"] == "Max Born"
    assert isinstance(package.to_networkx(sample_graph), networkx.MultiDiGraph)


def test_a_lean_graph_is_exported_too(kg, tmp_path):
    assert kg("build", SAMPLES / "born.md", "--no-evidence", "-o", tmp_path / "lean.nt").status == 0
    for form in EXPORTERS:
        assert kg("export", tmp_path / "lean.nt", "--to", form, "-o", tmp_path / form).status == 0


def test_a_store_and_a_file_give_the_same(kg, tmp_path):
    page = [SAMPLES / "born.md", "--read-on", "2026-01-31"]
    assert kg("build", *page, "-o", tmp_path / "born.ttl").status == 0
    assert kg("build", *page, "--store", tmp_path / "store").status == 0
    for form in ("json-resume", "vivo", "gexf"):
        for graph in ("born.ttl", "store"):
            assert kg("export", tmp_path / graph, "--to", form, "-o", tmp_path / f"{graph}.{form}").status == 0
        assert (tmp_path / f"born.ttl.{form}").read_bytes() == (tmp_path / f"store.{form}").read_bytes()


# ---------------------------------------------------------------------------------------------------------------
# embed

PAGE = "<html>\n<head>\n<title>Me</title>\n</head>\n<body>Hello</body>\n</html>\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text(PAGE, encoding="utf-8")
    return tmp_path


def script(html: str) -> dict[str, object]:
    (found,) = re.findall(r'<script type="application/ld\+json">\n(.*?)\n</script>', html, re.DOTALL)
    return json.loads(found)


def test_embedding_twice_is_embedding_once(kg, site, sample_graph):
    ended = kg("embed", site, "--graph", sample_graph, "--person", "Max Born")
    assert ended.status == 0 and "written" in ended.err
    first = (site / "index.html").read_text(encoding="utf-8")
    assert script(first)["mainEntity"]["name"] == "Max Born"
    assert first.index("ld+json") < first.index("</head>")
    assert first.replace(first[first.index(BEGIN) : first.index(END) + len(END) + 1], "") == PAGE

    ended = kg("embed", site, "--graph", sample_graph, "--person", "Max Born")
    assert ended.status == 0 and "nothing has changed" in ended.err
    assert (site / "index.html").read_text(encoding="utf-8") == first

    kg("embed", site, "--graph", sample_graph, "--person", "Emmy Noether")
    assert script((site / "index.html").read_text(encoding="utf-8"))["mainEntity"]["name"] == "Emmy Noether"


def test_a_site_is_read_where_no_graph_is_given(kg, tmp_path):
    shutil.copy(SAMPLES / "meitner.html", tmp_path / "index.html")
    assert kg("embed", tmp_path).status == 0
    once = (tmp_path / "index.html").read_bytes()
    assert script(once.decode())["mainEntity"]["name"] == "Lise Meitner"
    # What was embedded is no news to the next reading.
    assert kg("embed", tmp_path).status == 0
    assert (tmp_path / "index.html").read_bytes() == once


@pytest.mark.parametrize("name", [name for name in HEADS if not name.endswith("index.html")])
def test_a_theme_has_a_file_for_it(name, tmp_path):
    (tmp_path / "index.html").write_text(PAGE)
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_text("<head></head>")
    assert head_of(tmp_path) == tmp_path / name


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("", id="empty include"),
        pytest.param('<link rel="me" href="x">', id="include without a last line end"),
        pytest.param("<HEAD>\r\n</HEAD>\r\n<body></body>", id="Windows line ends, capitals"),
        pytest.param("<head>{{ content }}</head>", id="template"),
    ],
)
def test_what_was_there_stays(html):
    made = embedded(html, '{"a": 1}')
    assert script(made.replace("\r\n", "\n")) == {"a": 1}
    assert embedded(made, '{"a": 1}') == made
    assert (
        "".join(re.split(rf"{re.escape(BEGIN)}.*{re.escape(END)}\r?\n", made, flags=re.DOTALL)).strip() == html.strip()
    )
    assert set(re.findall(r"\r?\n", made)) == {"\r\n" if "\r\n" in html else "\n"}


def test_no_text_of_a_page_leaves_the_script():
    made = embedded("<head></head>", json.dumps({"name": f"{NASTY} <!-- {{{{ site }}}} {{% x %}}"}))
    assert made.count("</script>") == 1 and made.count("</head>") == 1
    assert "{{" not in made and "{%" not in made  # Liquid would run it
    assert script(made)["name"].endswith("<!-- {{ site }} {% x %}")


@pytest.mark.parametrize(
    ("html", "says"),
    [
        pytest.param(f"<head>{BEGIN}</head>", "marks", id="half a block"),
        pytest.param(f"<head>{BEGIN}{END}{BEGIN}{END}</head>", "marks", id="two blocks"),
        pytest.param("<html><body></body></html>", "without </head>", id="a page without a head"),
    ],
)
def test_what_cannot_be_done_is_said(html, says):
    with pytest.raises(SettingsError, match=says):
        embedded(html, "{}")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        pytest.param(["--into", "me.md"], "no page of HTML", id="not HTML"),
        pytest.param(["--into", "none.html"], "cannot be read", id="no such file"),
        pytest.param([], "no file of it goes into the head", id="a site without one"),
    ],
)
def test_a_site_that_cannot_be_embedded_into_is_a_sentence(options, says, kg, sample_graph, tmp_path):
    ended = kg("embed", tmp_path, "--graph", sample_graph, "--person", "Max Born", *options)
    assert ended.status == 2
    assert says in ended.err


def test_a_site_is_one_persons(kg, site, sample_graph):
    ended = kg("embed", site, "--graph", sample_graph)
    assert ended.status == 2 and "--person" in ended.err
    assert (site / "index.html").read_text() == PAGE


def test_a_page_that_says_not_whose_it_is_has_no_made_up_name(kg, site):
    from handmade import graph, profile

    made = graph(profile("who.md", ("awards", {"title": "Medal for Programs"}), ("interests", {"topic": "logic"})))
    for form, exporter in EXPORTERS.items():
        if exporter.one or form == "schema-org":
            assert "person of" not in str(exported(made, to=form)), form
    with pytest.raises(SettingsError, match="whose it is"):
        embed(made, site)


# ---------------------------------------------------------------------------------------------------------------
# the action

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = [step for step in ACTION["runs"]["steps"] if "run" in step]


def test_the_action_meets_githubs_schema():
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_no_input_is_part_of_a_script():
    assert [step["name"] for step in STEPS] == [
        "Install kg",
        "Build the graph",
        "Check the graph",
        "Embed",
        "Say what changed",
    ]
    assert not [step["name"] for step in STEPS if "${{" in step["run"]]


def run_action(repository: Path, **inputs: str) -> dict[str, str]:
    """Run the steps of the action as GitHub does, but for the installation; what they say, and what they write."""
    given = {name: str(about["default"]) for name, about in ACTION["inputs"].items()} | inputs
    beside = repository.parent
    files = {"GITHUB_OUTPUT": beside / "output", "GITHUB_STEP_SUMMARY": beside / "summary"}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for step in STEPS[1:]:
        own = {name: re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda m: given[m[1]], value)
               for name, value in step.get("env", {}).items()}  # fmt: skip
        environment = {**os.environ, "PATH": path, **{name: str(file) for name, file in files.items()}, **own}
        script = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        done = subprocess.run(script, cwd=repository, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, f"{step['name']}\n{done.stdout}{done.stderr}"
    return {name: file.read_text(encoding="utf-8") if file.exists() else "" for name, file in files.items()}


def git(repository: Path, *arguments: str) -> None:
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run(
        ["git", *who, *arguments], cwd=repository, check=True, capture_output=True, env={**os.environ, **own}
    )


def test_the_action_builds_checks_embeds_and_says_what_changed(tmp_path):
    repository = tmp_path / "site"
    (repository / "_pages").mkdir(parents=True)
    (repository / "_includes" / "head").mkdir(parents=True)
    (repository / "_includes" / "head" / "custom.html").write_text('<link rel="me" href="https://example.org/born">\n')
    (repository / "_config.yml").write_text('title: Max Born\nauthor:\n  name: "Max Born"\n')
    about = repository / "_pages" / "about.md"
    shutil.copy(SAMPLES / "born.md", about)
    git(repository, "init")
    git(repository, "add", ".")
    git(repository, "commit", "--message", "A page")
    about.write_text(about.read_text(encoding="utf-8").replace("Royal Society, 1950", "Royal Society, 1951"))
    git(repository, "commit", "--all", "--message", "A year")

    wrote = run_action(repository)
    assert wrote["GITHUB_OUTPUT"].splitlines() == ["graph=kg.ttl", "changed=true"]
    assert re.search(r"\| gone \|[^\n]*1950", wrote["GITHUB_STEP_SUMMARY"])
    assert re.search(r"\| new \|[^\n]*1951", wrote["GITHUB_STEP_SUMMARY"])
    assert "ld+json" in (repository / "_includes" / "head" / "custom.html").read_text(encoding="utf-8")


def test_the_action_takes_one_page_and_a_first_commit(tmp_path):
    repository = tmp_path / "site"
    repository.mkdir()
    shutil.copy(SAMPLES / "meitner.html", repository / "index.html")
    git(repository, "init")
    git(repository, "add", ".")
    git(repository, "commit", "--message", "A page")
    wrote = run_action(repository, site="index.html", graph="me.jsonld")
    assert wrote["GITHUB_OUTPUT"].splitlines() == ["graph=me.jsonld", "changed=true"]
    assert wrote["GITHUB_STEP_SUMMARY"] == ""
