"""The interactive page in a real browser: Chromium, headless, with no network to speak to."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import SAMPLES
from draw_samples import HOSTILE, SAMPLE, hostile
from IPython.core.formatters import DisplayFormatter

from kg import build
from kg.draw.layout import place
from kg.draw.network import Network
from kg.draw.notebook import ShownGraph
from kg.draw.page import page
from kg.model import EntityKind

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str:
    """The browser of KG_CHROMIUM, or the first one on the PATH; without one these tests fail, for CI must have it."""
    found = os.environ.get("KG_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    found = found or shutil.which("google-chrome")
    if not found:
        pytest.fail("no Chromium on the PATH; install one (apt-get install chromium) or name it in KG_CHROMIUM")
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield started
        started.close()


class Opened:
    """A page in the browser, with what it said and asked for."""

    def __init__(self, browser: Any, path: Path, **options: Any) -> None:
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.refused: list[tuple[str, str]] = []
        self.context = browser.new_context(
            **{"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce", **options}
        )
        self.tab = self.context.new_page()
        self.tab.on("console", lambda said: self.complaints.append(said.text))
        self.tab.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.tab.on("dialog", lambda dialog: self.complaints.append(f"dialog {dialog.message}"))
        # What the page makes itself (blob:, data:) comes from nowhere.
        outside = ("http", "file", "ws", "ftp")
        self.tab.on("request", lambda sent: self.asked.append(sent.url) if sent.url.startswith(outside) else None)
        self.tab.on("requestfailed", lambda sent: self.refused.append((sent.url, sent.failure)))
        self.tab.goto(path.as_uri())
        self.tab.wait_for_selector("html[data-ready=yes]")

    def shown(self) -> set[str]:
        return set(self.tab.evaluate("drawing.shown()"))

    def lit(self) -> set[str]:
        return set(self.tab.evaluate("drawing.lit()"))

    def chosen(self) -> str:
        return str(self.tab.text_content("#chosen"))

    def find(self, text: str) -> None:
        self.tab.fill("#search", text)
        self.tab.press("#search", "Enter")

    def click(self, name: str, count: int = 1) -> None:
        at = self.tab.evaluate("name => drawing.where(name)", name)
        self.tab.mouse.click(at["x"], at["y"], click_count=count)
        self.tab.wait_for_timeout(700)  # vis-network waits for a second click


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _written(tmp_path_factory.mktemp("page") / "sample.html", SAMPLE)


def _written(path: Path, network: Network, **options: Any) -> Path:
    path.write_text(page(network, place(network), **options), encoding="utf-8")
    return path


@pytest.fixture
def opened(browser: Any, sample: Path) -> Iterator[Opened]:
    found = Opened(browser, sample)
    yield found
    # Whatever a test did: nothing went wrong, and nothing was asked of anybody.
    assert found.complaints == []
    assert found.asked == [sample.as_uri()]
    found.context.close()


def test_the_page_shows_every_thing_and_says_so(opened: Opened) -> None:
    assert opened.shown() == {node.name for node in SAMPLE.nodes}
    assert opened.tab.text_content("#shown") == "All 13 things shown"
    assert opened.tab.text_content("#title") == "Tides"
    assert "2 things that no fact ties to another" in opened.tab.text_content("#details")


def test_the_legend_takes_a_kind_away_and_brings_it_back(opened: Opened) -> None:
    people = {node.name for node in SAMPLE.nodes if node.kind is EntityKind.PERSON}
    opened.tab.click("input[data-kind=person]")
    assert opened.shown() == {node.name for node in SAMPLE.nodes} - people
    assert "10 of 13" in opened.tab.text_content("#shown")
    opened.tab.click("input[data-kind=person]")
    assert people <= opened.shown()


def test_what_hangs_on_one_thing_can_be_folded_and_is_opened_by_a_double_click(opened: Opened) -> None:
    opened.tab.click("#minor")
    assert "Fjord Medal" not in opened.shown()
    opened.click("Mira Sólberg", count=2)
    assert "Fjord Medal" in opened.shown()
    assert "Waves and Tides" not in opened.shown()


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        pytest.param("mira", "Mira Sólberg", id="a beginning"),
        pytest.param("solberg", "Mira Sólberg", id="without the accent"),
        pytest.param("nu", "Northern University", id="another name of it"),
        pytest.param("linDQ", "Tove Lindqvist", id="any case, within the name"),
        pytest.param("tides", "tides", id="a whole name before a word of a longer one"),
    ],
)
def test_search_finds_and_chooses(opened: Opened, typed: str, name: str) -> None:
    opened.find(typed)
    assert opened.chosen() == name


def test_search_suggests_and_the_arrow_keys_go_through_the_suggestions(opened: Opened) -> None:
    opened.tab.keyboard.press("/")
    opened.tab.keyboard.type("northern")
    assert opened.tab.get_attribute("#search", "aria-expanded") == "true"
    opened.tab.fill("#search", "s")
    first = opened.tab.get_attribute("#search", "aria-activedescendant")
    opened.tab.keyboard.press("ArrowDown")
    assert opened.tab.get_attribute("#search", "aria-activedescendant") != first
    opened.tab.fill("#search", "qqq")
    assert "Nothing has that name" in opened.tab.text_content("#found")


def test_a_click_lights_the_neighbourhood_and_escape_lets_go(opened: Opened) -> None:
    opened.click("Ulf Brandt")
    assert opened.chosen() == "Ulf Brandt"
    assert opened.lit() == {"Ulf Brandt", "Mira Sólberg"}
    opened.tab.focus("#stage")
    opened.tab.keyboard.press("Escape")
    assert opened.lit() == set()


def test_a_double_click_opens_the_neighbours_of_a_neighbour(opened: Opened) -> None:
    opened.click("Ulf Brandt")
    opened.click("Mira Sólberg", count=2)
    assert {"Fjord Medal", "Northern University", "On Spray"} <= opened.lit()


def test_a_fact_opens_to_the_sentence_that_states_it(opened: Opened) -> None:
    opened.find("mira")
    fact = opened.tab.locator("details.fact", has_text="Ph.D.")
    fact.locator("summary").click()
    assert fact.locator("mark").text_content() == "* Ph.D., Northern University (2006–2009)"
    assert fact.locator("blockquote").text_content() == "…# News\n* Ph.D., Northern University (2006–2009)\nmore…"
    assert "mira.md:1" in fact.locator("figcaption").text_content()
    assert fact.locator(".when").text_content() == "2006–2009"


def test_a_click_on_a_line_opens_its_facts_with_their_evidence(opened: Opened) -> None:
    opened.tab.click("#fit")
    ends = [
        opened.tab.evaluate("name => drawing.where(name)", name) for name in ("Tove Lindqvist", "Northern University")
    ]
    opened.tab.mouse.click(sum(end["x"] for end in ends) / 2, sum(end["y"] for end in ends) / 2)
    opened.tab.wait_for_timeout(500)
    assert opened.chosen() == "M.Sc."
    assert opened.tab.locator("mark").text_content() == "* M.Sc., Northern University (2014)"


def test_an_identifier_is_a_link_and_a_script_address_is_not(opened: Opened) -> None:
    opened.find("mira")
    links = opened.tab.eval_on_selector_all("#details a", "all => all.map(one => one.href)")
    assert links == ["https://orcid.org/0000-0000-0000-0000"]
    assert opened.tab.get_attribute("#details a", "rel") == "noopener noreferrer"


def test_the_shortest_way_names_each_step_and_its_fact(opened: Opened) -> None:
    opened.find("ulf")
    opened.tab.click("#ask-way")
    opened.find("tidelab")
    assert opened.chosen() == "4 steps from Ulf Brandt to tidelab"
    assert {"Ulf Brandt", "Mira Sólberg", "Tove Lindqvist", "tidelab"} < opened.lit()


def test_where_no_way_leads_the_page_says_so(opened: Opened) -> None:
    opened.find("ulf")
    opened.tab.click("#ask-way")
    opened.find("glaciers")
    assert opened.tab.text_content("#hint") == "No way leads from Ulf Brandt to glaciers"


def test_back_and_forward_go_through_what_was_chosen(opened: Opened) -> None:
    opened.find("ulf")
    opened.find("tove")
    opened.tab.click("#back")
    assert opened.chosen() == "Ulf Brandt"
    opened.tab.keyboard.press("Alt+ArrowRight")
    assert opened.chosen() == "Tove Lindqvist"
    assert opened.tab.is_disabled("#forward")


def test_the_keyboard_alone_walks_opens_and_zooms(opened: Opened) -> None:
    opened.tab.focus("#stage")
    opened.tab.keyboard.press("ArrowRight")
    first = opened.chosen()
    opened.tab.keyboard.press("ArrowRight")
    opened.tab.keyboard.press("ArrowLeft")
    opened.tab.keyboard.press("ArrowDown")
    opened.tab.keyboard.press("ArrowUp")
    assert opened.tab.locator("#said").text_content()
    opened.tab.keyboard.press("Enter")
    assert "opened" in opened.tab.text_content("#said")
    before = opened.tab.evaluate("drawing.scale()")
    opened.tab.keyboard.press("+")
    assert opened.tab.evaluate("drawing.scale()") > before
    assert first


def test_the_whole_window_is_taken_and_given_back(opened: Opened) -> None:
    opened.tab.click("#full")
    opened.tab.wait_for_function("() => document.fullscreenElement")
    opened.tab.click("#full")
    opened.tab.wait_for_function("() => !document.fullscreenElement")


def test_every_control_has_a_name_for_a_screen_reader(opened: Opened) -> None:
    opened.find("mira")
    nameless = opened.tab.eval_on_selector_all(
        "button, input, select, summary, a, [role=tab]",
        "all => all.filter(one => !(one.getAttribute('aria-label') || one.textContent.trim() "
        "|| (one.labels && one.labels.length))).map(one => one.outerHTML)",
    )
    assert nameless == []


def test_the_list_has_the_same_things_as_the_picture(opened: Opened) -> None:
    opened.tab.click("input[data-kind=person]")
    opened.tab.click("#tab-list")
    names = opened.tab.eval_on_selector_all("#view-list td button", "all => all.map(one => one.textContent)")
    assert set(names) == opened.shown()
    opened.tab.click("#view-list td button >> nth=0")
    assert opened.chosen() == names[0]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_takes_the_readers_light_or_dark_and_can_be_turned(browser: Any, sample: Path, theme: str) -> None:
    opened = Opened(browser, sample, color_scheme=theme)
    dark = "getComputedStyle(document.body).backgroundColor === 'rgb(17, 21, 28)'"
    assert opened.tab.evaluate(dark) is (theme == "dark")
    opened.tab.click("#theme")
    assert opened.tab.evaluate(dark) is (theme != "dark")
    assert opened.complaints == []
    opened.context.close()


def test_a_picture_can_be_saved_as_svg_and_as_png(opened: Opened) -> None:
    opened.tab.click("#save summary")
    with opened.tab.expect_download() as saved:
        opened.tab.click("#save-svg")
    svg = Path(saved.value.path()).read_text(encoding="utf-8")
    assert "Mira Sólberg" in svg
    assert svg.count("<g transform=") == len(SAMPLE.nodes)
    with opened.tab.expect_download() as saved:
        opened.tab.click("#save-png")
    assert Path(saved.value.path()).read_bytes().startswith(b"\x89PNG")


# ---------------------------------------------------------------------------------------------------------------
# the timeline


def test_the_timeline_shows_how_much_of_a_date_is_known(opened: Opened) -> None:
    opened.tab.click("#tab-timeline")
    # A degree of 2006–2009: it began some time in 2006 and ended some time in 2009, and only 2007 and 2008 are sure.
    bar = opened.tab.locator(".fact-bar", has_text="Ph.D.")
    pale, sure = (bar.locator("rect").nth(k).bounding_box() for k in (0, 1))
    assert sure["width"] / pale["width"] == pytest.approx(0.5, abs=0.02)
    # A degree of which only the end is known fades out towards its beginning.
    assert opened.tab.locator(".fact-bar", has_text="M.Sc.").locator("circle").count() == 3
    # A post that is held today ends in an arrow.
    assert opened.tab.locator(".fact-bar", has_text="Professor").locator("path").count() == 1


def test_the_timeline_shows_the_evidence_on_hover_on_focus_and_on_click(opened: Opened) -> None:
    opened.tab.click("#tab-timeline")
    bar = opened.tab.locator(".fact-bar", has_text="Ph.D.")
    bar.hover()
    assert "* Ph.D., Northern University (2006–2009)" in opened.tab.text_content("#tip")
    opened.tab.mouse.move(5, 5)
    bar.focus()
    assert opened.tab.is_visible("#tip")
    opened.tab.keyboard.press("Enter")
    assert opened.tab.locator("#details mark").text_content() == "* Ph.D., Northern University (2006–2009)"


def test_the_timeline_zooms_filters_and_takes_people_on_and_off(opened: Opened) -> None:
    opened.tab.click("#tab-timeline")
    bar = opened.tab.locator(".fact-bar", has_text="Ph.D.").locator("rect").first
    before = bar.bounding_box()["width"]
    opened.tab.click("#time-out")
    opened.tab.click("[data-lane=publications]")
    assert opened.tab.locator(".fact-bar", has_text="On Spray").count() == 1
    opened.tab.click("[data-lane=positions]")
    assert opened.tab.locator(".fact-bar", has_text="Professor").count() == 0
    opened.tab.get_by_role("button", name="Tove Lindqvist ×").click()
    assert opened.tab.locator(".fact-bar", has_text="M.Sc.").count() == 0
    opened.tab.select_option("#add-person", label="Tove Lindqvist")
    assert opened.tab.locator(".fact-bar", has_text="M.Sc.").count() == 1
    opened.tab.click("#save summary")
    with opened.tab.expect_download() as saved:
        opened.tab.click("#save-svg")
    assert ">Ph.D., Northern University</text>" in Path(saved.value.path()).read_text(encoding="utf-8")
    # The bar may leave the window when the middle of it comes nearer, so its size is asked for, not its place.
    opened.tab.click("#time-in")
    opened.tab.wait_for_timeout(100)
    assert opened.tab.locator(".fact-bar rect").first.bounding_box()["width"] > before * 1.2


def test_the_keyboard_zooms_the_timeline_and_goes_from_bar_to_bar(opened: Opened) -> None:
    opened.tab.click("#tab-timeline")
    years = "() => [...document.querySelectorAll('#axis text')].map(one => one.textContent)"
    before = opened.tab.evaluate(years)
    opened.tab.focus("#tab-timeline")
    for _ in range(3):
        opened.tab.keyboard.press("+")
    opened.tab.wait_for_function(f"() => String(({years})()) !== {json.dumps(','.join(before))}")
    opened.tab.keyboard.press("0")
    opened.tab.wait_for_function(f"() => String(({years})()) === {json.dumps(','.join(before))}")
    opened.tab.focus(".fact-bar >> nth=0")
    opened.tab.keyboard.press("Tab")
    assert opened.tab.evaluate("document.activeElement.classList.contains('fact-bar')")


# ---------------------------------------------------------------------------------------------------------------
# the map


def _site(opened: Opened, name: str) -> Any:
    return opened.tab.locator(f"[data-site][aria-label^='{name}']")


def test_the_map_shows_cities_and_the_ways_between_them_with_their_evidence(opened: Opened) -> None:
    opened.tab.click("#tab-map")
    assert opened.tab.locator("[data-site]").count() == 3
    assert "4 of 4 dated posts and degrees are in a known place" in opened.tab.text_content("#map-note")
    _site(opened, "Oslo").hover()
    assert "Northern University" in opened.tab.text_content("#tip")
    _site(opened, "Oslo").click()
    assert opened.chosen() == "Oslo, Norway"
    opened.tab.locator("details.fact", has_text="M.Sc.").locator("summary").click()
    assert opened.tab.locator("#details mark").text_content() == "* M.Sc., Northern University (2014)"


def test_the_map_shows_the_way_of_one_person_and_goes_back(opened: Opened) -> None:
    opened.tab.click("#tab-map")
    assert opened.tab.locator(".way-line").count() == 2
    opened.find("tove")
    assert opened.tab.locator(".way-line").count() == 1
    assert opened.tab.locator("#map-svg text", has_text="2016–2018").count() == 1
    opened.tab.locator(".way-line path").last.dispatch_event("click")
    assert opened.chosen() == "Oslo → Lisbon"
    opened.tab.click("#back")
    assert opened.tab.locator(".way-line").count() == 2


def test_the_map_is_moved_zoomed_and_asked_by_keyboard_and_saved(opened: Opened) -> None:
    opened.tab.click("#tab-map")
    ground = "document.querySelector('#map-svg g').getAttribute('transform')"
    before = opened.tab.evaluate(ground)
    opened.tab.keyboard.press("+")
    opened.tab.wait_for_function(f"() => {ground} !== {json.dumps(before)}")
    nearer = opened.tab.evaluate(ground)
    opened.tab.mouse.move(200, 700)
    opened.tab.mouse.down()
    opened.tab.mouse.move(240, 720)
    opened.tab.mouse.up()
    opened.tab.wait_for_function(f"() => {ground} !== {json.dumps(nearer)}")
    opened.tab.keyboard.press("0")
    assert opened.tab.evaluate(ground) == before
    _site(opened, "Lisbon").focus()
    opened.tab.keyboard.press("Enter")
    assert opened.chosen() == "Lisbon, Portugal"
    opened.tab.click("#save summary")
    with opened.tab.expect_download() as saved:
        opened.tab.click("#save-svg")
    assert ">Lisbon</text>" in Path(saved.value.path()).read_text(encoding="utf-8")
    with opened.tab.expect_download() as saved:
        opened.tab.click("#save-png")
    assert Path(saved.value.path()).read_bytes().startswith(b"\x89PNG")


# ---------------------------------------------------------------------------------------------------------------
# hostile text, narrow screens, frames, many things


def test_hostile_text_is_shown_and_never_run(browser: Any, tmp_path: Path) -> None:
    opened = Opened(browser, _written(tmp_path / "hostile.html", hostile()))
    tab = opened.tab
    assert tab.evaluate("document.scripts.length") == 3
    for text in ("script", "img", "svg onload"):
        opened.find(text)
        for fact in tab.locator("details.fact summary").all():
            fact.click()
    tab.mouse.move(400, 400)
    tab.click("#tab-timeline")
    tab.locator(".fact-bar").first.hover()
    tab.locator(".fact-bar").first.click()
    tab.click("#tab-map")
    tab.locator("[data-site]").hover()
    tab.locator("[data-site]").click()
    tab.click("#tab-list")
    assert tab.title() == HOSTILE[0]
    assert tab.text_content("#title") == HOSTILE[0]
    assert tab.eval_on_selector_all("a[href^='javascript']", "all => all.length") == 0
    assert tab.eval_on_selector_all("img, main svg svg", "all => all.length") == 0
    assert opened.complaints == []
    assert opened.asked == [(tmp_path / "hostile.html").as_uri()]
    opened.context.close()


def test_a_script_that_got_into_the_page_all_the_same_would_be_refused(browser: Any, sample: Path) -> None:
    opened = Opened(browser, sample)
    opened.tab.evaluate(
        "const s = document.createElement('script');"
        "s.textContent = 'document.title = \"owned\"'; document.body.append(s);"
        "const i = document.createElement('img'); i.src = 'https://example.org/x.png'; document.body.append(i);"
    )
    opened.tab.wait_for_timeout(200)
    assert opened.tab.title() == "Tides"
    assert opened.refused == [("https://example.org/x.png", "csp")]
    assert len([said for said in opened.complaints if "Content Security Policy" in said]) == 2
    opened.context.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_no_part_of_the_page_lies_outside_the_window(browser: Any, sample: Path, width: int) -> None:
    opened = Opened(browser, sample, viewport={"width": width, "height": 800})
    opened.find("mira")
    for tab in ("network", "timeline", "map", "list"):
        opened.tab.click(f"#tab-{tab}")
        assert opened.tab.evaluate("document.documentElement.scrollWidth") == width
        outside = opened.tab.eval_on_selector_all(
            "header *, #panel, #shown, #earth, #map-note",
            "all => all.filter(one => one.checkVisibility() && !one.closest('.title'))"
            ".map(one => [one.id || one.tagName, one.getBoundingClientRect()])"
            f".filter(([, box]) => box.width && (box.right > {width} + 1 || box.left < -1)).map(([name]) => name)",
        )
        assert outside == []
    opened.context.close()


#: What the pages around a notebook's output allow themselves; a frame inherits it. VS Code's is that of its web view.
AROUND = {
    "jupyter": "",
    "vscode": (
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'unsafe-inline'; "
        "style-src 'unsafe-inline'; img-src https: http: data:; font-src https:; connect-src https:; "
        'child-src https: data:">'
    ),
}


@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND.keys())
def test_a_graph_shows_itself_in_a_notebook_and_reaches_nothing_around_it(
    browser: Any, tmp_path: Path, around: str
) -> None:
    # What IPython asks of the last value of a cell, put into a page as a notebook does.
    shown, _ = DisplayFormatter().format(build(SAMPLES / "noether.md"))
    path = tmp_path / "notebook.html"
    path.write_text(f"<html data-ready=yes>{around}<title>notebook</title>{shown['text/html']}", encoding="utf-8")
    opened = Opened(browser, path)
    inside = opened.tab.frames[1]
    inside.wait_for_selector("html[data-ready=yes]")
    inside.fill("#search", "noether")
    inside.press("#search", "Enter")
    assert inside.text_content("#chosen") == "Emmy Noether"
    inside.click("#full")
    inside.wait_for_function("() => document.fullscreenElement")
    assert inside.evaluate("try { parent.document.title } catch (error) { error.name }") == "SecurityError"
    assert opened.complaints == []
    assert opened.asked == [path.as_uri()]
    opened.context.close()


def test_a_graph_without_facts_shows_a_sentence_in_a_notebook() -> None:
    assert DisplayFormatter().format(ShownGraph())[0]["text/html"].startswith("<p>the graph holds no facts to draw")


def test_of_more_things_than_can_be_drawn_the_weightiest_are_and_the_others_open_on_demand(
    browser: Any, tmp_path: Path
) -> None:
    opened = Opened(browser, _written(tmp_path / "most.html", SAMPLE, most=4))
    assert opened.shown() == {"Mira Sólberg", "Tove Lindqvist", "Northern University", "Southern Institute"}
    assert "4 of 13 things shown; left out: the lightest beyond 4" in opened.tab.text_content("#shown")
    opened.find("fjord")
    assert "Fjord Medal" in opened.shown()
    opened.context.close()
