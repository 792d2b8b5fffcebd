"""Who a page is about, and which accounts and addresses are the owner's."""

from __future__ import annotations

import pytest
from extracted import rows

from kg.extract.identifiers import account_at
from kg.model import Kind


def front(lines: str, body: str = "") -> str:
    """A page with front matter."""
    return f"---\n{lines}\n---\n\n{body}\n"


def name(text: str, *, suffix: str = ".md") -> str:
    """The name that a page gives its owner, or an empty string."""
    found = rows(text, Kind.IDENTITY, suffix=suffix)
    assert len(found) <= 1
    return found[0]["name"] if found else ""


def accounts(text: str, *, suffix: str = ".md") -> list[tuple[str, str]]:
    """Scheme and value of the accounts that a page states."""
    return [(row["scheme"], row["value"]) for row in rows(text, Kind.IDENTIFIERS, suffix=suffix)]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(front("name: Noa Ben-Ami"), "Noa Ben-Ami", id="a name in front matter"),
        pytest.param(front("first_name: Rosa\nlast_name: Lund"), "Rosa Lund", id="first and last name"),
        pytest.param(front("title: Rosa Lund\nsuperuser: true"), "Rosa Lund", id="the title of a person's page"),
        pytest.param(front('title: "Rosa Lund\'s homepage"'), "Rosa Lund", id="a possessive title"),
        pytest.param(
            front('title: "Welcome to Rosa Lund’s personal website!"'), "Rosa Lund", id="a title that welcomes"
        ),
        pytest.param(front('title: "Rosa Lund | Home"'), "Rosa Lund", id="a title with a bar"),
        pytest.param(front('title: "Academic page of Rosa Lund"'), "Rosa Lund", id="words around the name"),
        pytest.param(front('title: "About me"\nexcerpt: "Rosa Lund"'), "Rosa Lund", id="the excerpt"),
        pytest.param("# Rosa Lund\n\nGeologist.\n", "Rosa Lund", id="the first heading"),
        pytest.param("# Dr. Rosa Lund (林玫)\n\nGeologist.\n", "Rosa Lund", id="a heading with a title"),
        pytest.param("Hi! I'm Rosa Lund, a geologist.\n", "Rosa Lund", id="I'm"),
        pytest.param("My name is **Rosa Lund** and I like rocks.\n", "Rosa Lund", id="my name is"),
        pytest.param("Me llamo Rosa Luna y soy geóloga.\n", "Rosa Luna", id="Spanish"),
        pytest.param("我是林玫，地质学博士生。\n", "林玫", id="Chinese"),
        pytest.param(
            "Rosa Lund is an associate professor of geology at Lund University.\n", "Rosa Lund", id="a biography"
        ),
        pytest.param("Rosa Lund, Ph.D., is a geologist in the Alps.\n", "Rosa Lund", id="a biography with a degree"),
        pytest.param("**Rosa Lund** · Institute of Geology\n", "Rosa Lund", id="a bold first line"),
        pytest.param(
            "<html><head><title>Rosa Lund</title></head><body><p>Rocks.</p></body></html>", "Rosa Lund", id="HTML"
        ),
    ],
)
def test_a_page_says_whose_it_is(page, expected):
    assert name(page, suffix=".html" if page.startswith("<html") else ".md") == expected


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(front('title: "About me"'), id="about me"),
        pytest.param(front('title: "Home"', "Welcome to my website."), id="home"),
        pytest.param(front('title: "Curriculum Vitae"'), id="a CV"),
        pytest.param("# Machine Learning\n\nNotes.\n", id="a topic as heading"),
        pytest.param("I am a PhD student in geology.\n", id="I am a"),
        pytest.param("I am French and live in Oslo.\n", id="where from"),
        pytest.param("Soy geóloga física, estudiante de doctorado.\n", id="a profession in Spanish"),
        pytest.param("Write to rosa.lund@example.org.\n", id="only an address"),
        pytest.param("## Publications\n\n- **Rosa Lund**, Kim Low. On rocks. 2020.\n", id="only a citation"),
    ],
)
def test_a_page_may_not_say_whose_it_is(page):
    assert name(page) == ""


