"""The sample profiles to the pictures of the README: ``docs/images/*.png``.

    python scripts/screenshots.py            build the graph of data/profiles, draw it, and take the pictures

Needs Playwright and a Chromium, of KG_CHROMIUM or on the PATH.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kg import build, draw

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"


def _nothing(tab: Any) -> None:
    """The page as it opens."""


def _person(tab: Any) -> None:
    tab.fill("#search", "Enrico Fermi")
    tab.press("#search", "Enter")
    tab.wait_for_timeout(700)
    tab.locator("[data-facts=education] summary, [data-facts=positions] summary").first.click()


def _timeline(tab: Any) -> None:
    tab.locator(".fact-bar").nth(2).click()
    tab.locator(".fact-bar").nth(6).hover()


def _way(tab: Any) -> None:
    for name in ("Enrico Fermi", "Niels Bohr"):
        tab.select_option("#map-person", label=name)
        tab.wait_for_timeout(100)


@dataclass(frozen=True)
class Shot:
    """A window of a size onto a view, after some steps in it."""

    view: str = "network"
    width: int = 1280
    height: int = 800
    theme: str = "light"
    steps: Callable[[Any], None] = _nothing


SHOTS: Mapping[str, Shot] = {
    "network": Shot(),
    "network-dark": Shot(theme="dark", steps=_person),
    "person": Shot(steps=_person),
    "person-phone": Shot(width=390, steps=_person),
    "timeline": Shot(view="timeline", steps=_timeline),
    "map": Shot(view="map"),
    "map-person": Shot(view="map", steps=_way),
    "advising": Shot(view="advising"),
    "affiliation": Shot(view="affiliation"),
}


def main() -> None:
    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("KG_CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        sys.exit("no Chromium on the PATH; install one (apt-get install chromium) or name it in KG_CHROMIUM")
    IMAGES.mkdir(parents=True, exist_ok=True)
    # A fixed day, so that the pictures change only when the program does.
    graph = build(ROOT / "data" / "profiles", read_on=date(2026, 1, 1))
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, shot in SHOTS.items():
            page = Path(folder) / f"{name}.html"
            draw(graph, page, view=shot.view, title="Researchers of the past")
            window = {"width": shot.width, "height": shot.height}
            tab = browser.new_page(viewport=window, color_scheme=shot.theme)
            tab.goto(page.as_uri())
            tab.wait_for_selector("html[data-ready=yes]")
            shot.steps(tab)
            tab.wait_for_timeout(700)
            tab.screenshot(path=IMAGES / f"{name}.png")
            tab.close()
            print(IMAGES / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
