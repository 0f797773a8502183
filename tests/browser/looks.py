"""What a person would see that is wrong with a page as it stands: cut off, over each other, too small, moving."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
ZOOMED = ((320, ""), (640, ""), (1280, "200%"))
"""Widths in CSS pixels with the size of the root's font: a phone or 400 %, 200 %, and letters alone twice as large."""


def looks(page: Page) -> list[str]:
    """Everything at every zoom. The page is as wide as before afterwards."""
    return [f"{width}px {font} {fault}" for width, font in ZOOMED for fault in _at(page, width, font)]


def _at(page: Page, width: int, font: str) -> list[str]:
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate("size => { document.documentElement.style.fontSize = size }", font)
    found: dict[str, Any] = page.evaluate(SCRIPT)
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size({"width": 1280, "height": 800})
    return [str(fault) for faults in found.values() for fault in faults]