def test_the_whole_name_is_preferred_to_the_first():
    assert name(front('title: "Rosa Lund\'s website"', "Hello, I'm Rosa.")) == "Rosa Lund"


@pytest.mark.parametrize(
    ("url", "scheme", "value"),
    [
        pytest.param("https://orcid.org/0000-0000-0000-0001", "orcid", "0000-0000-0000-0001", id="ORCID"),
        pytest.param(
            "https://scholar.google.de/citations?hl=de&user=AAAAAAAAAAAJ",
            "google-scholar",
            "AAAAAAAAAAAJ",
            id="Scholar",
        ),
        pytest.param("https://github.com/rosalund/", "github", "rosalund", id="GitHub"),
        pytest.param("https://dblp.org/pid/00/1.html", "dblp", "00/1", id="DBLP"),
        pytest.param("https://www.linkedin.com/in/rosa-lund?x=1", "linkedin", "rosa-lund", id="LinkedIn"),
        pytest.param("https://twitter.com/rosalund", "x", "rosalund", id="X"),
        pytest.param(
            "https://www.semanticscholar.org/author/R.-Lund/1", "semantic-scholar", "1", id="Semantic Scholar"
        ),
        pytest.param("https://www.researchgate.net/profile/Rosa-Lund", "researchgate", "Rosa-Lund", id="ResearchGate"),
        pytest.param("mailto:rosa@example.org?subject=Hi", "email", "rosa@example.org", id="mailto"),
    ],
)
def test_an_address_is_an_account(url, scheme, value):
    account = account_at(url)
    assert account is not None
    assert (account.scheme, account.value) == (scheme, value)


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("https://github.com/rosalund/rocks", id="a repository"),
        pytest.param("https://twitter.com/intent/tweet?text=x", id="a button"),
        pytest.param("https://scholar.google.com/citations?view_op=view_citation&user=AAAAAAAAAAAJ", id="one paper"),
        pytest.param("https://example.org/rosa", id="some page"),
        pytest.param("https://github.com/" + "a" * 400, id="without end"),
    ],
)
def test_another_address_is_none(url):
    assert account_at(url) is None


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(
            "[GitHub](https://github.com/rosalund)\n", [("github", "rosalund")], id="a link that says what it is"
        ),
        pytest.param("rosa (at) rocks (dot) org\n", [("email", "rosa@rocks.org")], id="at and dot in brackets"),
        pytest.param("Email: rosa [at] rocks.org\n", [("email", "rosa@rocks.org")], id="at in brackets"),
        pytest.param("rosa at rocks dot org\n", [("email", "rosa@rocks.org")], id="at and dot as words"),
        pytest.param("Mail: rosa.lund@rocks.org, or call.\n", [("email", "rosa.lund@rocks.org")], id="plain"),
        pytest.param("ORCID: 0000-0000-0000-0001\n", [("orcid", "0000-0000-0000-0001")], id="a labelled iD"),
        pytest.param(
            "Here is [my staff page](https://rocks.org/staff/rosa).\n",
            [("homepage", "https://rocks.org/staff/rosa")],
            id="my page",
        ),
        pytest.param(
            front("email: rosa@rocks.org\ngithub: rosalund"),
            [("email", "rosa@rocks.org"), ("github", "rosalund")],
            id="keys",
        ),
        pytest.param(
            front("social:\n- icon: github\n  link: https://github.com/rosalund"),
            [("github", "rosalund")],
            id="a list of links",
        ),
        pytest.param(
            front("# github: rosalund\nemail: rosa@rocks.org"), [("email", "rosa@rocks.org")], id="commented out"
        ),
        pytest.param(
            "[Kim Low](https://scholar.google.com/citations?user=AAAAAAAAAAAJ) said so.\n",
            [],
            id="a colleague's profile",
        ),
        pytest.param("The code is [here](https://github.com/rosalund/rocks).\n", [], id="a repository"),
        pytest.param("- Supervisor: Prof. Kim Low (kim@rocks.org)\n", [], id="a supervisor's address"),
        pytest.param("Mail: your.name@example.com\n", [], id="a placeholder"),
        pytest.param("I studied at Lund. It was good.\n", [], id="at is a word"),
    ],
)
def test_a_page_states_its_owner_s_accounts(page, expected):
    assert accounts(page) == expected
