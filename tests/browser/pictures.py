"""`python -m tests.browser.pictures`: the main pages as pictures in docs/pictures, wide and on a phone."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import sign_in
from tests.browser.played import pages, play
from tests.conftest import CHROMIUM, QUIET
from tests.services.portal.place import running

HERE = Path("docs/pictures")
WIDTHS = {"desktop": 1280, "phone": 390}
TALLEST = 1800
"""A picture shows no more of a long page."""


def main() -> None:
    """Play a case, look at every main page, and keep what is seen."""
    HERE.mkdir(parents=True, exist_ok=True)
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *sandbox])
        shown = pages(play(address))
        for device, width in WIDTHS.items():
            for name, (who, path) in shown.items():
                _take(browser, address, who, path, width, HERE / f"{name}-{device}.png")
        browser.close()


def _take(browser: Browser, address: str, who: str, path: str, width: int, file: Path) -> None:
    context = browser.new_context(base_url=address, viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    sign_in(page, who, board="Leeds")
    page.goto(path)
    height = min(int(page.evaluate("document.documentElement.scrollHeight")), TALLEST)
    page.screenshot(path=file, clip={"x": 0, "y": 0, "width": width, "height": height}, full_page=True)
    context.close()


if __name__ == "__main__":
    main()
