"""Somebody who has no mouse: Tab, Space, Enter, Escape, arrows and letters, and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
FURTHEST = 200
"""Presses of Tab after which something counts as out of reach."""


@dataclass
class Keyboard:
    """Moves through pages, and fails at the first stop where nobody could see where they are."""

    page: Page

    def __post_init__(self) -> None:
        self.page.add_init_script(SCRIPT)

    def here(self) -> str:
        """What has the focus: its kind, its field's name, its words."""
        told, faults = self.page.evaluate("keyboard.here()")
        assert faults == [], f"{self.page.url}: {faults}"
        return str(told)

    def press(self, *keys: str) -> None:
        """These keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def to(self, words: str, key: str = "Tab") -> None:
        """Tab until something of this kind, name or words has the focus."""
        passed: list[str] = []
        while len(passed) < FURTHEST:
            self.press(key)
            passed.append(self.here())
            if re.search(words, passed[-1]):
                return
        raise AssertionError(f"{self.page.url}: the keyboard never came to {words!r}, but to {passed[:40]}")

    def type(self, field: str, words: str) -> None:
        """Come to the field and write there."""
        self.to(field)
        self.page.keyboard.type(words)

    def choose(self, field: str) -> None:
        """Come to a radio or a checkbox and tick it."""
        self.to(field)
        self.press("Space")

    def follow(self, words: str, key: str = "Enter") -> None:
        """Come to a link or a button, press it, and wait for the page that follows."""
        self.to(words)
        with self.page.expect_event("load"):
            self.press(key)


def walk(page: Page) -> list[str]:
    """What is wrong on the way of the Tab key through a whole page, from its top to its end."""
    page.evaluate(SCRIPT)
    for _ in range(page.evaluate("keyboard.begin()")):
        page.keyboard.press("Tab")
    return [str(fault) for fault in page.evaluate("keyboard.judged()")]
