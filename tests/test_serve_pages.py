"""The pages of a service in a real browser: Chromium, headless."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from serving import BASE, HOSTILE, Service, graph_file, serving

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(graph_file(tmp_path_factory.mktemp("pages"))) as running:
        yield running


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def tab(browser: Any, service: Service) -> Iterator[Any]:
    """A tab that has nothing to complain of at the end, and asked this service alone."""
    complaints: list[str] = []
    asked: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    opened = context.new_page()
    opened.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("dialog", lambda dialog: complaints.append(f"dialog {dialog.message}"))
    opened.on("request", lambda sent: asked.append(sent.url))
    yield opened
    context.close()
    assert complaints == []
    assert [url for url in asked if not url.startswith((service.address, "data:", "blob:"))] == []


def test_yasgui_asks_the_service_and_shows_the_rows(tab, service):
    tab.goto(service.address + "query")
    tab.wait_for_selector("html[data-ready=yes]")
    tab.click(".tabPanel.active .yasqe_queryButton")
    tab.wait_for_selector(".tabPanel.active .yasr table tbody tr")
    assert "Ada Brook" in tab.text_content(".tabPanel.active .yasr")


def test_the_named_questions_are_examples(tab, service):
    tab.goto(service.address + "query")
    tab.wait_for_selector("html[data-ready=yes]")
    assert tab.locator("#examples option").count() > 30
    tab.select_option("#examples", "laureates")
    assert tab.text_content(".tab.active").strip().startswith("laureates")
    tab.click(".tabPanel.active .yasqe_queryButton")
    tab.wait_for_selector(".tabPanel.active .yasr table tbody tr")
    assert "Arden Prize" in tab.text_content(".tabPanel.active .yasr")


@pytest.mark.parametrize("path", ["explore", "explore?around={ada}", "explore?around={ada}&depth=2&view=coauthors"])
def test_the_explorer_draws_the_graph_and_a_part_of_it(tab, service, path):
    ada = f"{BASE}person/ada-brook"
    tab.goto(service.address + path.format(ada=ada))
    tab.wait_for_selector("html[data-ready=yes]")
    assert "Ada Brook" in {tab.evaluate("drawing.shown()")[i] for i in range(len(tab.evaluate("drawing.shown()")))}


def test_from_the_first_page_to_a_thing_and_on(tab, service):
    tab.goto(service.address)
    tab.fill("#find", "ada")
    tab.press("#find", "Enter")
    tab.click("text=Ada Brook")
    assert tab.text_content("h1") == "Ada Brook"
    tab.click("text=Arden Prize")
    assert "Arden Prize" in tab.text_content("h1")


def test_a_script_in_a_name_is_text(tab, service):
    tab.goto(service.address + f"?find={HOSTILE}")
    assert tab.input_value("#find") == HOSTILE
    tab.goto(service.address + "page/topic/script-alert-x-script")
    assert tab.text_content("h1") == HOSTILE


def test_the_api_page_asks_its_questions(tab, service):
    tab.goto(service.address + "api")
    tab.fill("#laureates input[name=award]", "arden")
    tab.press("#laureates input[name=award]", "Enter")
    tab.wait_for_url("**/api/questions/laureates?award=arden")
    assert "Ada Brook" in tab.content()
